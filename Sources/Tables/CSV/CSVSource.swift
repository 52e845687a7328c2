import Numerics

/// Reads CSV text block by block: whole records of a few MB, cut in order, then encoded a column a task.
final class CSVSource: BatchSource {
  let fields: [Field]
  let skippedColumns: [String] = []
  let dialect: CSVDialect

  private let path: String
  private let parallelism: Parallelism
  private let buffer: CSVBuffer
  private let columnCount: Int
  /// Positions of the columns to read.
  private let selected: [Int]
  private let fieldList = CSVFieldList(capacity: 1 << 12)
  private var line: Int
  private var nextRow = 0

  init(path: String, compression: Compression, options: ReadOptions) throws(TableError) {
    let stream = try ByteStream(path: path, compression: compression)
    buffer = CSVBuffer(stream: stream, path: path, blockSize: options.blockSize)
    let header = try CSVHeader(reading: buffer, path: path, dialect: options.dialect)
    self.path = path
    dialect = header.dialect
    parallelism = options.parallelism
    columnCount = header.names.count
    line = header.nextLine
    selected = try (options.columns ?? header.names).map { name throws(TableError) in
      guard let position = header.names.firstIndex(of: name) else {
        throw .missingColumn(name, in: header.names, path: path)
      }
      return position
    }
    fields = selected.map { Field(name: header.names[$0], type: .dictionary) }
  }

  func next() throws(TableError) -> TableBatch? {
    while true {
      try buffer.fill(line: line)
      let isLast = buffer.isAtEnd
      let start = buffer.range.lowerBound
      let (lines, tokenizer) = try cut(isLast: isLast)
      buffer.consume(to: tokenizer.position)
      line = tokenizer.line
      if let batch = try batch(lines: lines, blockOffset: buffer.fileOffset(ofBlockByte: 0)) { return batch }
      if isLast { return nil }
      if tokenizer.position == start { try buffer.demandMore(line: line) }
    }
  }

  /// Cuts all whole records of the buffer; `fieldList` then holds their fields.
  private func cut(isLast: Bool) throws(TableError) -> (LineMap, CSVTokenizer) {
    fieldList.truncate(to: 0)
    var lines = LineMap()
    var tokenizer = CSVTokenizer(
      text: buffer.text, range: buffer.range, isLast: isLast, dialect: dialect, line: line, fields: fieldList)
    while try tokenizer.next(path: path) == .record {
      let found = fieldList.count &- tokenizer.recordStart
      if found == columnCount {
        lines.append(line: tokenizer.recordLine)
      } else if found == 1, isBlank(fieldList.fields[tokenizer.recordStart]) {
        fieldList.truncate(to: tokenizer.recordStart)
      } else {
        throw ragged(line: tokenizer.recordLine, found: found)
      }
    }
    return (lines, tokenizer)
  }

  private func batch(lines: LineMap, blockOffset: Int) throws(TableError) -> TableBatch? {
    let rowCount = fieldList.count / columnCount
    guard rowCount > 0 else { return nil }
    let block = CSVBlock(
      text: buffer.text, fields: fieldList.fields, rowCount: rowCount, columnCount: columnCount)
    let selected = selected
    let encoded = parallelism.map(selected.count) { block.encode(column: selected[$0]) }
    let columns = try zip(fields, encoded).map { field, result throws(TableError) in
      switch result {
      case .success(let values): return Column(name: field.name, values: .dictionary(values))
      case .failure(let fault):
        let line = lines.line(ofRow: fault.row)
        if fault.kind == .nul { throw .binary(path: path, line: line, offset: blockOffset + fault.offset) }
        throw .notUTF8(path: path, line: line, column: field.name)
      }
    }
    defer { nextRow += rowCount }
    return TableBatch(
      table: Table(columns: columns, rowCount: rowCount, path: path), firstRow: nextRow, lines: lines)
  }

  /// Binary files fall apart into ragged rows; then the NUL byte is the better explanation.
  private func ragged(line: Int, found: Int) -> TableError {
    if let nul = buffer.firstNUL(fromLine: self.line) {
      return .binary(path: path, line: nul.line, offset: nul.offset)
    }
    return .raggedRow(path: path, line: line, expected: columnCount, found: found)
  }

  private func isBlank(_ field: CSVField) -> Bool {
    TextBytes(start: buffer.text + Int(field.start), count: field.length).allSatisfy(\.isBlank)
  }
}

extension CSVTokenizer {
  mutating func next(path: String) throws(TableError) -> Outcome {
    do throws(CSVFault) {
      return try nextRecord()
    } catch {
      switch error {
      case .unclosedQuote(let line, let column): throw .unclosedQuote(path: path, line: line, column: column)
      case .textAfterQuote(let line, let column): throw .textAfterQuote(path: path, line: line, column: column)
      }
    }
  }
}
