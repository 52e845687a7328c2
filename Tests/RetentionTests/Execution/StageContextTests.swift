import Learning
import Numerics
import Retention
import Settings
import TestSupport
import Testing

@Suite("Stages in a context") struct StageContextTests {
  /// So short that no label window ends before the test snapshot, and long enough for one.
  private static let inputs = [MadeShop.input(MadeShop.lines(days: 370)), MadeShop.input(MadeShop.lines(days: 620))]

  private static func trees(_ objective: GradientBoostingObjective) -> GradientBoostingSettings {
    var settings = GradientBoostingSettings(objective: objective)
    settings.numIterations = 30
    settings.numLeaves = 7
    settings.learningRate = 0.3
    settings.earlyStoppingRounds = 4
    return settings
  }

  @Test("churn: all fits of each model are expected from the beginning, in every fold", arguments: [0, 1])
  func churn(shop: Int) throws {
    let settings = try retentionSettings("").churn
    let candidates = [
      ChurnCandidate(
        name: "gbdt",
        kind: .learner(BoostedChurnLearner(settings: Self.trees(.logistic), classWeights: .balanced))),
      ChurnCandidate(name: "logistic", kind: .learner(try ChurnLearners.logistic())),
      ChurnCandidate(name: "stack", kind: .stack(l2: 1)),
    ]
    let stage = ChurnTraining(settings: settings, candidates: candidates, folds: 3, seed: 5)
    let first = RecordedUpdates()
    let outcome = try stage.run(Self.inputs[shop], context: .watched(by: first))
    // Five folds and the fit that is kept, in each of three folds and for all; or, by time, one fit more for scoring.
    #expect(first.largestExpected("trees") == 30 * (outcome.holdout == "customer" ? 6 * 4 : 6 + 1))
    try expectContract(units: ["trees"]) { try stage.run(Self.inputs[shop], context: $0).testProbabilities }
  }

  @Test("lifetime value: all fits are expected from the beginning, in every fold", arguments: [0, 1])
  func lifetimeValue(shop: Int) throws {
    let settings = try retentionSettings(
      "clv: {median_trees: {num_trees: 10}, interval_trees: {num_trees: 20}}"
    ).lifetimeValue
    let candidates = [
      ValueCandidate(
        name: "gbdt",
        learner: BoostedValueLearner(
          settings: Self.trees(.tweedie(power: 1.5)), window: ObservedWindow(windowDays: 180, dataStart: 0))),
      ValueCandidate(name: "scale", learner: ScaleLearner()),
    ]
    let stage = LifetimeValueTraining(settings: settings, candidates: candidates, windowDays: 180, folds: 3, seed: 5)
    let first = RecordedUpdates()
    let outcome = try stage.run(Self.inputs[shop], context: .watched(by: first))
    // The model, the median and three quantiles: in three folds and for all; or, by time, one fit more for scoring.
    #expect(first.largestExpected("trees") == (30 + 10 + 3 * 20) * (outcome.holdout == "customer" ? 4 : 5))
    try expectContract(units: ["trees"]) { context in
      let found = try stage.run(Self.inputs[shop], context: context)
      return [found.expected, found.bounds.low, found.bounds.p50, found.bounds.high, found.scored.expected]
    }
  }

  @Test("segments, and what they are worth")
  func segmentation() throws {
    let block = try #require(Self.inputs[1].table.snapshots.last)
    let histories = try CustomerHistories(sorting: MadeShop.lines(days: 620), context: .serial)
    let stage = KMeansSegmentation(
      settings: try retentionSettings("segmentation: {bootstrap_samples: 4}").segmentation,
      features: [.recencyDays, .frequencyCount, .monetaryTotal], seed: 3)
    try expectContract(units: ["starts", "rows", "resamples"]) { try stage.clusters(of: block, context: $0).labels }
    try expectContract(units: ["evaluations", "rows"]) {
      try BuyTillYouDieFit(
        histories: histories, at: block.snapshot, horizonDays: 90,
        settings: retentionSettings("").lifetimeValue.buyTillYouDie, context: $0
      ).expectedValue
    }
  }
}

extension ExecutionContext {
  fileprivate static func watched(by updates: RecordedUpdates) -> ExecutionContext {
    ExecutionContext(parallelism: .serial, progress: updates.sink)
  }
}

/// Expects of work in a context what every learner promises.
private func expectContract<Result: Equatable>(
  units: [String], sourceLocation: SourceLocation = #_sourceLocation,
  _ work: @escaping (ExecutionContext) throws -> Result
) throws {
  #expect(try ContextContract(work).violations(units: units) == [], sourceLocation: sourceLocation)
}
