public import Foundation

/// Real data that tests read if it is there; not part of the project.
public enum RealData {
  /// A file in the folder that `RETENTION_REAL_DATA` names, by default `../shared/data` beside the checkout; nil if it
  /// is not there.
  public static func file(_ name: String) -> URL? {
    let folder =
      ProcessInfo.processInfo.environment["RETENTION_REAL_DATA"].map { URL(fileURLWithPath: $0) }
      ?? projectRoot.deletingLastPathComponent().appendingPathComponent("shared/data")
    let file = folder.appendingPathComponent(name)
    return FileManager.default.fileExists(atPath: file.path) ? file : nil
  }

  /// 541,909 order lines of an online retailer (UCI Online Retail).
  public static var onlineRetail: URL? { file("online_retail.csv.zst") }
  /// CDNOW, the one-tenth sample.
  public static var cdnow: URL? { file("cdnow_sample.txt") }

  /// Printed by tests that are skipped.
  public static let absence = "real data not found; set RETENTION_REAL_DATA to the folder that holds it"

  /// The folder of `Package.swift`.
  public static let projectRoot = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
}
