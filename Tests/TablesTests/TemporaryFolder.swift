import Foundation
import Tables

/// A folder that goes with the object.
final class TemporaryFolder: Sendable {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("tables-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  func write(_ text: String, to name: String = "table.csv") throws -> String {
    try write(Array(text.utf8), to: name)
  }

  func write(_ bytes: [UInt8], to name: String) throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
    return path(name)
  }

  func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path(name))))
  }

  var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() } }
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
