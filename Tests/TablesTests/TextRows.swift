import Foundation
import Tables
import TestSupport

extension TemporaryFolder {
  /// Writes `table.csv` and returns its path.
  func write(_ text: String) throws -> String { try write(text, to: "table.csv").path }
}

/// The rows of a file as text, with the line of each.
struct TextRows: Equatable {
  var rows: [[String?]] = []
  var lines: [Int] = []

  init() {}

  init(reading path: String, options: ReadOptions = ReadOptions()) throws {
    let reader = try TableReader(path: path, options: options)
    while let batch = try reader.next() {
      precondition(batch.firstRow == rows.count)
      let columns = batch.table.columns.map { column -> [String?] in
        guard case .dictionary(let values) = column.values else { return [] }
        return values.array
      }
      for row in 0..<batch.table.rowCount {
        rows.append(columns.map { $0[row] })
        lines.append(batch.fileLine(ofRow: row))
      }
    }
  }
}

/// The error that `body` throws.
func tableError(_ body: () throws -> Void) -> TableError? {
  do {
    try body()
    return nil
  } catch {
    return error as? TableError
  }
}

func readAll(_ path: String) throws {
  let reader = try TableReader(path: path)
  while try reader.next() != nil {}
}
