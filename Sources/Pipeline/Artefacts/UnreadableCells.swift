import Foundation
import Retention
import Tables

/// `data/unreadable_cells.parquet`: the text of the cells that could not be parsed.
enum UnreadableCells {
  static func write(_ source: SourceLines, to url: URL) throws {
    let cells = source.unreadable
    let table = Table(columns: [
      .categories("source_file", cells.map { source.file(ofRow: $0.row).path }),
      .integers("source_line", cells.map { source.fileLine[$0.row] }),
      .categories("column", cells.map(\.column.rawValue)),
      .strings("text", cells.map(\.text)),
    ])
    try TableOutput.writeParquet(table, to: url)
  }

  static func read(_ url: URL) throws -> [EarlierCell] {
    let table = try readTable(url.path)
    let files = try table.strings(named: "source_file")
    let lines = try table.int64s(named: "source_line")
    let columns = try table.strings(named: "column")
    let texts = try table.strings(named: "text")
    return files.indices.compactMap { index in
      CanonicalColumn(rawValue: columns[index]).map {
        EarlierCell(file: files[index], line: Int32(clamping: lines[index]), column: $0, text: texts[index])
      }
    }
  }
}
