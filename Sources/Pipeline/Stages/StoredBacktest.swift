import CivilTime
import Hashing
package import Retention
package import Runs
import Settings
import Tables

/// What a backtest found.
package protocol BacktestReport: StageReport {
  /// Its file.
  static var path: String { get }
  /// Groups of settings that it depends on.
  static var settings: [String] { get }
  /// What makes one.
  static var command: String { get }
}

extension ChurnBacktestReport: BacktestReport {
  package static let path = ArtefactPath.churnBacktest
  package static let settings = ["cleaning", "features", "churn", "models"]
  package static let command = "churn --backtest"
}

extension ValueBacktestReport: BacktestReport {
  package static let path = ArtefactPath.valueBacktest
  /// Margins of intervals are by segment.
  package static let settings = ["cleaning", "features", "clv", "models", "segmentation"]
  package static let command = "clv --backtest"
}

/// A backtest, the run that made it, and what it was made with.
package struct StoredBacktest<Report: BacktestReport>: Sendable, Codable {
  /// Name of the run.
  package let run: String
  /// Of the shop, the settings and the program's version that it depends on.
  let madeWith: SHA256.Digest
  package let report: Report

  init(_ report: Report, _ shop: CleanedShop, _ context: StageContext) {
    run = context.artefacts.runName
    madeWith = Self.fingerprint(shop, context.configuration)
    self.report = report
  }

  enum CodingKeys: String, CodingKey {
    case run
    case madeWith = "made_with"
    case report
  }

  /// What a backtest depends on, except for lines that were added later. A log that grew has the customers and
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
    let settings = Fingerprint.digest(of: Report.settings, in: configuration)
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
    let wanted = fingerprint(shop, context.configuration)
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
