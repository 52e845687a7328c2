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
  /// Features at all snapshots; where a shop is large, of a sample of the customers at those that are only learned from.
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
    let table = try features(sweep, of: shop, context)
    let output = CustomerFeatures(table, of: shop)
    // A day that somebody names can be a mistake; the data's own last day is a fact about the shop.
    if context.thinData == .fails || context.settings.run.asOf != nil { try output.requireScored() }
    let artefacts = context.artefacts
    try artefacts.write(ArtefactPath.features) {
      try FeatureStore.write(table, customerIDs: shop.customerIDs, to: $0, context: context.execution)
    }
    let configuration = SHA256.digest(of: context.recordedConfiguration.canonicalYAML(.results))
    try artefacts.write(
      json: FeatureMetadata(table, calendar: calendar, configuration: configuration),
      to: ArtefactPath.featureMetadata)
    try validate(table, shop, context)
    let count = calendar.all.count
    context.journal.info(
      "33 features of \(grouped(table.rows)) customer rows at \(count) \(count == 1 ? "snapshot" : "snapshots"), "
        + "\(calendar.all[0]) to \(calendar.scoring)")
    return try CustomerFeatures(thinned(table, shop, context), of: shop)
  }

  /// Without the rows that no model reads.
  private func thinned(_ table: FeatureTable, _ shop: CleanedShop, _ context: StageContext) throws -> FeatureTable {
    let settings = context.settings
    var complete: Set<Snapshot> = [shop.calendar.scoring]
    var training: [[Snapshot]] = []
    let months = settings.models.trainingMonths
    for days in [settings.churn.horizonDays, settings.lifetimeValue.horizonDays] {
      switch Holdout(shop.calendar, horizonDays: days) {
      case .time(let train, let test), .customers(let train, let test):
        complete.insert(test)
        let finished = shop.calendar.labelled(horizonDays: days)
        training += [train.within(months: months), finished.within(months: months)]
      case .none: break
      }
    }
    return try table.thinned(
      complete: complete, training: training, limit: settings.models.maxTrainingRows,
      idHashes: shop.idHashes, seed: context.seed,
      context: context.execution.quiet)
  }

  package func restore(
    from run: PublishedRun, _ inputs: StageInputs, _ context: StageContext
  ) throws -> CustomerFeatures? {
    guard let shop = inputs.ifPresent(CleanStage.self) else { return nil }
    let store = try run.existing(ArtefactPath.features, writtenBy: name.rawValue)
    let table = try FeatureStore.read(store, customerIDs: shop.customerIDs, context: context.execution)
    return CustomerFeatures(table, of: shop)
  }

  /// Computes the features, reusing rows of the base run where nothing has changed.
  private func features(
    _ sweep: FeatureSweep, of shop: CleanedShop, _ context: StageContext
  ) throws -> FeatureTable {
    let (histories, orders, snapshots) = (shop.histories, shop.orders, shop.calendar.all)
    guard let base = context.source.base, let changes = shop.changes else {
      return try sweep.features(of: histories, orders: orders, at: snapshots, context: context.execution)
    }
    var reused = 0
    let table = try sweep.features(
      of: histories, orders: orders, at: snapshots, reusing: changes, context: context.execution
    ) { reuse in
      try FeatureStore.reuse(
        base.existing(ArtefactPath.features, writtenBy: name.rawValue), customerIDs: shop.customerIDs, in: reuse,
        context: context.execution)
      reused = reuse.rows
    }
    context.journal.info(
      "\(grouped(reused)) of \(grouped(table.rows)) rows of features are those of the run \(base.name); the others "
        + "were computed")
    return table
  }

  /// Checks that no feature or label uses data from the wrong side of its snapshot, and writes the result.
  ///
  /// - Throws: `TemporalValidationFailure`.
  private func validate(_ table: FeatureTable, _ shop: CleanedShop, _ context: StageContext) throws {
    let settings = context.settings
    let validation = TemporalValidation(
      sampleSize: settings.features.validationSampleSize,
      injectedLines: settings.features.validationInjectedLines, seed: context.seed)
    let horizons = [("churn", settings.churn.horizonDays), ("clv", settings.lifetimeValue.horizonDays)]
    let checks = try validation.checks(
      of: table, calendar: shop.calendar, histories: shop.histories, minOrders: settings.cleaning.minOrders,
      isNet: settings.features.netOfReturns,
      holdouts: horizons.map { ($0.0, $0.1, Holdout(shop.calendar, horizonDays: $0.1)) },
      context: context.execution)
    let report = TemporalValidationReport(checks)
    try context.artefacts.write(json: report, to: ArtefactPath.temporalValidation)
    if !report.passed { throw TemporalValidationFailure(checks: checks.filter { !$0.passed }) }
  }
}
