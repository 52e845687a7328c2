import Learning
package import Numerics

/// Tests the churn models at every snapshot with an outcome, each time with what was known on that day (rolling origins):
/// fitted and chosen anew on the snapshots whose label windows had ended.
package struct ChurnBacktest: Sendable {
  let training: ChurnTraining

  package init(_ training: ChurnTraining) { self.training = training }

  /// - Throws: `Cancelled`; `ModelStageError` where no snapshot can be tested; what a fit throws.
  package func run(_ input: ModelInput, context: ExecutionContext) throws -> ChurnBacktestReport {
    let horizon = training.settings.horizonDays
    let origins = input.calendar.rollingOrigins(horizonDays: horizon, trainingMonths: training.trainingMonths)
    let work = ChurnFit.plannedWork(training.candidates)
    let contexts = origins.map { _ in context.announcing(work) }
    let (tested, skipped) = try testedOrigins(origins, in: input.table, stage: "churn", horizonDays: horizon) {
      try test(input, $0.train, $0.test, contexts[$1])
    }
    return ChurnBacktestReport(horizonDays: horizon, origins: tested, skipped: skipped)
  }

  private func test(
    _ input: ModelInput, _ train: [Snapshot], _ test: Snapshot, _ context: ExecutionContext
  ) throws -> ChurnBacktestReport.Origin {
    let (rows, _) = try training.checkedTest(input, test, context.quiet)
    let (known, _) = try training.checkedTraining(input, train, context.quiet)
    let fit = try training.fit(input, known, context)
    let champion = try training.champion(of: fit)
    let probabilities = try fit.candidates[champion].probabilities(rows.features, context: context.quiet)
    let scores = try ChurnScores(
      probabilities, rows, snapshot: test, threshold: 0.5, settings: training.settings,
      context: context.quiet)
    let recency = rows.column(.recencyDays)
    let gain = comparedAUC(
      first: probabilities, second: recency, labels: rows.labels.map { $0 > 0 }, level: training.settings.confidence)
    let count = Double(rows.count)
    return ChurnBacktestReport.Origin(
      snapshot: test.description, trainSnapshots: train.count, n: rows.count,
      prevalence: rows.labels.reduce(0, +) / count, meanPredicted: probabilities.reduce(0, +) / count,
      champion: fit.candidates[champion].name, auc: scores.auc.estimate, aucLow: scores.auc.lower,
      aucHigh: scores.auc.upper, recencyAUC: gain?.second, gain: gain?.difference.estimate,
      gainLow: gain?.difference.lower, gainHigh: gain?.difference.upper, logLoss: scores.logLoss,
      ece: scores.calibration.expectedCalibrationError, eceLevelRemoved: scores.eceLevelRemoved,
      eceByChance: scores.calibration.errorByChance)
  }
}
