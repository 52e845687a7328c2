package import Learning
package import Numerics

/// Tests the models of value at every snapshot with an outcome, each time with what was known on that day (rolling
/// origins): fitted, chosen and calibrated anew on the snapshots whose horizons had ended.
package struct ValueBacktest: Sendable {
  let training: LifetimeValueTraining

  package init(_ training: LifetimeValueTraining) { self.training = training }

  /// A test, and what it learns from.
  package struct Origin: Sendable {
    /// Ascending; not empty.
    package let train: [Snapshot]
    package let test: Snapshot
  }

  /// Ascending by test.
  package func origins(_ calendar: SnapshotCalendar) -> [Origin] {
    let horizon = training.settings.horizonDays
    let labelled = calendar.labelled(horizonDays: horizon)
    return labelled.compactMap { test in
      let train = labelled.filter { $0.adding(days: horizon) <= test }
      return train.isEmpty ? nil : Origin(train: train, test: test)
    }
  }

  /// - Parameter groups: as in `LifetimeValueTraining.run`, at the test and the last train snapshot of each origin.
  /// - Throws: `Cancelled`; `ModelStageError` where no snapshot can be tested; what a fit throws.
  package func run(
    _ input: ModelInput, groups: ValueGroups? = nil, context: ExecutionContext
  ) throws -> ValueBacktestReport {
    let origins = origins(input.calendar)
    let contexts = origins.map { _ in (0...training.folds).map { _ in context.announcing(training.plannedWork) } }
    var tested: [ValueBacktestReport.Origin] = []
    var skipped: [ValueBacktestReport.Skipped] = []
    for (origin, inner) in zip(origins, contexts) {
      let name = origin.test.description
      if let block = input.table.at(origin.test), block.rows < block.allRows {
        skipped.append(.init(snapshot: name, reason: "the run that makes the features keeps a sample of them"))
        continue
      }
      do {
        let test = try training.tested(
          input, train: origin.train, test: origin.test, groups, inner, context.quiet)
        tested.append(
          ValueBacktestReport.Origin(
            test, origin, names: training.candidates.map(\.name), baselines: training.baselines))
      } catch let error as ModelStageError {
        skipped.append(.init(snapshot: name, reason: error.description))
      } catch let error as ConformalError {
        skipped.append(.init(snapshot: name, reason: "\(error)"))
      }
    }
    guard !tested.isEmpty else {
      throw ModelStageError.nothingToBacktest(
        stage: "clv", horizonDays: training.settings.horizonDays, reason: skipped.last?.reason)
    }
    return ValueBacktestReport(
      horizonDays: training.settings.horizonDays, coverageTarget: training.settings.coverage, origins: tested,
      skipped: skipped)
  }
}
