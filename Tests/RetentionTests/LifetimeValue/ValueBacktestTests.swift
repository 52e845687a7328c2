import Learning
import Numerics
import Retention
import Synchronization
import TestSupport
import Testing

@Suite("Backtests of lifetime value") struct ValueBacktestTests {
  private static let lines = MadeShop.lines(customers: 300)

  private static func training(
    horizon: Int = 60, months: Int? = nil, learner: any LifetimeValueLearner = ScaleLearner()
  ) throws -> LifetimeValueTraining {
    let settings = try retentionSettings(
      """
      clv:
        scaled_trees: {num_trees: 20}
        median_trees: {num_trees: 20}
        interval_trees: {num_trees: 20}
        horizon_days: \(horizon)
      """
    ).lifetimeValue
    return LifetimeValueTraining(
      settings: settings, candidates: [ValueCandidate(name: "scale", learner: learner)], windowDays: 180,
      folds: 3, seed: 5, trainingMonths: months)
  }

  /// One group for even customers, one for odd ones.
  private static let groups: ValueGroups = { customers, _ in customers.map { $0 % 2 } }

  private func report(
    _ lines: TransactionLines = Self.lines, horizon: Int = 60, threads: Int = 1
  ) throws -> ValueBacktestReport {
    try ValueBacktest(Self.training(horizon: horizon)).run(
      MadeShop.input(lines), groups: Self.groups, context: .threads(threads))
  }

  @Test("every snapshot with an outcome, and with others whose outcomes it knew, is tested; the last as in a run")
  func origins() throws {
    let report = try report()
    let input = MadeShop.input(Self.lines)
    let labelled = input.calendar.labelled(horizonDays: 60)
    let usable = labelled.filter { test in labelled.contains { $0.adding(days: 60) <= test } }
    #expect(report.origins.map(\.snapshot) == usable.map(\.description) && usable.count >= 6)
    for (origin, test) in zip(report.origins, usable) {
      #expect(origin.trainSnapshots == labelled.count { $0.adding(days: 60) <= test })
      #expect(origin.n > 30 && origin.candidates.keys.sorted() == ["past-spend", "past-spend-gross", "scale"])
      #expect(origin.candidates["past-spend"]?.rmse == 1 && origin.candidates["past-spend"]?.mae == 1)
      let own = try #require(origin.candidates[origin.model])
      #expect(own.rmse == origin.errors.rmse.flatMap { own in origin.pastSpendNet.rmse.map { own / $0 } })
    }
    let outcome = try Self.training().run(input, groups: Self.groups, context: .serial)
    let last = try #require(report.origins.last)
    #expect(outcome.holdout == "time" && last.snapshot == outcome.testSnapshot.description)
    #expect(last.errors.rmse == outcome.scores.rmse && last.errors.level == outcome.scores.level)
    #expect(last.coverage == outcome.coverage && last.model == outcome.champion)
    #expect(try self.report(threads: 3) == report)
  }

  @Test("what happened later changes no test whose outcome was known before")
  func pointInTime() throws {
    let before = try report().origins
    let from = Snapshot(day: MadeShop.firstDay + 300)
    let after = try report(MadeShop.scrambled(Self.lines, from: from, seed: 3)).origins
    let isKnown = { (origin: ValueBacktestReport.Origin) in Snapshot(origin.snapshot).adding(days: 60) <= from }
    #expect(before.filter(isKnown) == after.filter(isKnown) && before.contains(where: isKnown))
    #expect(before.last != after.last)
  }

  /// Remembers at which snapshots the rows of its fits are.
  private final class Spy: LifetimeValueLearner {
    let seen = Mutex<[Set<Snapshot>]>([])

    func fit(
      _ training: LabelledRows, validation: LabelledRows, context: ExecutionContext
    ) throws -> any LifetimeValueModel {
      seen.withLock { $0.append(Set(training.snapshots)) }
      return try ScaleLearner().fit(training, validation: validation, context: context)
    }
  }

  @Test("the training window limits what is learned from, in backtests, for the test and for what scores customers")
  func trainingMonths() throws {
    let input = MadeShop.input(Self.lines)
    let backtest = try ValueBacktest(Self.training(months: 3)).run(input, groups: Self.groups, context: .serial)
    #expect(backtest.origins.map(\.trainSnapshots).max() == 3)
    #expect(try report().origins.map(\.trainSnapshots).max() ?? 0 > 3)
    let spy = Spy()
    let outcome = try Self.training(months: 3, learner: spy).run(input, groups: Self.groups, context: .serial)
    let labelled = input.calendar.labelled(horizonDays: 60)
    let sets = Set(spy.seen.withLock { $0 })
    #expect(
      sets == [Set(labelled.filter { $0.adding(days: 60) <= outcome.testSnapshot }.suffix(3)), Set(labelled.suffix(3))])
    let last = try #require(backtest.origins.last)
    #expect(last.errors.rmse == outcome.scores.rmse && last.coverage == outcome.coverage)
  }

  @Test("the level band is the root mean square of the level less 1, and unknown with fewer than four tests")
  func levelBand() throws {
    let report = try report()
    let errors = report.origins.compactMap(\.errors.level).map { $0 - 1 }
    let band = (errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)).squareRoot()
    #expect(abs((report.levelBand ?? 0) - band) < 1e-15)
    let few = ValueBacktestReport(
      horizonDays: 60, coverageTarget: 0.8, origins: Array(report.origins.prefix(3)), skipped: [])
    #expect(few.levelBand == nil && few.meanCoverage != nil && few.candidates["scale"]?.rmse != nil)
    let kept = LifetimeValueReport.Backtest(report, run: "r")
    #expect(kept.levelBand == report.levelBand && kept.origins == report.origins.count && kept.run == "r")
    #expect(kept.leastLevel == report.origins.compactMap(\.errors.level).min())
  }

  @Test("a log that is too short says that, and what it takes")
  func tooShort() throws {
    #expect(throws: ModelStageError.nothingToBacktest(stage: "clv", horizonDays: 300, reason: nil)) {
      try report(horizon: 300)
    }
  }
}
