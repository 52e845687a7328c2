import CivilTime
import Foundation
import Numerics
import Retention
import Settings
import Tables

/// Reads mutated files as a run would, through reader, ingest and validation, or through the settings.
package struct FuzzRun {
  private let folder: String
  private let settings: RetentionSettings

  /// What reading a file led to.
  package enum Outcome: Sendable {
    case accepted
    /// Refused with this message.
    case rejected(String)
  }

  /// - Parameter folder: where the current file is written; it must exist.
  package init(folder: String) throws {
    self.folder = folder
    settings = try RetentionSettings(RetentionParameters.catalog.defaults)
  }

  /// Where a file of that format is written before it is read.
  package func path(of format: FuzzFormat) -> String { "\(folder)/input.\(format.fileExtension)" }

  /// Writes `file` and reads it.
  ///
  /// - Throws: if the file cannot be written.
  package func perform(_ file: FuzzFile) throws -> Outcome {
    let path = path(of: file.format)
    try Data(file.bytes).write(to: URL(fileURLWithPath: path))
    do {
      switch file.format {
      case .csv, .jsonl, .xlsx, .parquet, .arrow: try readTable(path)
      case .mapping: try readMapping(path)
      case .yaml: _ = try RetentionSettings(try RetentionParameters.catalog.resolve(sources(files: [path])))
      }
      return .accepted
    } catch {
      return .rejected("\(error)")
    }
  }

  private func readTable(_ path: String) throws {
    let fields = try walk(path)
    var ingest = TransactionIngest(settings: settings.ingest)
    let reader = try TableReader(path: path)
    let bound = try ingest.begin(file: path, fields: fields)
    while let batch = try reader.next() { try ingest.append(batch) }
    let validator = InputValidator(
      settings: settings.validation, cleaning: settings.cleaning, ingest: settings.ingest,
      today: CivilDate("2020-01-01")!)
    _ = try validator.validate(
      try ingest.finish(), hasProducts: bound.positions[.productID] != nil, context: .serial)
  }

  /// Reads every value, also of columns that the mapping leaves out.
  ///
  /// - Returns: the fields of the table.
  private func walk(_ path: String) throws -> [Field] {
    let reader = try TableReader(path: path)
    var sum = 0
    while let batch = try reader.next() {
      for column in batch.table.columns {
        precondition(column.values.count == batch.table.rowCount, "columns are as long as their batch")
        for row in 0..<batch.table.rowCount where !column.values.isNull(row) { sum &+= Self.weight(column.values, row) }
      }
      sum &+= batch.fileLine(ofRow: batch.table.rowCount - 1)
    }
    return reader.fields
  }

  private static func weight(_ values: ColumnValues, _ row: Int) -> Int {
    switch values {
    case .bool(let column): column[row] ? 1 : 0
    case .int32(let column), .date(let column): Int(column[row])
    case .int64(let column), .timestamp(let column): Int(column[row])
    case .float(let column): column[row].isNaN ? 1 : 0
    case .double(let column): column[row].isNaN ? 1 : 0
    case .string(let column): column.withBytes(row) { $0.reduce(0) { $0 &+ Int($1) } }
    case .dictionary(let column):
      column.dictionary.withBytes(Int(column.codes[row])) { $0.reduce(0) { $0 &+ Int($1) } }
    }
  }

  private func readMapping(_ path: String) throws {
    let sources = sources(fragments: [.init(file: path, section: "ingest.mapping")])
    _ = try IngestSettings(try RetentionParameters.catalog.resolve(sources))
  }

  private func sources(
    files: [String] = [], fragments: [ConfigurationSources.Fragment] = []
  ) -> ConfigurationSources {
    ConfigurationSources(files: files, presetFolders: [], fragments: fragments, environment: [:], overrides: [])
  }
}
