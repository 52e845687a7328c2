import Learning
import Numerics
import Retention
import TestSupport
import Testing

@Suite struct BoostedValueTests {
  private let training = MadeRows.value(1500, seed: 1).rows
  private let validation = MadeRows.value(500, firstCustomer: 2000, seed: 2).rows

  private func model(
    _ training: LabelledRows? = nil, objective: GradientBoostingObjective = .tweedie(power: 1.5), trees: Int = 60
  ) throws -> BoostedValueModel {
    var settings = GradientBoostingSettings(objective: objective)
    settings.numIterations = trees
    settings.numLeaves = 7
    settings.earlyStoppingRounds = 10
    let learner = BoostedValueLearner(settings: settings, window: ObservedWindow(windowDays: 180, dataStart: 0))
    let model = try learner.fit(training ?? self.training, validation: validation, context: .serial)
    return try #require(model as? BoostedValueModel)
  }

  private func rows(_ rows: LabelledRows) -> SnapshotRows {
    SnapshotRows(
      features: rows.features, customers: rows.customers, snapshot: Snapshot(day: 18_500), spend: rows.spend)
  }

  @Test("expected values are near the mean that the law has, and far better than one mean for all")
  func accuracy() throws {
    let fresh = MadeRows.value(3000, firstCustomer: 9000, seed: 3)
    let expected = try model().expectedValue(rows(fresh.rows), context: .serial)
    let spearman = spearman(expected, fresh.rows.column(.monetaryTotal)) ?? 0
    #expect(spearman > 0.9)
    let sum = expected.reduce(0, +) / fresh.rows.labels.reduce(0, +)
    #expect(abs(sum - 1) < 0.15)
  }

  @Test("a prediction is scale times ratio, at least 0 and at most what training saw")
  func arithmetic() throws {
    let model = try model()
    #expect(model.limit == training.labels.max())
    #expect(model.scale.slope > 0.1)
    let fresh = rows(MadeRows.value(300, seed: 4).rows)
    let spend = fresh.features.column(Feature.monetaryTotal.rawValue).map(Double.init)
    let ratios = try model.model.predict(
      fresh.features, context: .serial)
    let expected = zip(ratios, try model.scale.scales(of: spend, context: .serial)).map {
      min(max(0, $0 * $1), model.limit)
    }
    #expect(try model.expectedValue(fresh, context: .serial) == expected)
    var giant = fresh.features
    for row in 0..<300 { giant[row, Feature.monetaryTotal.rawValue] = 1e9 }
    let bounded = try model.expectedValue(
      SnapshotRows(features: giant, customers: fresh.customers, snapshot: fresh.snapshot), context: .serial)
    #expect(bounded.allSatisfy { $0 <= model.limit })
  }

  @Test("squared error knows no scale")
  func squaredError() throws {
    #expect(try model(objective: .squaredError).scale == .flat)
  }

  @Test("early stopping looks at the stopping customers alone; a refit has the mean number of trees of the folds")
  func earlyStopping() throws {
    let first = try model(trees: 400)
    let trees = first.model.bestIteration
    #expect(trees < 390)
    var settings = GradientBoostingSettings(objective: .tweedie(power: 1.5))
    settings.numIterations = 400
    settings.numLeaves = 7
    settings.earlyStoppingRounds = 10
    let learner = BoostedValueLearner(settings: settings, window: ObservedWindow(windowDays: 180, dataStart: 0))
    let again = try learner.refit(training, like: [first, try model(trees: 10)], context: .serial)
    #expect(again.boostingRounds == (trees + 10 + 1) / 2)
    var noise = training
    noise.labels = noise.labels.indices.map { 100 * Double($0 % 2) }
    #expect(try model(noise, trees: 400).model.bestIteration < trees)
  }

  @Test("spend as before, and the mean")
  func baselines() throws {
    let fresh = rows(validation)
    for (basis, column) in [(PastSpendLearner.Basis.net, SpendColumn.net), (.gross, .gross)] {
      let past = try PastSpendLearner(basis).fit(training, validation: validation, context: .serial)
      #expect(try past.expectedValue(fresh, context: .serial) == validation.spend?.column(column))
    }
    let mean = try MeanValueLearner().fit(training, validation: validation, context: .serial)
    let value = try mean.expectedValue(fresh, context: .serial)
    #expect(value.allSatisfy { abs($0 - training.labels.reduce(0, +) / 1500) < 1e-9 } && value.count == 500)
  }
}
