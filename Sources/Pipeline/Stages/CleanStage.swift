import Foundation
import Hashing
import Numerics
package import Retention
package import Runs
import Settings
import Tables
import Text

extension StageName {
  package static let clean = StageName("clean")
}

/// What is left after cleaning, in the form that all later stages read.
package struct CleanedShop: Sendable {
  /// Ids of the customers with kept lines, in bytewise order; a customer's number is its index here.
  package let customerIDs: [String]
  /// Hash of each id, which decides samples and folds.
  let idHashes: [UInt64]
  /// Kept lines by customer.
  package let histories: CustomerHistories
  /// Times of the purchase orders, by customer.
  package let orders: OrderTimes
  /// Which purchases the returns came off.
  package let returns: ReturnMatches
  /// The days on which features are computed and customers scored.
  package let calendar: SnapshotCalendar
  /// What customers were invoiced, including dropped outliers and duplicates.
  package let invoiced: Deferred<InvoicedSpend>
  /// nil if the lines were restored from another run.
  package let cleaning: CleaningReport?
  /// Numbers of lines and customers.
  package let data: DataReport
  /// What has changed since the base run, whose other features are reused; nil if none can be.
  let changes: ChangedHistories?
  /// How the lines were read; nil if they were restored from another run.
  let origin: Origin?

  /// What features and labels are about.
  func basis(_ settings: RetentionSettings) -> RevenueBasis {
    settings.features.netOfReturns ? .net(returns) : .gross
  }

  struct Origin: Sendable {
    let findings: IngestFindings
    let readings: [String: FileReading]
    /// Where practically no customer has a second order, a column whose values come back.
    let returning: ReturningColumn?
  }

  /// Why nobody can be told from those who stay, where practically no customer has a second order; nil elsewhere.
  func nobodyCameBack(for stage: StageName) -> ModelStageError? {
    let returning = (0..<histories.customerCount).count { orders.of($0).count > 1 }
    guard Double(returning) <= ModelStageError.fewReturning * Double(customerIDs.count) else { return nil }
    return .nobodyCameBack(
      stage: stage.rawValue, customers: customerIDs.count, returning: returning, other: origin?.returning)
  }
}

/// Removes and flags lines, accounts for every row and amount, and sorts the kept lines into histories.
package struct CleanStage: Stage {
  package let name = StageName.clean
  package let product: String? = "cleaned lines"
  package let reads: [any Stage.Type] = [ValidateStage.self]
  package let writes: [ArtefactPattern] = [
    .file(ArtefactPath.cleaned), .file(ArtefactPath.rejected), .file(ArtefactPath.unreadable),
    .file(ArtefactPath.cleaningStats),
  ]
  package let sections: [any StageReport.Type] = [DataReport.self, ReturnsReport.self]

  package init() {}

  package func run(_ inputs: StageInputs, _ context: StageContext) throws -> CleanedShop {
    var validated = try inputs.take(ValidateStage.self)
    let origin = CleanedShop.Origin(
      findings: validated.lines.findings, readings: validated.lines.readings, returning: validated.returning)
    let wasKept = validated.lines.wasKept
    var source = SourceLines()
    // Moved out, because cleaning only avoids a copy if nothing else refers to the lines.
    swap(&source, &validated.lines.source)
    let cleaned = try context.preparation.clean(consume source, context: context.execution)
    let ledger = cleaned.ledger
    precondition(ledger.reconciles, "the ledger of cleaning reconciles")
    guard ledger.cleaned.rows > 0 else { throw ledger.nothingUsable }
    let report = try write(cleaned, context)
    warnOfUnusedLines(cleaned, wasKept, context)
    tell(cleaned.cancellations, context.journal)
    guard let invoiced = cleaned.invoiced else { preconditionFailure("cleaning adds up what was invoiced") }
    let changes = try changes(cleaned, wasKept, context)
    let (lines, ids) = try (consume cleaned).transactions(context: context.execution)
    let data = DataReport(
      inputRows: ledger.input.rows, cleanedRows: ledger.cleaned.rows, customers: ids.count,
      money: report.files)
    log(data, context)
    return try Self.shop(
      consume lines, ids, context, invoiced: Deferred(invoiced), cleaning: report, data: data, changes: changes,
      origin: origin)
  }

  package func restore(
    from run: PublishedRun, _ inputs: StageInputs, _ context: StageContext
  ) throws -> CleanedShop? {
    let cleaned = try run.existing(ArtefactPath.cleaned, writtenBy: name.rawValue)
    let (lines, ids) = try CleanedDataInput.read(cleaned, memory: context.memory, execution: context.execution)
    guard let data = try run.sections([DataReport.self]).first as? DataReport else {
      throw RunError.damagedArtefact(run: run.name, path: ArtefactPath.metrics)
    }
    return try Self.shop(
      consume lines, ids, context, invoiced: Deferred { try InvoicedSpendInput.read(run, context.execution) },
      cleaning: nil, data: data,
      changes: nil, origin: nil)
  }

  package func reports(of output: CleanedShop) -> [any StageReport] {
    [output.data, ReturnsReport(output.returns.summary)]
  }

  /// Sorts cleaned lines into histories.
  private static func shop(
    _ lines: consuming TransactionLines, _ customerIDs: [String], _ context: StageContext,
    invoiced: Deferred<InvoicedSpend>, cleaning: CleaningReport?, data: DataReport, changes: ChangedHistories?,
    origin: CleanedShop.Origin?
  ) throws -> CleanedShop {
    let execution = context.execution
    guard let (first, last) = try lines.timeSpan(context: execution) else {
      throw ModelStageError.noUsableRows(input: data.inputRows, mainReason: nil, removed: 0)
    }
    let place = context.memory.place(rows: lines.count, width: SortedLines.width)
    let histories = try CustomerHistories(sorting: consume lines, in: place, context: execution)
    return CleanedShop(
      customerIDs: customerIDs,
      idHashes: try execution.map(customerIDs.count) { SHA256.leading64Bits(of: customerIDs[$0]) },
      histories: histories, orders: try OrderTimes(histories, context: execution),
      returns: try ReturnMatches(histories, context: execution),
      calendar: SnapshotCalendar(
        dataStart: first, dataEnd: last, settings: context.settings.features,
        scoring: context.preparation.scoringOverride),
      invoiced: invoiced, cleaning: cleaning, data: data, changes: changes, origin: origin)
  }
}

