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

  private typealias ReadBlock = (block: CSVBlock, columns: Result<[Column], TableError>)

  init(path: String, compression: Compression, options: ReadOptions) throws(TableError) {
    reader = try CSVBlockReader(
      path: path, compression: compression, encoding: options.text.encoding, blockSize: options.blockSize)
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
    if ready.isEmpty { try readBlocks() }
    guard let (block, columns) = ready.popLast() else { return nil }
    defer { nextRow += block.rowCount }
    return TableBatch(
      table: Table(columns: try columns.get(), rowCount: block.rowCount, path: path), firstRow: nextRow,
      lines: block.lines)
  }

  /// A fault of the text comes after the blocks before it: which error a file ends in does not depend on threads.
  private func readBlocks() throws(TableError) {
    var blocks: [CSVBlock] = []
    do throws(TableError) {
      while blocks.count < parallelism.threads, let block = try reader.next() { blocks.append(block) }
    } catch {
      // The reader fails again at the next call.
      if blocks.isEmpty { throw error }
    }
    let cut = blocks
    let (fields, blank) = (fields, blank)
    let columns = parallelism.map(cut.count) { index in
      Result { () throws(TableError) in try cut[index].read(fields: fields, blank: blank) }
    }
    ready = Array(zip(cut, columns)).reversed()
  }
}
