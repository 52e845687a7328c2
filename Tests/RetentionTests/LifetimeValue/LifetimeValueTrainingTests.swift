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

  private static var trees: GradientBoostingSettings {
    var settings = GradientBoostingSettings(objective: .tweedie(power: 1.5))
    settings.numIterations = 30
    settings.numLeaves = 7
    settings.earlyStoppingRounds = 10
    return settings
  }

  private static func boosted(_ lines: TransactionLines) -> BoostedValueLearner {
    BoostedValueLearner(
      settings: trees, window: ObservedWindow(windowDays: 180, dataStart: lines.time.min() ?? 0))
  }

  private func run(
    _ input: ModelInput, _ learner: any LifetimeValueLearner, _ yaml: String = "", folds: Int = 3
  ) throws -> LifetimeValueOutcome {
    try LifetimeValueTraining(
      settings: try retentionSettings(yaml).lifetimeValue, learner: learner, trees: Self.trees, windowDays: 180,
      folds: folds, seed: 5
    ).run(input, context: .threads(2))
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
      let seen = fit.training.union(fit.validation)
      #expect(fit.training.isDisjoint(with: fit.validation))
      let missing = Set(everybody.subtracting(seen).map(inFold))
      #expect(missing.count <= 1)
      if let held = missing.first { #expect(!seen.contains { inFold($0) == held }) }
    }
    #expect(recorder.fits.filter { everybody.isSubset(of: $0.training.union($0.validation)) }.count == 1)
    // The recording model says 1 for those it knows.
    #expect(outcome.predictions.expected.allSatisfy { $0 == 0 })
    #expect(outcome.predictions.p90.allSatisfy { !$0.isNaN } && outcome.predictions.mean.allSatisfy { $0 > 0 })
  }

  @Test("what happens from the test snapshot on changes no model where a time holdout is possible")
  func testLabelsAreNeverUsed() throws {
    let input = MadeShop.input(Self.long)
    let outcome = try run(input, Self.boosted(Self.long))
    #expect(outcome.holdout == "time")
    let scrambled = MadeShop.scrambled(Self.long, from: outcome.testSnapshot, seed: 3)
    let other = try run(MadeShop.input(scrambled), Self.boosted(scrambled))
    #expect(try other.fit.expected.files == outcome.fit.expected.files)
    #expect(try other.fit.intervals.files == outcome.fit.intervals.files)
    #expect(other.fit.intervals.adjustment == outcome.fit.intervals.adjustment)
    #expect(other.predictions.expected == outcome.predictions.expected)
    #expect(other.scores != outcome.scores)
    let earlier = MadeShop.scrambled(Self.long, from: outcome.testSnapshot.adding(days: -60), seed: 3)
    #expect(try run(MadeShop.input(earlier), Self.boosted(earlier)).fit.expected.files != outcome.fit.expected.files)
  }

  @Test("who trains, stops and calibrates is the same at every snapshot, and nobody does two of it")
  func parts() throws {
    let settings = try retentionSettings("clv: {calibration_share: 0.3}").lifetimeValue
    let parts = LifetimeValueParts(input, settings, seed: 5)
    let customers = (0..<500).map { Int32($0) }
    #expect(!customers.contains { parts.calibrates($0) && parts.stops($0) })
    #expect(abs(customers.count { parts.calibrates($0) } - 150) < 40)
    #expect(abs(customers.count { parts.stops($0) } - 100) < 35)
    let again = LifetimeValueParts(MadeShop.input(MadeShop.lines(seed: 2)), settings, seed: 5)
    #expect(customers.filter { parts.stops($0) } == customers.filter { again.stops($0) })
  }

  // MARK: - Figures

  @Test("the baselines are measured on the same rows: past spend to the cent, and the mean of the train rows")
  func baselines() throws {
    let input = MadeShop.input(Self.long)
    let outcome = try run(input, Self.boosted(Self.long), "clv: {horizon_days: 120}")
    let rows = outcome.testRows
    let pastSpend = rows.features.column(Feature.monetaryTotal.rawValue).map { $0 * 120 / 180 }
    #expect(close(outcome.pastSpendScores, ValueScores(actual: rows.labels, predicted: pastSpend)))
    #expect(outcome.meanScores.mae == mae(predicted: outcome.predictions.mean, actual: rows.labels))
    #expect(Set(outcome.predictions.mean).count == 1)
    #expect(
      rows.labels
        == input.labels.lifetimeValue(of: rows.customers, at: outcome.testSnapshot, horizonDays: 120))
    let held = zip(rows.labels, zip(outcome.predictions.p10, outcome.predictions.p90))
      .count { $0 >= $1.0 && $0 <= $1.1 }
    #expect(outcome.coverage == Double(held) / Double(rows.count))
    #expect(outcome.predictions.expected.allSatisfy { $0 >= 0 && $0.isFinite })
  }

  private func close(_ first: ValueScores, _ second: ValueScores) -> Bool {
    abs(first.mae - second.mae) < 1e-9 && abs(first.rmse - second.rmse) < 1e-9
      && abs(first.spearman - second.spearman) < 1e-9 && abs(first.gini - second.gini) < 1e-9
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
    for row in outcome.predictions.p50.indices {
      #expect(outcome.predictions.p10[row] <= outcome.predictions.p50[row])
      #expect(outcome.predictions.p50[row] <= outcome.predictions.p90[row])
    }
  }

  // MARK: - Bad input

  @Test("data too thin are refused with what is missing; so is a shop without revenue")
  func badInput() throws {
    func failure(_ lines: TransactionLines) -> ModelStageError? {
      do {
        _ = try run(MadeShop.input(lines), Self.boosted(lines))
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
  }

  private let recorded = Mutex<[Fit]>([])
  var fits: [Fit] { recorded.withLock { $0 } }

  func fit(
    _ training: LabelledRows, validation: LabelledRows, context: ExecutionContext
  ) throws -> any LifetimeValueModel {
    let fit = Fit(training: Set(training.customers), validation: Set(validation.customers))
    recorded.withLock { $0.append(fit) }
    return Model(known: fit.training.union(fit.validation))
  }

  private struct Model: LifetimeValueModel {
    let known: Set<Int32>

    func expectedValue(_ rows: SnapshotRows, context: ExecutionContext) -> [Double] {
      rows.customers.map { known.contains($0) ? 1 : 0 }
    }

    var files: [ModelFile] { [] }
  }
}
