import Hashing
package import Retention
package import Runs
import Settings
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

  package func run(_ inputs: StageInputs, _ context: StageContext) throws -> StoredBacktest {
    let (shop, features) = (try inputs(CleanStage.self), try inputs(FeaturesStage.self))
    let input = ModelInput(churn: shop, features, context.settings)
    let report = try ChurnBacktest(ChurnTraining(context)).run(input, context: context.execution)
    let stored = StoredBacktest(
      run: context.artefacts.runName, dataStart: shop.calendar.dataStart,
      madeWith: StoredBacktest.fingerprint(context.configuration), report: report)
    try context.artefacts.write(json: stored, to: ArtefactPath.churnBacktest)
    log(report, context.journal)
    return stored
  }

  package func restore(
    from run: PublishedRun, _ inputs: StageInputs, _ context: StageContext
  ) throws -> StoredBacktest? {
    try run.decode(StoredBacktest.self, from: ArtefactPath.churnBacktest)
  }

  package func reports(of output: StoredBacktest) -> [any StageReport] { [output.report] }

  private func log(_ report: ChurnBacktestReport, _ journal: StageJournal) {
    let origins = report.origins.count
    journal.info(
      "tested at \(origins) \(origins == 1 ? "snapshot" : "snapshots"): AUC \(rounded(report.meanAUC, 3)) on average, "
        + "\(rounded(report.meanGain, 3)) above days since the last order; the share of churners was off by "
        + "\(rounded(report.levelBand.map { 100 * $0 }, 1)) points (root mean square)")
    for skipped in report.skipped { journal.info("not tested at \(skipped.snapshot): \(skipped.reason)") }
  }
}

/// A backtest, the run that made it, and what it was made with.
package struct StoredBacktest: Sendable, Codable {
  /// Name of the run.
  package let run: String
  /// Time of the log's first line, in microseconds since 1970-01-01: a log that grew still begins with it.
  let dataStart: Int64
  /// Of the settings that it depends on, and the program's version.
  let madeWith: SHA256.Digest
  package let report: ChurnBacktestReport

  enum CodingKeys: String, CodingKey {
    case run
    case dataStart = "data_start"
    case madeWith = "made_with"
    case report
  }

  /// SHA-256 of the program's version and the settings that a backtest of churn depends on.
  static func fingerprint(_ configuration: Configuration) -> SHA256.Digest {
    let sections = ["cleaning.", "features.", "churn.", "models."]
    let entries = configuration.entries.filter { entry in sections.contains { entry.key.hasPrefix($0) } }
    let lines = [Versions.retentionFast] + entries.map { "\($0.key)=\($0.value)" }
    return SHA256.digest(of: lines.joined(separator: "\n"))
  }
}

extension RunStore {
  /// The backtests of published runs, the newest run first; those that cannot be read are passed over.
  func storedBacktests() throws -> [StoredBacktest] {
    try runs().reversed().compactMap { id in
      guard let run = try? resolve(id.description), run.contains(ArtefactPath.churnBacktest) else { return nil }
      return try? run.decode(StoredBacktest.self, from: ArtefactPath.churnBacktest)
    }
  }
}
