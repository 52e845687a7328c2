package import Retention
package import Runs
import Text

extension StageName {
  package static let lifetimeValueBacktest = StageName("clv_backtest")
}

/// Tests the models of value at every snapshot with an outcome, with what was known there.
package struct LifetimeValueBacktestStage: Stage {
  package let name = StageName.lifetimeValueBacktest
  package let reads: [any Stage.Type] = [CleanStage.self, FeaturesStage.self]
  package let isOnRequest = true
  package let writes: [ArtefactPattern] = [.file(ArtefactPath.valueBacktest)]
  package let sections: [any StageReport.Type] = [ValueBacktestReport.self]

  package init() {}

  package func run(_ inputs: StageInputs, _ context: StageContext) throws -> StoredBacktest<ValueBacktestReport> {
    let (shop, features) = (try inputs(CleanStage.self), try inputs(FeaturesStage.self))
    let backtest = ValueBacktest(try LifetimeValueTraining(shop, context))
    let snapshots = backtest.origins(shop.calendar).flatMap { [$0.train.last, $0.test].compactMap { $0 } }
    let segments = try SegmentGroups(naming: shop, at: Set(snapshots), context)
    let report = try backtest.run(
      ModelInput(value: shop, features, context.settings), groups: segments.map(\.ofValues),
      context: context.execution)
    let stored = StoredBacktest(report, shop, context)
    try context.artefacts.write(json: stored, to: ArtefactPath.valueBacktest)
    log(report, context.journal)
    return stored
  }

  package func restore(
    from run: PublishedRun, _ inputs: StageInputs, _ context: StageContext
  ) throws -> StoredBacktest<ValueBacktestReport>? {
    try run.decode(StoredBacktest<ValueBacktestReport>.self, from: ArtefactPath.valueBacktest)
  }

  package func reports(of output: StoredBacktest<ValueBacktestReport>) -> [any StageReport] { [output.report] }

  private func log(_ report: ValueBacktestReport, _ journal: StageJournal) {
    let origins = report.origins.count
    journal.info(
      "tested at \(origins) \(origins == 1 ? "snapshot" : "snapshots"): the interval held "
        + "\(rounded(report.meanCoverage.map { 100 * $0 }, 1)) % on average, and the sum of the values was off by "
        + "\(rounded(report.levelBand.map { 100 * $0 }, 1)) % (root mean square)")
    for skipped in report.skipped { journal.info("not tested at \(skipped.snapshot): \(skipped.reason)") }
  }
}
