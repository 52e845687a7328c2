import CivilTime
import Hashing
package import Retention
package import Runs
package import Settings
import Tables
import Text

/// What a backtest found.
package protocol BacktestReport: StageReport {
  /// Its file.
  static var path: String { get }
  /// Groups of settings that it depends on.
  static func settings(_ configuration: Configuration) throws(SettingsError) -> [String]
  /// What makes one.
  static var command: String { get }
  var skipped: [SkippedOrigin] { get }
  /// What the tests come to, in a sentence.
  var finding: String { get }
}

/// Tests models at every snapshot with an outcome, on request.
package protocol BacktestStage: Stage where Output == StoredBacktest<Report> {
  associatedtype Report: BacktestReport

  /// - Throws: `Cancelled`, or why nothing can be tested.
  func test(_ shop: CleanedShop, _ features: CustomerFeatures, _ context: StageContext) throws -> Report
}

extension BacktestStage {
  package var reads: [any Stage.Type] { [CleanStage.self, FeaturesStage.self] }
  package var isOnRequest: Bool { true }
  package var writes: [ArtefactPattern] { [.file(Report.path)] }
  package var sections: [any StageReport.Type] { [Report.self] }

  package func run(_ inputs: StageInputs, _ context: StageContext) throws -> StoredBacktest<Report> {
    let shop = try inputs(CleanStage.self)
    let report = try test(shop, inputs(FeaturesStage.self), context)
    let stored = try StoredBacktest(report, shop, context)
    try context.artefacts.write(json: stored, to: Report.path)
    context.journal.info(report.finding)
    for skipped in report.skipped { context.journal.info("not tested at \(skipped.snapshot): \(skipped.reason)") }
    return stored
  }

  package func restore(
    from run: PublishedRun, _ inputs: StageInputs, _ context: StageContext
  ) throws -> StoredBacktest<Report>? {
    try run.decode(StoredBacktest<Report>.self, from: Report.path)
  }

  package func reports(of output: StoredBacktest<Report>) -> [any StageReport] { [output.report] }
}

extension ChurnBacktestReport: BacktestReport {
  package static let path = ArtefactPath.churnBacktest
  package static func settings(_ configuration: Configuration) throws(SettingsError) -> [String] {
    ["cleaning", "features", "churn", "models"]
      + (try ChurnSettings(configuration).usesSegment ? ["segmentation"] : [])
  }
  package static let command = "churn --backtest"

  package var finding: String {
    let band =
      levelBand.map {
        "; the share of churners was off by \(rounded(100 * $0, 1)) points (root mean square)"
      } ?? ""
    return "tested at \(counted(origins.count, "snapshot")): AUC \(rounded(meanAUC, 3)) on average, "
      + "\(rounded(meanGain, 3)) above days since the last order\(band)"
  }
}

extension ValueBacktestReport: BacktestReport {
  package static let path = ArtefactPath.valueBacktest
  /// Margins of intervals are by segment.
  package static func settings(_ configuration: Configuration) -> [String] {
    ["cleaning", "features", "clv", "models", "segmentation"]
  }
  package static let command = "clv --backtest"

  package var finding: String {
    let band = levelBand.map { ", and the sum of the values was off by \(rounded(100 * $0, 1)) % (root mean square)" }
    return "tested at \(counted(origins.count, "snapshot")): the interval held "
      + "\(rounded(meanCoverage.map { 100 * $0 }, 1)) % on average\(band ?? "")"
  }
}

/// A backtest, the run that made it, and what it was made with.
package struct StoredBacktest<Report: BacktestReport>: Sendable, Codable {
  /// Name of the run.
  package let run: String
  /// Of the shop, the settings and the program's version that it depends on.
  let madeWith: SHA256.Digest
  package let report: Report

  init(_ report: Report, _ shop: CleanedShop, _ context: StageContext) throws {
    run = context.artefacts.runName
    madeWith = try Self.fingerprint(shop, context.configuration)
    self.report = report
  }

  enum CodingKeys: String, CodingKey {
    case run
    case madeWith = "made_with"
    case report
  }

  /// What a backtest depends on, except for lines that were added later. A log that grew has the customers and
  /// times of its first month still; another shop's log may begin on the same day.
  static func fingerprint(_ shop: CleanedShop, _ configuration: Configuration) throws -> SHA256.Digest {
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
    let settings = Fingerprint.digest(
      of: try Report.settings(configuration) + IngestSettings.settingsOfAllLines, in: configuration)
    return SHA256.digest(of: "\(settings) \(hash.digest())")
  }
}

extension StoredBacktest {
  /// That of this run, or else of the newest published run that has one of this shop with these settings; those that
  /// cannot be read are passed over. nil, and said so, without any.
  ///
  /// - Parameters:
  ///   - own: of this run, or of the run that it starts from.
  ///   - unknown: what stays unknown without one.
  static func known(
    _ own: StoredBacktest?, _ shop: CleanedShop, unknown: String, _ context: StageContext
  ) throws -> StoredBacktest? {
    let wanted = try fingerprint(shop, context.configuration)
    let isWanted = own?.madeWith == wanted
    guard let stored = try isWanted ? own : context.runs?.storedBacktest(madeWith: wanted) else {
      context.journal.info(
        "no stored backtest is of this shop with these settings, so \(unknown) is unknown: \(Report.command) shows it")
      return nil
    }
    return stored
  }
}

extension RunStore {
  fileprivate func storedBacktest<Report>(
    madeWith fingerprint: SHA256.Digest
  ) throws -> StoredBacktest<Report>? {
    for id in try runs().reversed() {
      guard let run = try? resolve(id.description), run.contains(Report.path),
        let stored = try? run.decode(StoredBacktest<Report>.self, from: Report.path),
        stored.madeWith == fingerprint
      else { continue }
      return stored
    }
    return nil
  }
}
