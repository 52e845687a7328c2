package import Numerics

/// Tests the models of value at every snapshot with an outcome, each time with what was known on that day (rolling
/// origins): fitted, chosen and calibrated anew on the snapshots whose horizons had ended.
package struct ValueBacktest: Sendable {
  let training: LifetimeValueTraining

  package init(_ training: LifetimeValueTraining) { self.training = training }

  package func origins(_ calendar: SnapshotCalendar) -> [RollingOrigin] {
    calendar.rollingOrigins(horizonDays: training.settings.horizonDays, trainingMonths: training.trainingMonths)
  }

  /// - Parameter groups: as in `LifetimeValueTraining.run`, at the test and the last train snapshot of each origin.
  /// - Throws: `Cancelled`; `ModelStageError` where no snapshot can be tested; what a fit throws.
  package func run(
    _ input: ModelInput, groups: ValueGroups? = nil, context: ExecutionContext
  ) throws -> ValueBacktestReport {
    let settings = training.settings
    let origins = origins(input.calendar)
    let contexts = origins.map { _ in (0...training.folds).map { _ in context.announcing(training.plannedWork) } }
    let (tested, skipped) = try testedOrigins(
      origins, in: input.table, stage: "clv", horizonDays: settings.horizonDays
    ) { origin, place in
      let test = try training.tested(
        input, train: origin.train, test: origin.test, groups, contexts[place], context.quiet)
      return ValueBacktestReport.Origin(
        test, origin, names: training.candidates.map(\.name), baselines: training.baselines)
    }
    return ValueBacktestReport(
      horizonDays: settings.horizonDays, coverageTarget: settings.coverage, origins: tested, skipped: skipped)
  }
}
