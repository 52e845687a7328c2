import Foundation
import Tables
import TestSupport

/// A table whose label depends on its features: three float columns. It also has an integer and a text column.
struct MadeTable {
  let rows: Int
  /// From this row on, labels are flipped.
  var flippedFrom = Int.max
  var withMissing = true

  private func feature(_ row: Int, _ step: Int) -> Float { Float(row * step % 101) / 100 }

  var labels: [Float] {
    (0..<rows).map { row in
      let isHigh = feature(row, 37) + 0.5 * feature(row, 53) > 0.75
      return isHigh == (row < flippedFrom) ? 1 : 0
    }
  }

  func write(to folder: TemporaryFolder) throws -> URL {
    let first = (0..<rows).map { feature($0, 37) }
    let third = (0..<rows).map { withMissing && $0 % 10 == 0 ? Float.nan : feature($0, 71) }
    let columns = [
      Column(name: "first", values: .float(Primitive(first))),
      Column(name: "count", values: .int32(Primitive((0..<Int32(rows)).map { $0 }))),
      Column(name: "second", values: .double(Primitive((0..<rows).map { Double(feature($0, 53)) }))),
      Column(name: "name", values: .string(StringColumn((0..<rows).map { "row \($0)" }))),
      Column(name: "third", values: .float(Primitive(third, isNull: (0..<rows).map { withMissing && $0 % 20 == 0 }))),
      Column(name: "label", values: .int32(Primitive(labels.map { Int32($0) }))),
      Column(name: "amount", values: .int64(Primitive(first.map { Int64($0 * 3) * 20 }))),
    ]
    return try folder.write(columns, to: "table.parquet")
  }
}

extension TemporaryFolder {
  func write(_ columns: [Column], to name: String) throws -> URL {
    let file = url.appendingPathComponent(name)
    let writer = try ParquetWriter(path: file.path, fields: columns.map(\.field))
    try writer.write(Table(columns: columns))
    try writer.close()
    return file
  }

  /// Writes a table of float columns.
  func table(_ name: String, _ columns: [(name: String, values: [Float])]) throws -> URL {
    try write(columns.map { Column(name: $0.name, values: .float(Primitive($0.values))) }, to: name + ".parquet")
  }
}
