package import Retention
package import Runs
import Text

extension StageName {
  package static let churnBacktest = StageName("churn_backtest")
}

/// Tests the churn models at every snapshot with an outcome, with what was known there.
package struct ChurnBacktestStage: Stage {
  package let name = StageName.churnBacktest
  package let reads: [any Stage.Type] = [CleanStage.self, FeaturesStage.self]
  package let isOnRequest = true
  package let writes: [ArtefactPattern] = [.file(ArtefactPath.churnBacktest)]
  package let sections: [any StageReport.Type] = [ChurnBacktestReport.self]

  package init() {}

  package func run(_ inputs: StageInputs, _ context: StageContext) throws -> StoredBacktest<ChurnBacktestReport> {
    let (shop, features) = (try inputs(CleanStage.self), try inputs(FeaturesStage.self))
    let input = ModelInput(churn: shop, features, context.settings)
    let report = try ChurnBacktest(ChurnTraining(context)).run(input, context: context.execution)
    let stored = StoredBacktest(report, shop, context)
    try context.artefacts.write(json: stored, to: ArtefactPath.churnBacktest)
    log(report, context.journal)
    return stored
  }

  package func restore(
    from run: PublishedRun, _ inputs: StageInputs, _ context: StageContext
  ) throws -> StoredBacktest<ChurnBacktestReport>? {
    try run.decode(StoredBacktest<ChurnBacktestReport>.self, from: ArtefactPath.churnBacktest)
  }

  package func reports(of output: StoredBacktest<ChurnBacktestReport>) -> [any StageReport] { [output.report] }

  private func log(_ report: ChurnBacktestReport, _ journal: StageJournal) {
    let origins = report.origins.count
    journal.info(
      "tested at \(origins) \(origins == 1 ? "snapshot" : "snapshots"): AUC \(rounded(report.meanAUC, 3)) on average, "
        + "\(rounded(report.meanGain, 3)) above days since the last order; the share of churners was off by "
        + "\(rounded(report.levelBand.map { 100 * $0 }, 1)) points (root mean square)")
    for skipped in report.skipped { journal.info("not tested at \(skipped.snapshot): \(skipped.reason)") }
  }
}
