import Foundation
import Numerics
import Retention
import Settings
import Tables

extension StageRunner {
  mutating func computeFeatures() throws {
    guard let histories = state.histories, let orders = state.orders, let calendar = state.calendar else { return }
    let sweep = FeatureSweep(windowDays: settings.features.windowDays, minOrders: settings.cleaning.minOrders)
    let table = try features(sweep, of: histories, orders, calendar)
    state.features = table
    try startScores()
    try write(ArtefactPath.features) {
      try FeatureStore.write(table, customerIDs: state.customerIDs, to: $0, parallelism: parallelism)
    }
    try write(ArtefactPath.featureMetadata, FeatureMetadata.json(table, calendar: calendar, configuration: configHash))
    try validateTemporally(table, calendar, histories)
    log.info(
      "33 features of \(grouped(table.rows)) customer rows at \(calendar.all.count) "
        + "\(calendar.all.count == 1 ? "snapshot" : "snapshots"), "
        + "\(calendar.all[0]) to \(calendar.scoring)", stage: .features)
  }

  /// Rows of the run that lines are added to stay as they are where nothing has changed.
  private func features(
    _ sweep: FeatureSweep, of histories: CustomerHistories, _ orders: OrderTimes, _ calendar: SnapshotCalendar
  ) throws -> FeatureTable {
    guard let base = request.source.base, let changes = state.changes else {
      return try sweep.features(of: histories, orders: orders, at: calendar.all, context: context)
    }
    var taken = 0
    let table = try sweep.features(
      of: histories, orders: orders, at: calendar.all, reusing: changes, context: context
    ) { reuse in
      try FeatureStore.reuse(
        base.existing(ArtefactPath.features, writtenBy: "features"), customerIDs: state.customerIDs, in: reuse,
        parallelism: parallelism, interruption: interruption)
      taken = reuse.rows
    }
    log.info(
      "\(grouped(taken)) of \(grouped(table.rows)) rows of features are those of the run \(base.name); the others "
        + "were computed", stage: .features)
    return table
  }

  /// Opens the table of scores with the customers of the scoring snapshot.
  mutating func startScores() throws {
    guard let table = state.features, let calendar = state.calendar else { return }
    guard let block = table.at(calendar.scoring), block.rows > 0 else {
      throw ModelStageError.nobodyToScore(snapshot: calendar.scoring, windowDays: settings.features.windowDays)
    }
    state.scores = ScoreTable(features: block, customerIDs: state.customerIDs)
  }

  private var configHash: String {
    SHA256.digest(of: request.recordedConfiguration.canonicalYAML(.results)).hex
  }

  private func validateTemporally(
    _ table: FeatureTable, _ calendar: SnapshotCalendar, _ histories: CustomerHistories
  ) throws {
    let validation = TemporalValidation(
      sampleSize: settings.features.validationSampleSize,
      injectedLines: settings.features.validationInjectedLines, seed: seed)
    let horizons = [("churn", settings.churn.horizonDays), ("clv", settings.lifetimeValue.horizonDays)]
    let checks = try validation.checks(
      of: table, calendar: calendar, histories: histories, minOrders: settings.cleaning.minOrders,
      holdouts: horizons.map { ($0.0, $0.1, Holdout(calendar, horizonDays: $0.1)) }, context: context)
    let failed = checks.filter { !$0.passed }
    try write(
      ArtefactPath.temporalValidation,
      [
        "passed": .bool(failed.isEmpty),
        "checks": .array(
          checks.map {
            [
              "name": .string($0.name), "passed": .bool($0.passed), "compared": .integer($0.compared),
              "violations": .integer($0.violations), "detail": .string($0.detail),
            ]
          }),
      ])
    if !failed.isEmpty { throw TemporalValidationFailure(checks: failed) }
  }
}

/// `data/feature_metadata.json`: the catalogue, with lineage.
enum FeatureMetadata {
  static func json(_ table: FeatureTable, calendar: SnapshotCalendar, configuration: String) -> JSONValue {
    [
      "created_at": .string(Timestamp.now.description),
      "config_sha256": .string(configuration),
      "source": .string(ArtefactPath.cleaned),
      "window_days": .integer(table.windowDays),
      "data_start": .string(timestampString(calendar.dataStart)),
      "data_end": .string(timestampString(calendar.dataEnd)),
      "scoring_snapshot": .string(calendar.scoring.description),
      "snapshots": .array(
        table.snapshots.map {
          ["snapshot_date": .string($0.snapshot.description), "customers": .integer($0.rows)]
        }),
      "features": .array(Feature.allCases.map { feature(feature: $0, table) }),
    ]
  }

  private static func feature(feature: Feature, _ table: FeatureTable) -> JSONValue {
    var (count, nulls, sum, low, high) = (0, 0, 0.0, Double.infinity, -Double.infinity)
    for block in table.snapshots {
      block.values.withColumn(feature.rawValue) { values in
        for value in values {
          if value.isNaN {
            nulls += 1
          } else {
            count += 1
            sum += value
            low = min(low, value)
            high = max(high, value)
          }
        }
      }
    }
    let description = feature.description
    return [
      "name": .string(description.name), "type": .string(description.type.rawValue), "unit": .string(description.unit),
      "group": .string(description.group), "meaning": .string(description.meaning),
      "null_rule": description.nullRule.map { .string($0) } ?? .string("never null"), "nulls": .integer(nulls),
      "min": .number(low), "mean": .number(sum / Double(count)), "max": .number(high),
    ]
  }
}

/// A feature or a split that knows the future: a mistake of ours that no run may hide.
struct TemporalValidationFailure: Error, CustomStringConvertible {
  let checks: [TemporalValidation.Check]

  var description: String {
    let what = checks.map { "\($0.name) (\($0.violations) of \($0.compared): \($0.detail))" }
    return "temporal validation failed: \(what.joined(separator: "; ")); nothing was published, please report this."
  }
}
