/// Some consecutive rows of a file.
public struct TableBatch: Sendable {
  /// Its columns, as the reader's `fields` describe them.
  public let table: Table
  /// Rows of the file before this batch.
  public let firstRow: Int
  let lines: LineMap
  /// The sheet it comes from, where several of a workbook are read; a batch never spans two.
  public var sheet: String?

  /// Where row `row` of this batch begins: the line of a CSV file, the row of a sheet; for other formats, the number of
  /// the row, from 1.
  public func fileLine(ofRow row: Int) -> Int {
    lines.line(ofRow: row)
  }
}

extension TableBatch {
  /// The same rows with more columns behind.
  ///
  /// - Parameter columns: of as many rows.
  public func adding(_ columns: [Column]) -> TableBatch {
    TableBatch(
      table: Table(columns: table.columns + columns, rowCount: table.rowCount, path: table.path), firstRow: firstRow,
      lines: lines, sheet: sheet)
  }

  /// What rows are told by beside their line: the path, and `[sheet]` behind it where several sheets are read.
  public var source: String? {
    table.path.map { path in sheet.map { Self.source(path: path, sheet: $0) } ?? path }
  }

  /// `orders.xlsx[2024]`: what a sheet is called beside its rows.
  public static func source(path: String, sheet: String) -> String { "\(path)[\(sheet)]" }

  /// The first `count` rows, or all where there are fewer.
  public func prefix(_ count: Int) -> TableBatch {
    guard count < table.rowCount else { return self }
    return TableBatch(table: table.selecting(Array(0..<count)), firstRow: firstRow, lines: lines, sheet: sheet)
  }
}
