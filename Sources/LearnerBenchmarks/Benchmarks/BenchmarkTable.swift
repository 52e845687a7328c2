package import Foundation
import Numerics
import Tables

/// A Parquet table in memory, as learners take it: the last rows are held out for scoring, the others are for training.
package struct BenchmarkTable: Sendable {
  /// The file it was read from.
  package let path: String
  /// In the order of the columns of the matrix.
  package let featureNames: [String]
  let training: Part
  let holdout: Part

  struct Part: Sendable {
    /// rows × features; NaN for missing values.
    var features: Matrix<Float>
    /// One finite number per row; empty without a target.
    var targets: [Double]

    var rows: Int { features.rows }
    var labels: [Bool] { targets.map { $0 == 1 } }
  }

  /// Reads the columns of type float and double of `file`, and the target.
  ///
  /// - Parameters:
  ///   - target: column to predict, which is not a feature; nil for none.
  ///   - holdoutRows: number of rows at the end that are not used for training.
  /// - Throws: `TableError` if the file cannot be read or lacks the target, `BenchmarkError` if its content is
  ///   unsuitable.
  package init(_ file: URL, target: String?, holdoutRows: Int = 0, threads: Int = 1) throws {
    path = file.relativePath
    let fields = try TableReader(path: path).fields
    let names = fields.filter { [.float, .double].contains($0.type) && $0.name != target }.map(\.name)
    guard !names.isEmpty else { throw BenchmarkError.noFloatColumns(path: path) }
    let table = try readTable(path, columns: names + (target.map { [$0] } ?? []), context: .threads(threads))
    let rows = table.rowCount
    guard rows > 0 else { throw BenchmarkError.noRows(path: path) }
    guard holdoutRows < rows else {
      throw BenchmarkError.holdoutTooLarge(path: path, holdout: holdoutRows, rows: rows)
    }
    let targets = try target.map { try Self.targets($0, in: table) } ?? []
    let cut = rows - holdoutRows
    featureNames = names
    training = Part(features: Self.features(table, names, 0..<cut), targets: Array(targets.prefix(cut)))
    holdout = Part(features: Self.features(table, names, cut..<rows), targets: Array(targets.dropFirst(cut)))
  }
}

extension BenchmarkTable {
  /// Checks that all targets, those of the holdout included, are 0 or 1.
  ///
  /// - Throws: `BenchmarkError.targetNotBinary`.
  func requireBinaryTarget(_ name: String) throws {
    for (offset, part) in [(0, training), (training.rows, holdout)] {
      if let row = part.targets.firstIndex(where: { $0 != 0 && $0 != 1 }) {
        throw BenchmarkError.targetNotBinary(path: path, column: name, row: offset + row, found: part.targets[row])
      }
    }
  }

  /// Indices of features in the matrix.
  ///
  /// - Throws: `BenchmarkError.notAFeature` for any other name.
  func columns(named names: [String]) throws -> Set<Int> {
    Set(
      try names.map { name in
        guard let column = featureNames.firstIndex(of: name) else {
          throw BenchmarkError.notAFeature(path: path, column: name, known: featureNames)
        }
        return column
      })
  }

  var hasBinaryTarget: Bool { training.targets.allSatisfy { $0 == 0 || $0 == 1 } }

  private static func targets(_ name: String, in table: Table) throws -> [Double] {
    let column = try table.requireColumn(named: name)
    guard [.float, .double, .int32, .int64].contains(column.values.type) else {
      throw BenchmarkError.targetNotNumeric(
        path: table.path ?? "", column: name, found: column.values.type.description)
    }
    let values = try table.doubles(named: name)
    if let row = values.firstIndex(where: { !$0.isFinite }) {
      throw BenchmarkError.targetNotFinite(path: table.path ?? "", column: name, row: row)
    }
    return values
  }

  private static func features(_ table: Table, _ names: [String], _ rows: Range<Int>) -> Matrix<Float> {
    let elements = [Float](unsafeUninitializedCapacity: rows.count * names.count) { target, initialized in
      for name in names {
        switch table.column(named: name)?.values {
        case .float(let column): append(column, rows, to: target, &initialized)
        case .double(let column): append(column, rows, to: target, &initialized)
        default: preconditionFailure("columns were chosen by their type")
        }
      }
    }
    return Matrix(rows: rows.count, columns: names.count, elements: elements)
  }

  private static func append<Value: BinaryFloatingPoint>(
    _ column: Primitive<Value>, _ rows: Range<Int>, to target: UnsafeMutableBufferPointer<Float>, _ count: inout Int
  ) {
    column.withValues { values in
      for row in rows {
        target.initializeElement(at: count, to: column.isNull(row) ? .nan : Float(values[row]))
        count += 1
      }
    }
  }
}
