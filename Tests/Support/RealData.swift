public import Foundation

/// Real data that tests may read; not part of the project.
public enum RealData {
  /// `RETENTION_REAL_DATA`, or `../shared/data` beside the checkout; nil where neither holds `name`.
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

  /// Said by tests that skip.
  public static let absence = "real data not found; set RETENTION_REAL_DATA to the folder that holds it"

  /// The folder of `Package.swift`.
  public static let projectRoot = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
}
