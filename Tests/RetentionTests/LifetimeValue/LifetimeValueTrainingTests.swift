import Learning
import Numerics
import Retention
import Settings
import Synchronization
import Tables
import TestSupport
import Testing

@Suite struct LifetimeValueTrainingTests {
  /// So short that no label window ends before the test snapshot.
  private static let lines = MadeShop.lines(days: 370)
  private static let long = MadeShop.lines(days: 620)
  private let input = MadeShop.input(Self.lines)

  private static let small = """
    clv:
      scaled_trees: {num_trees: 20}
      median_trees: {num_trees: 20}
      interval_trees: {num_trees: 20}
    """

  private static let scaled: ScaledTreesLearner = {
    var settings = GradientBoostingSettings(objective: .tweedie(power: 1.7))
    settings.numIterations = 20
    settings.numLeaves = 7
    return ScaledTreesLearner(settings: settings)
  }()

  private func run(
    _ input: ModelInput, _ learner: any LifetimeValueLearner = Self.scaled, horizonDays: Int = 180, folds: Int = 3,
    groups: ValueGroups? = nil
  ) throws -> LifetimeValueOutcome {
    try LifetimeValueTraining(
      settings: try retentionSettings(Self.small + "\n  horizon_days: \(horizonDays)\n").lifetimeValue,
      candidates: [ValueCandidate(name: "model", learner: learner)], windowDays: 180, folds: folds, seed: 5
    ).run(input, groups: groups, context: .threads(2))
  }

  // MARK: - Holdouts

  @Test("nobody is in both the fit and the score fold, at any snapshot, and all test rows are scored")
  func folds() throws {
    let recorder = RecordingValueLearner()
    let outcome = try run(input, recorder, folds: 3)
    #expect(outcome.holdout == "customer")
    let fold = CustomerFolds(count: 3, seed: 5)
    let inFold = { (customer: Int32) in fold.fold(idHash: input.idHashes[Int(customer)]) }
    // The model is the set of customers that it saw: each test customer's is the one that saw nobody of its fold.
    let everybody = Set(outcome.testRows.customers)
    #expect(recorder.fits.count == 4)
    for fit in recorder.fits {
      let missing = Set(everybody.subtracting(fit.training).map(inFold))
      #expect(missing.count <= 1)
      if let held = missing.first {
        #expect(!fit.training.contains { inFold($0) == held })
        #expect(fit.validation.allSatisfy { inFold($0) == held })
      }
    }
    #expect(recorder.fits.filter { everybody.isSubset(of: $0.training) }.count == 1)
    // The recording model says 1 for those it knows.
    #expect(outcome.predictions.expected[0].allSatisfy { $0 == 0 })
    #expect(outcome.bounds.high.allSatisfy { !$0.isNaN } && outcome.predictions.mean.allSatisfy { $0 > 0 })
  }

  @Test("what happens from the test snapshot on changes no model where a time holdout is possible")
  func testLabelsAreNeverUsed() throws {
    let input = MadeShop.input(Self.long)
    let outcome = try run(input)
    #expect(outcome.holdout == "time")
    let scrambled = MadeShop.scrambled(Self.long, from: outcome.testSnapshot, seed: 3)
    let other = try run(MadeShop.input(scrambled))
    #expect(try other.tested.models[0].files == outcome.tested.models[0].files)
    #expect(try other.tested.quantiles.files == outcome.tested.quantiles.files)
    #expect(other.predictions.expected == outcome.predictions.expected)
    #expect(other.bounds.low == outcome.bounds.low || other.champion != outcome.champion)
    #expect(other.scores != outcome.scores)
    let earlier = MadeShop.scrambled(Self.long, from: outcome.testSnapshot.adding(days: -60), seed: 3)
    #expect(try run(MadeShop.input(earlier)).tested.models[0].files != outcome.tested.models[0].files)
  }

  @Test("by time, what scores customers has learned from every finished snapshot, and the tested model has not")
  func refit() throws {
    let input = MadeShop.input(Self.long)
    let recorder = RecordingValueLearner()
    let outcome = try run(input, recorder)
    #expect(outcome.holdout == "time")
    let finished = Set(input.calendar.labelled(horizonDays: 180))
    #expect(recorder.fits.count == 5)
    #expect(recorder.fits.count { Set($0.snapshots) == finished } == 1)
    // The margin is out of folds, so it does not follow what the test has shown.
    let scrambled = MadeShop.input(MadeShop.scrambled(Self.long, from: outcome.testSnapshot, seed: 3))
    #expect(try run(scrambled, RecordingValueLearner()).rule.margin == outcome.rule.margin)
    #expect(recorder.fits.count { $0.snapshots.max()!.adding(days: 180) <= outcome.testSnapshot } == 4)
  }

  // MARK: - Figures

