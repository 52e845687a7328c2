import Foundation
import Hashing
import Numerics
package import Retention
package import Runs
import Settings
import Tables
import Text

extension StageName {
  package static let features = StageName("features")
}

/// The features at all snapshots, and those at the scoring snapshot.
package struct CustomerFeatures: Sendable {
  /// Features at all snapshots; where a shop is large, of samples of the customers, except at the scoring snapshot.
  package let table: FeatureTable
  /// Features at the scoring snapshot, one row per scored customer; without rows where nobody can be scored.
  package let scored: SnapshotFeatures
  /// Ids of the scored customers, by row of `scored`.
  package let scoredIDs: [String]

  init(_ table: FeatureTable, of shop: CleanedShop) {
    let scored =
      table.at(shop.calendar.scoring)
      ?? SnapshotFeatures(
        snapshot: shop.calendar.scoring, customers: [], values: Matrix(rows: 0, columns: Feature.count))
    self.table = table
    self.scored = scored
    scoredIDs = scored.customers.map { shop.customerIDs[Int($0)] }
  }

  /// - Throws: `ModelStageError.nobodyToScore` without customers to score.
  ///
  /// - Parameter stage: that goes without; nil for the run as a whole.
  func requireScored(for stage: StageName? = nil) throws(ModelStageError) {
    guard scored.rows == 0 else { return }
    throw .nobodyToScore(stage: stage?.rawValue, snapshot: scored.snapshot, windowDays: table.windowDays)
  }
}

