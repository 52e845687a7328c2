package import Foundation

/// Real data that tests read if it is there; not part of the project.
package enum RealData {
  /// A file in the folder that `RETENTION_REAL_DATA` names, by default `../shared/data` beside the checkout; nil if it
  /// is not there.
  package static func file(_ name: String) -> URL? {
    let folder =
      ProcessInfo.processInfo.environment["RETENTION_REAL_DATA"].map { URL(fileURLWithPath: $0) }
      ?? projectRoot.deletingLastPathComponent().appendingPathComponent("shared/data")
    let file = folder.appendingPathComponent(name)
    return FileManager.default.fileExists(atPath: file.path) ? file : nil
  }

  /// 541,909 order lines of an online retailer (UCI Online Retail).
  package static var onlineRetail: URL? { file("online_retail.csv.zst") }
  /// CDNOW, the one-tenth sample.
  package static var cdnow: URL? { file("cdnow_sample.txt") }

  /// Printed by tests that are skipped.
  package static let absence = "real data not found; set RETENTION_REAL_DATA to the folder that holds it"

  /// The folder of `Package.swift`.
  package static let projectRoot = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
}
