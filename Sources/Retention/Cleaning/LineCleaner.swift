public import Numerics
import Tables

/// The stages of cleaning that judge lines: structural, business logic, outliers. Nothing is moved or copied: the
/// outcome says of each line of the source whether it stays, and why not.
public struct LineCleaner: Sendable {
  let settings: CleaningSettings
  let features: FeatureSettings
  let churnHorizonDays: Int
  /// Lines at or after this midnight are not known yet (`--as-of`).
  let asOf: Snapshot?

  public init(settings: CleaningSettings, features: FeatureSettings, churnHorizonDays: Int, asOf: Snapshot?) {
    self.settings = settings
    self.features = features
    self.churnHorizonDays = churnHorizonDays
    self.asOf = asOf
  }

  public func clean(_ source: SourceLines, parallelism: Parallelism) -> CleanedLines {
    var lines = CleanedLines(source: source)
    let isDuplicate = ExactDuplicates.marks(in: source, parallelism: parallelism)
    let isCancelled = source.cancelledOrders(prefixes: settings.cancellationPrefixes)
    judgeStructure(&lines, isDuplicate)
    judgeBusiness(&lines, isCancelled)
    lines.invoiced = InvoicedSpend(source) { row in
      let isInvoiced = lines.isKept(row) || lines.removal[row] == RemovalReason.duplicate.rawValue
      return isInvoiced && source.unitPrice[row] > 0 && source.quantity[row] > 0 && !isCancelled[Int(source.order[row])]
    }
    let bounds = outlierBounds(of: lines)
    judgeOutliers(&lines, bounds)
    lines.bounds = bounds
    lines.settle(originalAmount: { source.amount(ofRow: $0) })
    return lines
  }
}

extension LineCleaner {
  private func judgeStructure(_ lines: inout CleanedLines, _ isDuplicate: [Bool]) {
    let source = lines.source
    let unreadable = Set(source.unreadable.map { UnreadableKey(row: $0.row, column: $0.column) })
    func missing(_ row: Int, _ column: CanonicalColumn, blank: RemovalReason, text: RemovalReason) -> RemovalReason {
      unreadable.contains(UnreadableKey(row: row, column: column)) ? text : blank
    }
    for row in 0..<source.count {
      if source.customer[row] < 0 {
        lines.remove(row, .blankCustomer)
      } else if source.order[row] < 0 {
        lines.remove(row, .blankOrder)
      } else if source.time[row] == SourceLines.unknownTime {
        lines.remove(row, missing(row, .orderDatetime, blank: .blankTime, text: .unreadableTime))
      } else if source.quantity[row].isNaN {
        lines.remove(row, missing(row, .quantity, blank: .blankQuantity, text: .unreadableQuantity))
      } else if source.unitPrice[row].isNaN {
        lines.remove(row, missing(row, source.amount.priceColumn, blank: .blankPrice, text: .unreadablePrice))
      } else if let asOf, source.time[row] >= asOf.time {
        lines.remove(row, .afterAsOf)
      } else if isDuplicate[row] {
        // Lines that share an order's total count once as they are; without one of them the order would lose money.
        switch settings.duplicates {
        case .drop where source.amount != .orderTotal: lines.remove(row, .duplicate)
        case .flag, .drop: lines.flags[row].insert(.duplicate)
        }
      }
    }
  }

  private struct UnreadableKey: Hashable {
    let row: Int
    let column: CanonicalColumn
  }

  private func judgeBusiness(_ lines: inout CleanedLines, _ isCancelled: [Bool]) {
    let source = lines.source
    for row in 0..<source.count where lines.isKept(row) {
      if source.unitPrice[row] <= 0 {
        lines.remove(row, .priceNotPositive)
      } else if source.quantity[row] == 0 {
        lines.remove(row, .zeroQuantity)
      } else {
        let cancelled = isCancelled[Int(source.order[row])]
        if cancelled { lines.flags[row].insert(.cancellation) }
        if cancelled || source.quantity[row] < 0 { lines.flags[row].insert(.isReturn) }
      }
    }
  }

  /// Learned before the churn test snapshot; on everything where the history is too short to have one.
  private func outlierBounds(of lines: CleanedLines) -> OutlierBounds {
    let source = lines.source
    let kept = (0..<source.count).filter { lines.isKept($0) }
    let times = kept.lazy.map { source.time[$0] }
    var limit = Int64.max
    if let first = times.min(), let last = times.max() {
      let calendar = SnapshotCalendar(
        dataStart: first, dataEnd: last, settings: features, scoring: asOf)
      limit = Holdout(calendar, horizonDays: churnHorizonDays).test?.time ?? Int64.max
    }
    let purchases = kept.filter { !lines.flags[$0].contains(.isReturn) && source.time[$0] < limit }
    return OutlierBounds(
      prices: purchases.map { source.unitPrice[$0] }, quantities: purchases.map { source.quantity[$0] },
      priceQuantile: settings.priceQuantile, iqrMultiplier: settings.iqrMultiplier)
  }

  private func judgeOutliers(_ lines: inout CleanedLines, _ bounds: OutlierBounds) {
    for row in 0..<lines.source.count where lines.isKept(row) {
      let price = bounds.isPriceOutlier(lines.source.unitPrice[row])
      let quantity = bounds.isQuantityOutlier(lines.source.quantity[row])
      guard price || quantity else { continue }
      switch settings.outlierAction {
      case .flag: lines.flags[row].insert(.outlier)
      case .drop: lines.remove(row, price ? .outlierPrice : .outlierQuantity)
      case .winsorise:
        lines.flags[row].insert(.outlier)
        lines.winsorise(row, bounds)
      }
    }
  }
}
