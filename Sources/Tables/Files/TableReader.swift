public import Numerics

/// How to read a table.
public struct ReadOptions: Sendable {
  /// Columns to read, in this order; nil for all that can be read.
  public var columns: [String]?
  /// What is known of a text file.
  public var text: TextOptions
  /// The sheet of a workbook; nil for the first one that looks like a table.
  public var sheet: String?
  /// How the strings of Parquet and Arrow come back; those of CSV and XLSX always come as a dictionary a batch.
  public var strings: StringReading
  /// Rows a batch at most, of all formats but CSV.
  public var batchRows: Int
  /// Bytes of (decompressed) text a batch, of CSV. A longer line makes a longer batch.
  public var blockSize: Int
  public var parallelism: Parallelism

  public init(
    columns: [String]? = nil, text: TextOptions = TextOptions(), sheet: String? = nil,
    strings: StringReading = .dictionary, batchRows: Int = 1 << 17, blockSize: Int = 4 << 20,
    parallelism: Parallelism = .allCores
  ) {
    self.columns = columns
    self.text = text
    self.sheet = sheet
    self.strings = strings
    self.batchRows = max(1, batchRows)
    self.blockSize = max(16, blockSize)
    self.parallelism = parallelism
  }
}

/// The type of string columns that come out of a Parquet or Arrow file.
public enum StringReading: Sendable, Hashable {
  /// All as dictionaries: text is then worked on once a distinct value.
  case dictionary
  /// As the file says.
  case asStored
}

/// Reads a CSV, XLSX, Parquet or Arrow file batch by batch, in the order of the file.
///
/// The format is told by the first bytes, then by the name. Not for use by several threads at once.
public final class TableReader {
  public let path: String
  public let format: TableFormat
  /// The columns that the batches hold.
  public let fields: [Field]
  /// Columns of the file that cannot be read (nested ones) and were not asked for by name.
  public let skippedColumns: [String]
  /// Of the file when it was opened.
  public let stamp: FileStamp
  /// What a user should know about how the file was read, a sentence each.
  public let warnings: [String]
  private let source: any BatchSource

  /// Opens `path` and reads its header.
  ///
  /// A file with a header and no rows is read without an error: it has fields and no batch.
  public init(path: String, options: ReadOptions = ReadOptions()) throws(TableError) {
    self.path = path
    stamp = try FileStamp(of: path)
    switch try FileKind(path: path) {
    case .text(let compression):
      let csv = try CSVSource(path: path, compression: compression, options: options)
      format = .csv(csv.dialect, compression)
      source = csv
    case .parquet:
      format = .parquet
      source = try BridgeSource(parquet: path, options: options)
    case .arrow(let isStream):
      format = .arrow(isStream: isStream)
      source = try BridgeSource(arrow: path, isStream: isStream, options: options)
    case .spreadsheet:
      let spreadsheet = try SpreadsheetSource(path: path, options: options)
      format = .xlsx(sheet: spreadsheet.sheet, of: spreadsheet.sheets)
      source = spreadsheet
    }
    fields = source.fields
    skippedColumns = source.skippedColumns
    warnings = source.warnings
  }

  /// The next batch, never an empty one; nil at the end of the file.
  ///
  /// - Throws: `changed` at the end, where the file is no longer the one that was opened.
  public func next() throws(TableError) -> TableBatch? {
    if let batch = try source.next() { return batch }
    try stamp.check(path)
    return nil
  }

  /// How the text that was read so far is encoded; nil for formats that say so themselves.
  public var encoding: TextEncoding? { (source as? CSVSource)?.encoding }
}

/// What a format does: describe its columns, and hand out batches until there are none.
protocol BatchSource: AnyObject {
  var fields: [Field] { get }
  var skippedColumns: [String] { get }
  var warnings: [String] { get }
  func next() throws(TableError) -> TableBatch?
}

extension BatchSource {
  var warnings: [String] { [] }
}

/// Some consecutive rows of a file.
public struct TableBatch: Sendable {
  public let table: Table
  /// Rows of the file before this batch.
  public let firstRow: Int
  let lines: LineMap

  /// Where row `row` of this batch begins: the line of a CSV file, the row of a sheet; for other formats, the number of
  /// the row, from 1.
  public func fileLine(ofRow row: Int) -> Int {
    lines.line(ofRow: row)
  }
}

/// Reads a whole file into memory, its batches joined.
///
/// - Parameter columns: columns to read, in this order; nil for all that can be read.
public func readTable(
  _ path: String, columns: [String]? = nil, strings: StringReading = .dictionary,
  parallelism: Parallelism = .allCores
) throws(TableError) -> Table {
  let options = ReadOptions(columns: columns, strings: strings, parallelism: parallelism)
  let reader = try TableReader(path: path, options: options)
  var parts: [Table] = []
  while let batch = try reader.next() { parts.append(batch.table) }
  return try joined(parts, fields: reader.fields, path: path, parallelism: parallelism)
}

/// One table of the rows of all `parts`, which have the columns `fields`.
func joined(_ parts: [Table], fields: [Field], path: String, parallelism: Parallelism) throws(TableError) -> Table {
  let values = parallelism.map(fields.count) { column in
    ColumnValues.concatenating(parts.map { $0.columns[column].values }, type: fields[column].type)
  }
  let columns = try zip(fields, values).map { field, values throws(TableError) in
    guard let values else { throw .tooMuchText(column: field.name, path: path) }
    return Column(name: field.name, values: values, isUTC: field.isUTC)
  }
  return Table(columns: columns, rowCount: parts.reduce(0) { $0 + $1.rowCount }, path: path)
}

/// - Throws: `duplicateHeader`.
func requireDistinct(_ names: [String], path: String) throws(TableError) {
  var positions: [String: Int] = [:]
  for (index, name) in names.enumerated() {
    if let first = positions.updateValue(index + 1, forKey: name) {
      throw .duplicateHeader(path: path, name: name, first: first, second: index + 1)
    }
  }
}

extension TableReader {
  /// Looks at the first bytes of a file only.
  ///
  /// - Throws: `missingFile`, `isFolder`, `notRegular`, `noPermission`, `empty`, and what shows that it is no table.
  public static func requireFile(_ path: String) throws(TableError) { _ = try FileKind(path: path) }
}

extension TableBatch {
  /// The first `count` rows, or all where there are fewer.
  public func prefix(_ count: Int) -> TableBatch {
    guard count < table.rowCount else { return self }
    return TableBatch(table: table.selecting(Array(0..<count)), firstRow: firstRow, lines: lines)
  }
}