  @Test("the baselines are measured on the same rows: past spend to the cent, and the mean of the train rows")
  func baselines() throws {
    let input = MadeShop.input(Self.long)
    let outcome = try run(input, horizonDays: 120)
    let rows = outcome.testRows
    let block = try #require(input.table.at(outcome.testSnapshot))
    let pastSpend = block.column(.monetaryTotal).map { $0 * 120 / 180 }
    let gross = outcome.predictions.expected[outcome.baselines.lowerBound + 1]
    #expect(outcome.names == ["model", "past-spend", "past-spend-gross"])
    #expect(close(outcome.scores(gross), ValueScores(actual: rows.labels, predicted: pastSpend)))
    #expect(Set(outcome.predictions.mean).count == 1)
    #expect(
      rows.labels
        == input.labels.lifetimeValue(of: rows.customers, at: outcome.testSnapshot, horizonDays: 120))
    let held = zip(rows.labels, zip(outcome.bounds.low, outcome.bounds.high)).count { $0 >= $1.0 && $0 <= $1.1 }
    #expect(outcome.coverage == Double(held) / Double(rows.count))
    #expect(outcome.expected.allSatisfy { $0 >= 0 && $0.isFinite })
    #expect(outcome.scored.expected.allSatisfy { $0 >= 0 && $0.isFinite })
    let report = LifetimeValueReport(outcome, coverageTarget: 0.8)
    #expect(report.coverageByValue.reduce(0) { $0 + $1.n } == rows.count)
    let sum = report.coverageByValue.reduce(0) { $0 + Double($1.n) * ($1.coverage ?? .nan) }
    #expect(abs(sum - Double(held)) < 1e-6)
  }

  @Test("a model that says nothing of value is not acted on: spend as before is, in the scores too, and in words")
  func neverBehind() throws {
    let outcome = try run(input, RecordingValueLearner())
    #expect(outcome.champion == "past-spend" || outcome.champion == "past-spend-gross")
    #expect(outcome.choice.reasons.contains { $0.hasPrefix("model is behind") })
    let scored = try #require(input.table.at(input.calendar.scoring))
    let past = scored.values.column(Feature.monetaryTotal.rawValue)
    for (found, spend) in zip(outcome.scored.expected, past) { #expect(abs(found - spend) < 1e-4) }
  }

  @Test("groups have their own margins, by what they are at each snapshot")
  func groups() throws {
    let lines = MadeShop.lines(customers: 900, days: 370, seed: 8)
    let outcome = try run(MadeShop.input(lines)) { customers, _ in customers.map { $0 % 2 } }
    #expect(Set(outcome.rule.groupMargins.keys) == [0, 1])
    #expect(outcome.rule.groupMargins[0] != outcome.rule.groupMargins[1])
  }

  private func close(_ first: ValueScores, _ second: ValueScores) -> Bool {
    abs(first.mae - second.mae) < 1e-9 && abs(first.rmse - second.rmse) < 1e-9
      && abs(first.spearman - second.spearman) < 1e-9 && abs(first.gini - second.gini) < 1e-9
      && abs(first.level - second.level) < 1e-9
  }

  @Test("metrics of four rows, worked out by hand")
  func scores() {
    let scores = ValueScores(actual: [0, 10, 20, 70], predicted: [10, 10, 30, 40])
    #expect(scores.mae == 12.5)
    #expect(abs(scores.rmse - (275.0).squareRoot()) < 1e-12)
    // Ranks 1 2 3 4 against 1.5 1.5 3 4: covariance 4.5, variances 5 and 4.5.
    #expect(abs(scores.spearman - 4.5 / (5 * 4.5).squareRoot()) < 1e-12)
    // Ties share their values: lifts 7, 9 and 9.5 of 10 against 7, 9 and 10.
    let perfect = ValueScores(actual: [0, 10, 20, 70], predicted: [1, 2, 3, 4])
    #expect(perfect.gini == 1 && scores.gini < 1 && scores.gini > 0.9)
  }

  @Test("customer folds on customers who are alike: the 80 % interval holds about 80 %")
  func coverage() throws {
    let lines = MadeShop.lines(customers: 1500, days: 370, seed: 21)
    let outcome = try run(MadeShop.input(lines), MeanValueLearner())
    #expect(outcome.holdout == "customer" && outcome.testRows.count > 1000)
    #expect(abs(outcome.coverage - 0.8) < 0.04, "\(outcome.coverage)")
    for row in outcome.bounds.p50.indices {
      #expect(outcome.bounds.low[row] <= outcome.bounds.p50[row])
      #expect(outcome.bounds.p50[row] <= outcome.bounds.high[row])
    }
  }

  // MARK: - Bad input

  @Test("data too thin are refused with what is missing; so is a shop without revenue")
  func badInput() throws {
    func failure(_ lines: TransactionLines) -> ModelStageError? {
      do {
        _ = try run(MadeShop.input(lines))
        return nil
      } catch {
        return error as? ModelStageError
      }
    }
    guard case .tooFewCustomers("clv", let found, 50)? = failure(MadeShop.lines(customers: 40)) else {
      Issue.record("40 customers are too few")
      return
    }
    #expect(found < 50)
    guard case .historyTooShort("clv", 180, let missing)? = failure(MadeShop.lines(days: 100)) else {
      Issue.record("100 days are too short")
      return
    }
    #expect(missing > 80)
    var free = Self.lines
    free.unitPrice.withMutableValues { $0.update(repeating: 0) }
    guard case .noRevenue("clv", let rows, 180)? = failure(free) else {
      Issue.record("without revenue there is nothing to learn")
      return
    }
    #expect(rows > 100)
  }
}

/// Remembers whom each fit saw; its models say 1 for these and 0 for others.
private final class RecordingValueLearner: LifetimeValueLearner {
  struct Fit: Sendable {
    let training: Set<Int32>
    let validation: Set<Int32>
    let snapshots: Set<Snapshot>
  }

  private let recorded = Mutex<[Fit]>([])
  var fits: [Fit] { recorded.withLock { $0 } }

  func fit(
    _ training: LabelledRows, validation: LabelledRows, context: ExecutionContext
  ) throws -> any LifetimeValueModel {
    let fit = Fit(
      training: Set(training.customers), validation: Set(validation.customers), snapshots: Set(training.snapshots))
    recorded.withLock { $0.append(fit) }
    return Model(known: fit.training)
  }

  private struct Model: LifetimeValueModel {
    let known: Set<Int32>

    func expectedValue(_ rows: SnapshotRows, context: ExecutionContext) -> [Double] {
      rows.customers.map { known.contains($0) ? 1 : 0 }
    }

    var files: [ModelFile] { [] }
  }
}
