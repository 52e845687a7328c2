public import Numerics

/// Reads a CSV, JSON Lines, XLSX, Parquet or Arrow file batch by batch, in the order of the file.
///
/// The format follows from the first bytes, then from the name. Not for use by several threads at once.
public final class TableReader {
  /// As it was given.
  public let path: String
  /// What the file turned out to hold.
  public let format: TableFormat
  /// The columns that the batches hold.
  public let fields: [Field]
  /// Columns of the file that cannot be read (nested ones) and were not asked for by name.
  public let skippedColumns: [String]
  /// Of the file when it was opened.
  public let stamp: FileStamp
  /// What the header leaves open.
  public let header: HeaderFacts
  /// What a user should know about how the file was read, a sentence each.
  public let warnings: [String]
  /// What a user may want to know, such as which sheets are read; a sentence each.
  public let notes: [String]
  private let source: any BatchSource

  /// Opens `path` and reads its header.
  ///
  /// A file with a header and no rows is read without an error: it has fields and no batch.
  public init(path: String, options: ReadOptions = ReadOptions()) throws(TableError) {
    self.path = path
    stamp = try FileStamp(of: path)
    switch try FileKind(path: path) {
    case .text(let compression):
      let text = try CSVBlockReader(
        path: path, compression: compression, encoding: options.text.encoding, blockSize: options.blockSize)
      switch text.withHead({ head, isWhole in TextContent(head, isWhole: isWhole, path: path) }) {
      case .table:
        let csv = try CSVSource(text, path: path, options: options)
        format = .csv(csv.dialect, compression)
        source = csv
      case .jsonLines:
        format = .jsonLines(compression)
        source = try JSONLinesSource(path: path, compression: compression, options: options)
      case .other(let found, let advice): throw .notATable(path: path, found: found, advice: advice)
      }
    case .parquet:
      format = .parquet
      source = try BridgeSource(parquet: path, options: options)
    case .arrow(let isStream):
      format = .arrow(isStream: isStream)
      source = try BridgeSource(arrow: path, isStream: isStream, options: options)
    case .spreadsheet:
      let spreadsheet = try SpreadsheetSource(path: path, options: options)
      format = .xlsx(sheets: spreadsheet.sheets, of: spreadsheet.allSheets)
      source = spreadsheet
    }
    fields = source.fields
    skippedColumns = source.skippedColumns
    header = source.header
    warnings = source.warnings
    notes = source.notes
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
  public var encoding: TextEncoding? { (source as? CSVSource)?.encoding ?? (source as? JSONLinesSource)?.encoding }

  /// Names of the sheets, in the order of their rows, where several of a workbook are read; else none.
  public var sheets: [String] {
    if case .xlsx(let sheets, _) = format, sheets.count > 1 { sheets } else { [] }
  }
}

/// Reads a whole file into memory, its batches joined.
///
/// - Parameter columns: columns to read, in this order; nil for all that can be read.
/// - Throws: `TableError`, `Cancelled`.
public func readTable(
  _ path: String, columns: [String]? = nil, strings: StringReading = .dictionary,
  context: ExecutionContext = .allCores
) throws -> Table {
  let options = ReadOptions(columns: columns, strings: strings, parallelism: context.parallelism)
  let reader = try TableReader(path: path, options: options)
  var parts: [Table] = []
  while let batch = try reader.next() {
    parts.append(batch.table)
    try context.checkCancellation()
  }
  return try joined(parts, fields: reader.fields, path: path, context: context)
}

/// One table of the rows of all `parts`, which have the columns `fields`.
func joined(_ parts: [Table], fields: [Field], path: String, context: ExecutionContext) throws -> Table {
  let values = try context.map(fields.count) { column in
    ColumnValues.concatenating(parts.map { $0.columns[column].values }, type: fields[column].type)
  }
  let columns = try zip(fields, values).map { field, values throws(TableError) in
    guard let values else { throw .tooMuchText(column: field.name, path: path) }
    return Column(name: field.name, values: values, isUTC: field.isUTC)
  }
  return Table(columns: columns, rowCount: parts.reduce(0) { $0 + $1.rowCount }, path: path)
}

extension TableReader {
  /// Looks at the first bytes of a file only.
  ///
  /// - Throws: `missingFile`, `isFolder`, `notRegular`, `noPermission`, `empty`, and what shows that it is no table.
  public static func requireFile(_ path: String) throws(TableError) { _ = try FileKind(path: path) }
}
