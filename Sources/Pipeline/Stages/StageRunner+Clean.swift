import Foundation
import Numerics
import Retention
import Tables

extension StageRunner {
  mutating func clean() throws {
    guard state.source != nil else { return }
    var source = SourceLines()
    // Nobody else holds the lines, so that they are moved, not copied.
    swap(&source, &state.source!)
    state.source = nil
    let cleaner = LineCleaner(
      settings: settings.cleaning, features: settings.features, churnHorizonDays: settings.churn.horizonDays,
      asOf: scoringOverride, plausibleTimes: settings.validation.plausibleTimes(today: .today))
    let cleaned = try cleaner.clean(consume source, context: context)
    let ledger = cleaned.ledger
    precondition(ledger.reconciles, "the ledger of cleaning reconciles")
    guard ledger.cleaned.rows > 0 else {
      let most = ledger.removed.max { ($0.value.rows, $1.key.rawValue) < ($1.value.rows, $0.key.rawValue) }
      throw ModelStageError.noUsableRows(
        input: ledger.input.rows, mainReason: most?.key, removed: most?.value.rows ?? 0)
    }
    let isHighReturn = try cleaned.highReturnCustomers(above: settings.cleaning.highReturnRate, context: context)
    try write(ArtefactPath.cleaned) {
      try CleanedDataOutput(cleaned, isHighReturn: isHighReturn).write(
        to: $0, parallelism: parallelism, interruption: interruption)
    }
    try write(ArtefactPath.rejected) { try RejectedRowsOutput.write(cleaned, to: $0, parallelism: parallelism) }
    let highReturnCount = isHighReturn.count { $0 }
    state.cleaningStats = CleaningStats.json(cleaned, highReturnCustomers: highReturnCount, settings.cleaning)
    try write(ArtefactPath.cleaningStats, state.cleaningStats)
    state.invoiced = cleaned.invoiced
    try write(ArtefactPath.unreadable) { try UnreadableCells.write(cleaned.source, to: $0) }
    warnOfUnusedLines(cleaned)
    state.changes = try changes(cleaned)
    let (lines, ids) = try (consume cleaned).transactions(context: context)
    try adopt(consume lines, customerIDs: ids)
    state.metrics.set("data", "cleaned_rows", .integer(ledger.cleaned.rows))
    state.metrics.set("data", "customers", .integer(ids.count))
    log.info(
      "kept \(grouped(ledger.cleaned.rows)) of \(grouped(ledger.input.rows)) lines of \(grouped(ids.count)) customers; "
        + (directory == nil ? "nothing is written" : "every removed line is in \(ArtefactPath.rejected)"), stage: .clean
    )
  }

  /// Sorts cleaned lines into histories, the form in which all later stages read them.
  mutating func adopt(_ lines: consuming TransactionLines, customerIDs: [String]) throws {
    let span = try lines.timeSpan(context: context)
    let place = memory.place(rows: lines.count, width: SortedLines.width)
    let histories = try CustomerHistories(sorting: consume lines, in: place, context: context)
    state.customerIDs = customerIDs
    state.orders = try OrderTimes(histories, context: context)
    state.histories = histories
    if let (first, last) = span {
      state.calendar = SnapshotCalendar(
        dataStart: first, dataEnd: last, settings: settings.features, scoring: scoringOverride)
    }
  }
}

/// `reports/cleaning_stats.json`: rows and money, reconciled.
enum CleaningStats {
  static func json(_ cleaned: CleanedLines, highReturnCustomers: Int, _ settings: CleaningSettings) -> JSONValue {
    let ledger = cleaned.ledger
    let reasons = RemovalReason.allCases.compactMap { reason in ledger.removed[reason].map { (reason, $0) } }
    let stages = CleaningStage.allCases.map { stage -> (String, JSONValue) in
      let inStage = reasons.filter { $0.0.stage == stage }
      return (
        stage.rawValue,
        [
          "removed_rows": .integer(inStage.reduce(0) { $0 + $1.1.rows }),
          "reasons": .object(JSONObject(inStage.map { ($0.0.name, entry($0.1)) })),
        ]
      )
    }
    return [
      "input": entry(ledger.input),
      "cleaned": entry(ledger.cleaned),
      "removed": [
        "rows": .integer(ledger.removedRows), "money": money(ledger.removedMoney),
      ],
      "winsorised": ["rows": .integer(ledger.winsorised.rows), "money": money(ledger.winsorised.money)],
      "reconciliation": [
        "rows_difference": .integer(ledger.rowDifference), "money_difference": money(ledger.moneyDifference),
        "reconciles": .bool(ledger.reconciles),
      ],
      "stages": .object(JSONObject(stages)),
      "flagged_rows": .object(
        JSONObject(ledger.flagged.sorted { $0.key < $1.key }.map { ($0.key, .integer($0.value)) })),
      "high_return_customers": .integer(highReturnCustomers),
      "outlier_bounds": bounds(cleaned.bounds),
    ]
  }

  static func bounds(_ bounds: OutlierBounds?) -> JSONValue {
    guard let bounds, bounds.learnedOn > 0 else { return .null }
    return [
      "price_above": .number(bounds.priceAbove), "quantity_below": .number(bounds.quantityBelow),
      "quantity_above": .number(bounds.quantityAbove), "learned_on_lines": .integer(bounds.learnedOn),
    ]
  }

  private static func entry(_ entry: CleaningLedger.Entry) -> JSONValue {
    [
      "rows": .integer(entry.rows), "money": money(entry.money),
      "rows_without_amount": .integer(entry.rowsWithoutAmount),
    ]
  }

  /// To the millionth, which JSON's shortest form keeps exact for any shop's turnover.
  private static func money(_ money: Money) -> JSONValue { .number(money.value) }
}
