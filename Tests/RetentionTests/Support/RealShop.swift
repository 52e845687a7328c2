import Foundation
import Numerics
import Retention
import Settings
import Tables
import TestSupport

/// The real data through the product's own reader, ingest and cleaning at the default settings; read once.
enum RealShop {
  static let isAbsent = RealData.onlineRetail == nil

  private static let readSource = Result<SourceLines, any Error> { try read() }
  private static let cleanedLines = Result<CleanedLines, any Error> { try clean(readSource.get()) }
  private static let sortedLines = Result<CustomerHistories, any Error> {
    try CustomerHistories(
      sorting: cleanedLines.get().transactions(context: .allCores).lines, context: .allCores)
  }

  static func source() throws -> SourceLines { try readSource.get() }
  static func cleaned() throws -> CleanedLines { try cleanedLines.get() }
  static func histories() throws -> CustomerHistories { try sortedLines.get() }

  static func calendar() throws -> SnapshotCalendar {
    let times = try histories().lines.time
    return SnapshotCalendar(
      dataStart: times.min() ?? 0, dataEnd: times.max() ?? 0,
      minHistoryDays: try retentionSettings().features.minHistoryDays)
  }

  private static func read() throws -> SourceLines {
    guard let file = RealData.onlineRetail else { throw Absent() }
    var ingest = TransactionIngest(settings: try retentionSettings().ingest)
    let reader = try TableReader(path: file.path)
    _ = try ingest.begin(file: file.lastPathComponent, fields: reader.fields)
    while let batch = try reader.next() { try ingest.append(batch) }
    return try ingest.finish()
  }

  struct Absent: Error, CustomStringConvertible {
    var description: String { RealData.absence }
  }
}
