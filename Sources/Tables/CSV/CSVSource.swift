import Numerics

/// Reads CSV text block by block: Arrow reads as many blocks at a time as there are threads.
final class CSVSource: BatchSource {
  let fields: [Field]
  let skippedColumns: [String] = []
  let dialect: CSVDialect
  let header: HeaderFacts
  let warnings: [String]
  let notes: [String]

  /// Of what was read so far.
  var encoding: TextEncoding? { reader.encoding }

  private let path: String
  private let parallelism: Parallelism
  private let reader: CSVBlockReader
  private let blank: BlankColumns
  /// Blocks that were read, in the order of the file, the next one last.
  private var ready: [ReadBlock] = []
  private var nextRow = 0

  private typealias ReadBlock = (block: CSVBlock, answer: Result<[Column], TableError>)

  /// - Parameter reader: of the file, at its start.
  init(_ reader: CSVBlockReader, path: String, options: ReadOptions) throws(TableError) {
    self.reader = reader
    let found = try CSVHeader(reading: reader, path: path, options: options.text)
    self.path = path
    dialect = found.dialect
    header = found.facts
    warnings = found.warnings
    notes = found.notes
    blank = found.blank
    parallelism = options.parallelism
    let names = found.columns.map(\.name)
    let selected = try (options.columns ?? names).map { name throws(TableError) in
      guard let column = found.columns.first(where: { $0.name == name }) else {
        throw .missingColumn(name, in: names, path: path)
      }
      return column
    }
    fields = selected.map { Field(name: $0.name, type: .dictionary) }
    try reader.select(selected.map(\.position) + found.blank.positions, of: found.fieldCount)
  }

  func next() throws(TableError) -> TableBatch? {
    if ready.isEmpty {
      let (fields, blank) = (fields, blank)
      ready = try reader.readBlocks(parallelism) { block throws(TableError) in
        try block.read(fields: fields, blank: blank)
      }.reversed()
    }
    guard let (block, columns) = ready.popLast() else { return nil }
    defer { nextRow += block.rowCount }
    return TableBatch(
      table: Table(columns: try columns.get(), rowCount: block.rowCount, path: path), firstRow: nextRow,
      lines: block.lines)
  }
}
