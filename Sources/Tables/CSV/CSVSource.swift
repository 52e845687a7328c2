import Numerics

/// Reads CSV text block by block: Arrow reads as many blocks at a time as there are threads.
final class CSVSource: BatchSource {
  let fields: [Field]
  let skippedColumns: [String] = []
  let dialect: CSVDialect
  let warnings: [String]

  /// Of what was read so far.
  var encoding: TextEncoding? { reader.encoding }

  private let path: String
  private let parallelism: Parallelism
  private let reader: CSVBlockReader
  /// Blocks that were read, in the order of the file, the next one last.
  private var ready: [ReadBlock] = []
  private var nextRow = 0

  private typealias ReadBlock = (block: CSVBlock, answer: Result<[Column], TableError>)

  /// - Parameter reader: of the file, at its start.
  init(_ reader: CSVBlockReader, path: String, options: ReadOptions) throws(TableError) {
    self.reader = reader
    let header = try CSVHeader(reading: reader, path: path, options: options.text)
    self.path = path
    dialect = header.dialect
    warnings = header.warnings
    parallelism = options.parallelism
    let selected = try (options.columns ?? header.names).map { name throws(TableError) in
      guard let position = header.names.firstIndex(of: name) else {
        throw .missingColumn(name, in: header.names, path: path)
      }
      return position
    }
    fields = selected.map { Field(name: header.names[$0], type: .dictionary) }
    try reader.select(selected)
  }

  func next() throws(TableError) -> TableBatch? {
    if ready.isEmpty {
      let fields = fields
      ready = try reader.readBlocks(parallelism) { block throws(TableError) in try block.read(fields: fields) }
        .reversed()
    }
    guard let (block, columns) = ready.popLast() else { return nil }
    defer { nextRow += block.rowCount }
    return TableBatch(
      table: Table(columns: try columns.get(), rowCount: block.rowCount, path: path), firstRow: nextRow,
      lines: block.lines)
  }
}
