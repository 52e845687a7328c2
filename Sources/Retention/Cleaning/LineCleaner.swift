package import Numerics
import Tables

/// The stages of cleaning that judge lines: structure, business logic, outliers. Nothing is moved or copied: the result
/// states for each line of the source whether it stays, or why it does not.
package struct LineCleaner: Sendable {
  let settings: CleaningSettings
  let ingest: IngestSettings
  let features: FeatureSettings
  let churnHorizonDays: Int
  /// Lines at or after this midnight are in the future (`--as-of`); nil for none.
  let asOf: Snapshot?
  /// Times that an order can have; a line at another time would move snapshots to where there is no shop.
  let plausibleTimes: Range<Int64>

  package init(
    settings: CleaningSettings, ingest: IngestSettings, features: FeatureSettings, churnHorizonDays: Int,
    asOf: Snapshot?,
    plausibleTimes: Range<Int64>
  ) {
    self.plausibleTimes = plausibleTimes
    self.settings = settings
    self.ingest = ingest
    self.features = features
    self.churnHorizonDays = churnHorizonDays
    self.asOf = asOf
  }

  /// Judges every line, and accounts for every row and amount.
  package func clean(_ source: consuming SourceLines, context: ExecutionContext) throws(Cancelled) -> CleanedLines {
    var lines = CleanedLines(source: source)
    let repeats = try lines.source.takeDuplicates(context: context)
    let rule = try CancellationRule(
      lines.source, prefixes: settings.cancellationPrefixes, needsEvidence: settings.confirmPrefixes, context: context)
    let isCancelled = rule.isCancelled
    lines.cancellations = rule.evidence
    try judge(&lines, repeats, isCancelled: isCancelled, context)
    lines.invoiced = try InvoicedSpend(lines.source, context: context) { row, rows in
      let isInvoiced = lines.isKept(row) || lines.removal[row] == RemovalReason.duplicate.rawValue
      return isInvoiced && rows.unitPrice[row] > 0 && rows.quantity[row] > 0 && !isCancelled[Int(rows.order[row])]
    }
    let bounds = try outlierBounds(of: lines, context)
    lines.bounds = bounds
    try judgeOutliers(&lines, bounds, context)
    // Here nobody else holds the columns, so they are changed in place.
    if settings.outlierAction == .winsorize { try lines.winsorize(bounds, context) }
    try lines.settle(context)
    return lines
  }
}

// MARK: - Structure and business logic

extension LineCleaner {
  /// Both stages at once: the second does not look at lines that the first removes.
  private func judge(
    _ lines: inout CleanedLines, _ repeats: [ExactDuplicates.Mark], isCancelled: [Bool], _ context: ExecutionContext
  ) throws(Cancelled) {
    let source = lines.source
    var unreadable: Set<UnreadableKey> = []
    try context.forEachBlock(of: source.unreadable.count) { cells in
      for cell in source.unreadable[cells] { unreadable.insert(UnreadableKey(row: cell.row, column: cell.column)) }
    }
    let judge = LineJudge(
      rows: source.rows, exclusion: LineExclusion(source, ingest), unmatched: source.unmatched,
      hasUnmatched: !source.unmatched.isEmpty,
      needsOrder: source.orderIs == .column, unreadable: unreadable,
      priceColumn: source.amount.priceColumn, asOf: asOf?.time ?? .max,
      plausibleTimes: plausibleTimes,
      // Shares of an order total count once together: dropping one of them would lose money.
      duplicates: source.amount == .orderTotal ? .flag : settings.duplicates)
    try lines.withVerdicts { (removal, flags) throws(Cancelled) in
      nonisolated(unsafe) let (removal, flags) = (removal, flags)
      _ = try source.mapBlocks(context) { range, rows in
        for row in range {
          if let reason = judge.structure(row, repeats[row]) ?? judge.business(row) {
            removal[row] = reason.rawValue
            continue
          }
          var own: LineFlags = repeats[row] == .none ? [] : .duplicate
          let cancelled = isCancelled[Int(rows.order[row])]
          if cancelled { own.insert(.cancellation) }
          if cancelled || rows.quantity[row] < 0 { own.insert(.isReturn) }
          flags[row] = own
        }
      }
    }
  }
}

