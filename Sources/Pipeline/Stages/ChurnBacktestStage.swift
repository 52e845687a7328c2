import CivilTime
import Hashing
package import Retention
package import Runs
import Settings
import Tables
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
      run: context.artefacts.runName, madeWith: StoredBacktest.fingerprint(shop, context.configuration), report: report)
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
  /// Of the shop, the settings and the program's version that it depends on.
  let madeWith: SHA256.Digest
  package let report: ChurnBacktestReport

  enum CodingKeys: String, CodingKey {
    case run
    case madeWith = "made_with"
    case report
  }

  /// What a backtest of churn depends on, except for lines that were added later. A log that grew has the customers and
  /// times of its first month still; another shop's log may begin on the same day.
  static func fingerprint(_ shop: CleanedShop, _ configuration: Configuration) -> SHA256.Digest {
    let end = shop.calendar.dataStart + 30 * Microseconds.day
    let times = shop.histories.lines.time
    var hash = SHA256()
    for customer in shop.customerIDs.indices {
      let first = shop.histories.lineRange(of: customer).prefix { times[$0] < end }
      guard !first.isEmpty else { continue }
      for value in [shop.idHashes[customer]] + first.map({ UInt64(bitPattern: times[$0]) }) {
        withUnsafeBytes(of: value.littleEndian) { hash.update($0) }
      }
    }
    let settings = Fingerprint.digest(of: ["cleaning", "features", "churn", "models"], in: configuration)
    return SHA256.digest(of: "\(settings) \(hash.digest())")
  }
}

extension RunStore {
  /// The backtest of the newest published run that has one made with `fingerprint`; those that cannot be read are passed
  /// over.
  func storedBacktest(madeWith fingerprint: SHA256.Digest) throws -> StoredBacktest? {
    for id in try runs().reversed() {
      guard let run = try? resolve(id.description), run.contains(ArtefactPath.churnBacktest),
        let stored = try? run.decode(StoredBacktest.self, from: ArtefactPath.churnBacktest),
        stored.madeWith == fingerprint
      else { continue }
      return stored
    }
    return nil
  }
}