/// Computes the 33 point-in-time features at every snapshot, and checks that none of them uses later data.
package struct FeaturesStage: Stage {
  package let name = StageName.features
  package let product: String? = "features"
  package let reads: [any Stage.Type] = [CleanStage.self]
  package let writes: [ArtefactPattern] = [
    .file(ArtefactPath.features), .file(ArtefactPath.featureMetadata), .file(ArtefactPath.temporalValidation),
  ]

  package init() {}

  package func run(_ inputs: StageInputs, _ context: StageContext) throws -> CustomerFeatures {
    let shop = try inputs(CleanStage.self)
    let (settings, calendar) = (context.settings, shop.calendar)
    let sweep = FeatureSweep(
      windowDays: settings.features.windowDays, minOrders: settings.cleaning.minOrders,
      basis: shop.basis(settings))
    let rows = try sweep.rows(
      of: shop.histories, orders: shop.orders, at: calendar.all, context: context.execution)
    // A day that somebody names can be a mistake; the data's own last day is a fact about the shop.
    if context.thinData == .fails || settings.run.asOf != nil, rows.count(at: [calendar.scoring]) == 0 {
      throw ModelStageError.nobodyToScore(
        stage: nil, snapshot: calendar.scoring, windowDays: sweep.windowDays)
    }
    let (table, ranges, checks) = try features(rows, sweep, of: shop, context)
    let artefacts = context.artefacts
    let configuration = SHA256.digest(of: context.recordedConfiguration.canonicalYAML(.results))
    try artefacts.write(
      json: FeatureMetadata(
        rows, ranges, windowDays: sweep.windowDays, calendar: calendar, configuration: configuration),
      to: ArtefactPath.featureMetadata)
    let report = TemporalValidationReport(checks)
    try artefacts.write(json: report, to: ArtefactPath.temporalValidation)
    if !report.passed { throw TemporalValidationFailure(checks: checks.filter { !$0.passed }) }
    let count = calendar.all.count
    context.journal.info(
      "33 features of \(grouped(rows.count)) customer rows at \(count) \(count == 1 ? "snapshot" : "snapshots"), "
        + "\(calendar.all[0]) to \(calendar.scoring)")
    return CustomerFeatures(table, of: shop)
  }

  /// Computes, writes and checks the features of some snapshots at a time, and keeps the rows that models read.
  ///
  /// - Returns: what is kept; the ranges of all rows; the checks that no feature or label uses data from the wrong side
  ///   of its snapshot.
  private func features(
    _ rows: FeatureRows, _ sweep: FeatureSweep, of shop: CleanedShop, _ context: StageContext
  ) throws -> (table: FeatureTable, ranges: FeatureRanges, checks: [TemporalValidation.Check]) {
    let (settings, execution) = (context.settings, context.execution)
    let keep = try rowsToKeep(of: rows, shop, context)
    var validation = TemporalValidationPass(
      TemporalValidation(
        sampleSize: settings.features.validationSampleSize,
        injectedLines: settings.features.validationInjectedLines, seed: context.seed),
      of: rows, windowDays: sweep.windowDays, histories: shop.histories, minOrders: settings.cleaning.minOrders,
      isNet: settings.features.netOfReturns)
    let earlier = try EarlierFeatures(of: shop, context)
    let writer = try context.artefacts.url(for: ArtefactPath.features).map {
      FeatureStore.Writer($0, windowDays: sweep.windowDays, customerIDs: shop.customerIDs, context: execution)
    }
    var ranges = FeatureRanges()
    var kept: [SnapshotFeatures] = []
    for group in rows.groups(ofRows: context.memory.rows(width: Feature.count * MemoryLayout<Double>.size)) {
      let blocks = try earlier.blocks(rows[group], sweep, shop.histories, execution)
      try writer?.write(blocks)
      for block in blocks {
        try ranges.add(block, context: execution)
        try validation.look(at: block, context: execution)
        kept.append(try keep.kept(of: block, context: execution.quiet))
      }
    }
    try writer?.close()
    if let run = earlier.run {
      context.journal.info(
        "\(grouped(earlier.reused)) of \(grouped(rows.count)) rows of features are those of the run \(run.name); the "
          + "others were computed")
    }
    let horizons = [("churn", settings.churn.horizonDays), ("clv", settings.lifetimeValue.horizonDays)]
    let checks = validation.checks(
      calendar: shop.calendar, holdouts: horizons.map { ($0.0, $0.1, Holdout(shop.calendar, horizonDays: $0.1)) })
    return (FeatureTable(windowDays: sweep.windowDays, snapshots: kept), ranges, checks)
  }

  private func rowsToKeep(
    of rows: FeatureRows, _ shop: CleanedShop, _ context: StageContext
  ) throws(Cancelled) -> RowsToKeep {
    let settings = context.settings
    var tests: Set<Snapshot> = []
    var training: [[Snapshot]] = []
    let months = settings.models.trainingMonths
    for days in [settings.churn.horizonDays, settings.lifetimeValue.horizonDays] {
      switch Holdout(shop.calendar, horizonDays: days) {
      case .time(let train, let test), .customers(let train, let test):
        tests.insert(test)
        let finished = shop.calendar.labelled(horizonDays: days)
        training += [train.within(months: months), finished.within(months: months)]
      case .none: break
      }
    }
    return try RowsToKeep(
      of: rows, scoring: shop.calendar.scoring, tests: tests, training: training,
      limits: (settings.models.maxTrainingRows, settings.models.maxTestRows), idHashes: shop.idHashes,
      seed: context.seed, context: context.execution.quiet)
  }

  package func restore(
    from run: PublishedRun, _ inputs: StageInputs, _ context: StageContext
  ) throws -> CustomerFeatures? {
    guard let shop = inputs.ifPresent(CleanStage.self) else { return nil }
    let store = try run.existing(ArtefactPath.features, writtenBy: name.rawValue)
    let table = try FeatureStore.read(store, customerIDs: shop.customerIDs, context: context.execution)
    return CustomerFeatures(table, of: shop)
  }
}

/// Features of the base run, whose rows are reused where nothing has changed.
private final class EarlierFeatures {
  /// nil where nothing can be reused.
  let run: PublishedRun?
  private let changes: ChangedHistories?
  private let store: FeatureStore.Reader?
  /// Rows reused so far.
  private(set) var reused = 0

  /// - Throws: `RunError` where the base run lacks its features; `TableError`.
  init(of shop: CleanedShop, _ context: StageContext) throws {
    guard let base = context.source.base, let changes = shop.changes else {
      (run, self.changes, store) = (nil, nil, nil)
      return
    }
    run = base
    self.changes = changes
    store = try FeatureStore.Reader(
      base.existing(ArtefactPath.features, writtenBy: StageName.features.rawValue), customerIDs: shop.customerIDs,
      context: context.execution)
  }

  /// Some rows, computed where they cannot be reused.
  ///
  /// - Parameter rows: at later snapshots than those before.
  func blocks(
    _ rows: FeatureRows, _ sweep: FeatureSweep, _ histories: CustomerHistories, _ context: ExecutionContext
  ) throws -> [SnapshotFeatures] {
    guard let store, let changes, let last = rows.snapshots.last else {
      return try sweep.blocks(rows, of: histories, context: context)
    }
    return try sweep.blocks(rows, of: histories, reusing: changes, context: context) { reuse in
      try store.offer(upTo: last, to: reuse)
      reused += reuse.rows
    }
  }
}