/// Decides for what reason a line is removed, if it is.
private struct LineJudge: Sendable {
  let rows: SourceRows
  let exclusion: LineExclusion
  let unmatched: Set<Int>
  let hasUnmatched: Bool
  /// Whether orders come from a column; otherwise they are made of what is checked here.
  let needsOrder: Bool
  let unreadable: Set<UnreadableKey>
  let priceColumn: CanonicalColumn
  let asOf: Int64
  let plausibleTimes: Range<Int64>
  let duplicates: CleaningSettings.Duplicates

  func structure(_ row: Int, _ mark: ExactDuplicates.Mark) -> RemovalReason? {
    if let reason = exclusion.reason(row) { return reason }
    if hasUnmatched, unmatched.contains(row) { return .unmatched }
    if rows.customer[row] < 0 { return .blankCustomer }
    if needsOrder, rows.order[row] < 0 { return .blankOrder }
    if rows.time[row] == SourceLines.unknownTime {
      return missing(row, .orderDatetime, blank: .blankTime, text: .unreadableTime)
    }
    if !plausibleTimes.contains(rows.time[row]) { return .implausibleTime }
    if rows.quantity[row].isNaN { return missing(row, .quantity, blank: .blankQuantity, text: .unreadableQuantity) }
    if rows.unitPrice[row].isNaN { return missing(row, priceColumn, blank: .blankPrice, text: .unreadablePrice) }
    if rows.time[row] >= asOf { return .afterAsOf }
    return switch (duplicates, mark) {
    case (.dropOverlap, .exportedBefore): .exportedBefore
    case (.drop, .repeated), (.drop, .exportedBefore): .duplicate
    default: nil
    }
  }

  func business(_ row: Int) -> RemovalReason? {
    if rows.unitPrice[row] <= 0 { return .priceNotPositive }
    return rows.quantity[row] == 0 ? .zeroQuantity : nil
  }

  private func missing(
    _ row: Int, _ column: CanonicalColumn, blank: RemovalReason, text: RemovalReason
  ) -> RemovalReason {
    unreadable.contains(UnreadableKey(row: row, column: column)) ? text : blank
  }
}

private struct UnreadableKey: Hashable, Sendable {
  let row: Int
  let column: CanonicalColumn
}

// MARK: - Outliers

extension LineCleaner {
  /// Learned on lines before the churn test snapshot, or on all lines if the history is too short to have one.
  private func outlierBounds(
    of lines: CleanedLines, _ context: ExecutionContext
  ) throws(Cancelled) -> OutlierBounds {
    let removal = lines.removal
    let spans = try lines.source.mapBlocks(context) { range, rows in
      var span = (first: Int64.max, last: Int64.min)
      for row in range where removal[row] == 0 {
        span.first = min(span.first, rows.time[row])
        span.last = max(span.last, rows.time[row])
      }
      return span
    }
    var limit = Int64.max
    if let first = spans.map(\.first).min(), let last = spans.map(\.last).max(), first <= last {
      let calendar = SnapshotCalendar(
        dataStart: first, dataEnd: last, settings: features, scoring: asOf)
      limit = Holdout(calendar, horizonDays: churnHorizonDays).test?.time ?? Int64.max
    }
    return try OutlierBounds(
      purchasesOf: lines, before: limit, priceQuantile: settings.priceQuantile, iqrMultiplier: settings.iqrMultiplier,
      context: context)
  }

  private func judgeOutliers(
    _ lines: inout CleanedLines, _ bounds: OutlierBounds, _ context: ExecutionContext
  ) throws(Cancelled) {
    let action = settings.outlierAction
    let source = lines.source
    try lines.withVerdicts { (removal, flags) throws(Cancelled) in
      nonisolated(unsafe) let (removal, flags) = (removal, flags)
      _ = try source.mapBlocks(context) { range, rows in
        for row in range where removal[row] == 0 {
          let price = bounds.isPriceOutlier(rows.unitPrice[row])
          guard price || bounds.isQuantityOutlier(rows.quantity[row]) else { continue }
          if action == .drop {
            removal[row] = (price ? RemovalReason.outlierPrice : .outlierQuantity).rawValue
            flags[row] = []
          } else {
            flags[row].insert(.outlier)
          }
        }
      }
    }
  }
}
