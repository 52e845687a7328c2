import Learning
import Numerics
import Retention
import TestSupport
import Testing

@Suite("Backtests of churn") struct ChurnBacktestTests {
  private static let lines = MadeShop.lines(customers: 300)

  private static func candidates() throws -> [ChurnCandidate] {
    [ChurnCandidate(name: "b", kind: .learner(try ChurnLearners.blend()))]
  }

  private func report(
    _ lines: TransactionLines = Self.lines, months: Int? = nil, horizon: Int = 60, threads: Int = 1
  ) throws -> ChurnBacktestReport {
    let settings = try retentionSettings("churn: {horizon_days: \(horizon)}").churn
    let training = ChurnTraining(
      settings: settings, candidates: try Self.candidates(), folds: 3, seed: 5, trainingMonths: months)
    return try ChurnBacktest(training).run(MadeShop.input(lines), context: .threads(threads))
  }

  @Test("every snapshot with an outcome, and with others whose outcomes it knew, is tested; the last as in a run")
  func origins() throws {
    let report = try report()
    let labelled = MadeShop.input(Self.lines).calendar.labelled(horizonDays: 60)
    let usable = labelled.filter { test in labelled.contains { $0.adding(days: 60) <= test } }
    #expect(report.origins.map(\.snapshot) == usable.map(\.description) && usable.count >= 6)
    for (origin, test) in zip(report.origins, usable) {
      #expect(origin.trainSnapshots == labelled.count { $0.adding(days: 60) <= test })
      #expect(origin.n > 30 && (origin.auc ?? 0) > 0.5 && origin.champion == "b")
    }
    let settings = try retentionSettings("churn: {horizon_days: 60}").churn
    let outcome = try ChurnTraining(settings: settings, candidates: Self.candidates(), folds: 3, seed: 5)
      .run(MadeShop.input(Self.lines), context: .serial)
    let last = try #require(report.origins.last)
    #expect(last.snapshot == outcome.testSnapshot.description && outcome.holdout == "time")
    #expect(last.auc == outcome.championScores.auc.estimate && last.logLoss == outcome.championScores.logLoss)
    #expect(last.gain == outcome.gainOverRecency?.difference.estimate)
    #expect(try self.report(threads: 3) == report)
  }

  @Test("what happened later changes no test whose outcome was known before")
  func pointInTime() throws {
    let before = try report().origins
    let from = Snapshot(day: MadeShop.firstDay + 300)
    let after = try report(MadeShop.scrambled(Self.lines, from: from, seed: 3)).origins
    let isKnown = { (origin: ChurnBacktestReport.Origin) in Snapshot(origin.snapshot).adding(days: 60) <= from }
    #expect(before.filter(isKnown) == after.filter(isKnown) && before.contains(where: isKnown))
    #expect(before.last != after.last)
  }

  @Test("the training window limits what is learned from")
  func trainingMonths() throws {
    let origins = try report(months: 3).origins
    #expect(origins.map(\.trainSnapshots).max() == 3)
    #expect(try report().origins.map(\.trainSnapshots).max() ?? 0 > 3)
  }

  @Test("the level band is the root mean square of the level's errors, and unknown with fewer than four tests")
  func levelBand() throws {
    let report = try report()
    let errors = report.origins.map { ($0.meanPredicted ?? 0) - ($0.prevalence ?? 0) }
    let band = (errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)).squareRoot()
    #expect(abs((report.levelBand ?? 0) - band) < 1e-15)
    let few = ChurnBacktestReport(horizonDays: 60, origins: Array(report.origins.prefix(3)), skipped: [])
    #expect(few.levelBand == nil && few.meanAUC != nil)
  }

  @Test("a log that is too short says that, and what it takes")
  func tooShort() throws {
    #expect(throws: ModelStageError.nothingToBacktest(stage: "churn", horizonDays: 300, reason: nil)) {
      try report(horizon: 300)
    }
  }

  @Test("calibration error with the level removed is that of the same ranking at the right level")
  func eceLevelRemoved() throws {
    let settings = try retentionSettings("churn: {horizon_days: 60}").churn
    let outcome = try ChurnTraining(settings: settings, candidates: Self.candidates(), folds: 3, seed: 5)
      .run(MadeShop.input(Self.lines), context: .serial)
    let odds = outcome.testProbabilities.map { logit($0) }
    let labels = outcome.testRows.labels
    let mean = labels.reduce(0, +) / Double(labels.count)
    var (low, high) = (-9.0, 9.0)
    for _ in 0..<200 {
      let shift = (low + high) / 2
      let sum = odds.reduce(0) { $0 + sigmoid($1 + shift) } / Double(odds.count)
      if sum > mean { high = shift } else { low = shift }
    }
    let expected = expectedCalibrationError(
      probabilities: odds.map { sigmoid($0 + low) }, labels: labels.map { $0 > 0 }, bins: settings.eceBins)
    #expect(abs(outcome.championScores.eceLevelRemoved - (expected ?? 0)) < 1e-6)
  }
}