// MARK: - Artifacts

extension CleanStage {
  private func write(_ cleaned: CleanedLines, _ context: StageContext) throws -> CleaningReport {
    let isHighReturn = try cleaned.highReturnCustomers(
      above: context.settings.cleaning.highReturnRate, context: context.execution)
    let report = CleaningReport(cleaned, highReturnCustomers: isHighReturn.count { $0 })
    let artefacts = context.artefacts
    try artefacts.write(ArtefactPath.cleaned) {
      try CleanedDataOutput(cleaned, isHighReturn: isHighReturn).write(to: $0, execution: context.execution)
    }
    try artefacts.write(ArtefactPath.rejected) {
      try RejectedRowsOutput.write(cleaned, to: $0, execution: context.execution)
    }
    try artefacts.write(json: report, to: ArtefactPath.cleaningStats)
    try artefacts.write(ArtefactPath.unreadable) { try UnreadableCells.write(cleaned.source, to: $0) }
    return report
  }

  private func log(_ data: DataReport, _ context: StageContext) {
    context.journal.info(
      "kept \(grouped(data.cleanedRows)) of \(grouped(data.inputRows)) lines of \(grouped(data.customers)) customers; "
        + (context.artefacts.isDryRun
          ? "nothing is written" : "every removed line is in \(ArtefactPath.rejected)"))
  }
}

extension CleanStage {
  /// How cancellations are told apart, where a prefix says something.
  private func tell(_ evidence: [CancellationRule.Evidence], _ journal: StageJournal) {
    for found in evidence where found.orders > 0 {
      if found.isDoubtful {
        journal.warn(found.sentence)
      } else {
        journal.info(found.sentence)
      }
    }
  }
}

extension CleaningLedger {
  fileprivate var nothingUsable: ModelStageError {
    let most = removed.max { ($0.value.rows, $1.key.rawValue) < ($1.value.rows, $0.key.rawValue) }
    return .noUsableRows(input: input.rows, mainReason: most?.key, removed: most?.value.rows ?? 0)
  }
}

// MARK: - Appending

extension CleanStage {
  /// Warns if most added lines were removed: the totals over all lines would not show it.
  private func warnOfUnusedLines(_ cleaned: CleanedLines, _ wasKept: [Bool], _ context: StageContext) {
    guard context.source.base != nil else { return }
    let added = wasKept.count..<cleaned.source.count
    var removed: [RemovalReason: Int] = [:]
    for row in added {
      if let reason = RemovalReason(rawValue: cleaned.removal[row]) { removed[reason, default: 0] += 1 }
    }
    let count = removed.values.reduce(0, +)
    guard count * 2 > added.count, let most = removed.max(by: { ($0.value, $1.key.name) < ($1.value, $0.key.name) })
    else { return }
    context.journal.warnOnce(
      "\(grouped(count)) of \(grouped(added.count)) added lines are not used, most of them because of "
        + "\(most.key.name); see \(ArtefactPath.rejected)")
  }

  /// What has changed since the base run; nil if its features cannot be reused.
  private func changes(
    _ cleaned: CleanedLines, _ wasKept: [Bool], _ context: StageContext
  ) throws -> ChangedHistories? {
    guard let base = context.source.base, base.contains(ArtefactPath.features) else { return nil }
    guard try base.facts(RunFacts.self).madeWith == Fingerprint(context.configuration) else {
      context.journal.info(
        "settings of cleaning or features differ from those of \(base.name), or the program does: all are computed anew"
      )
      return nil
    }
    let earlier = try base.decode(CleaningReport.self, from: ArtefactPath.cleaningStats)
    let used = cleaned.cancellations.filter(\.isUsed).map(\.prefix)
    guard earlier.cancellationPrefixes.filter(\.isUsed).map(\.prefix) == used else {
      context.journal.info("the added lines change which order ids are cancellations: all features are computed anew")
      return nil
    }
    if context.settings.cleaning.outlierAction == .winsorize {
      // Different bounds can change amounts of any customer.
      guard earlier.outlierBounds == OutlierBoundsReport(cleaned.bounds) else { return nil }
    }
    return try cleaned.changedHistories(since: wasKept, context: context.execution)
  }
}
