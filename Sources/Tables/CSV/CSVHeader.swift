/// The header record of a CSV file.
struct CSVHeader {
  let names: [String]
  let dialect: CSVDialect
  /// The line after the header.
  let nextLine: Int

  /// Reads the first record that is not blank, and leaves `buffer` behind it.
  ///
  /// - Parameter dialect: nil to find it out.
  init(reading buffer: CSVBuffer, path: String, dialect: CSVDialect?) throws(TableError) {
    try buffer.fill(line: 1)
    buffer.skipByteOrderMark()
    if let nul = buffer.firstNUL(fromLine: 1) { throw .binary(path: path, line: nul.line, offset: nul.offset) }
    let fields = CSVFieldList(capacity: 64)
    var line = 1
    while true {
      let dialect = dialect ?? .detect(header: buffer.firstLine)
      var tokenizer = CSVTokenizer(
        text: buffer.text, range: buffer.range, isLast: buffer.isAtEnd, dialect: dialect, line: line, fields: fields)
      let outcome = try tokenizer.next(path: path)
      switch outcome {
      case .finished: throw .empty(path: path)
      case .incomplete:
        try buffer.demandMore(line: line)
        try buffer.fill(line: line)
        continue
      case .record: break
      }
      let names = try Self.names(of: fields, in: buffer, path: path, line: tokenizer.recordLine)
      buffer.consume(to: tokenizer.position)
      line = tokenizer.line
      fields.truncate(to: 0)
      // A line of blanks is blank.
      if names == [""] { continue }
      try Self.check(names, path: path, line: tokenizer.recordLine)
      (self.names, self.dialect, nextLine) = (names, dialect, line)
      return
    }
  }

  /// Names without the blanks around them.
  private static func names(
    of fields: CSVFieldList, in buffer: CSVBuffer, path: String, line: Int
  ) throws(TableError) -> [String] {
    try (0..<fields.count).map { position throws(TableError) in
      let field = fields.fields[position]
      var bytes: [UInt8] = []
      let text = TextBytes(start: buffer.text + Int(field.start), count: field.length)
      if field.isEscaped { bytes.append(unescaping: text) } else { bytes.append(contentsOf: text) }
      let trimmed = bytes.trimmingBlanks
      guard trimmed.withUnsafeBufferPointer(isUTF8) else {
        throw .notUTF8(path: path, line: line, column: "\(position + 1)")
      }
      return String(decoding: trimmed, as: UTF8.self)
    }
  }

  private static func check(_ names: [String], path: String, line: Int) throws(TableError) {
    if let position = names.firstIndex(of: "") { throw .emptyHeader(path: path, line: line, position: position + 1) }
    try requireDistinct(names, path: path)
  }
}

extension CSVBuffer {
  fileprivate func skipByteOrderMark() {
    let mark: [UInt8] = [0xef, 0xbb, 0xbf]
    if unread.starts(with: mark) { consume(to: range.lowerBound + mark.count) }
  }

  /// The first line that is not blank, as far as it was read; quoted line ends do not end it.
  fileprivate var firstLine: some Sequence<UInt8> {
    var isQuoted = false
    return unread.drop { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") || $0.isBlank }.prefix { byte in
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      return isQuoted || (byte != UInt8(ascii: "\n") && byte != UInt8(ascii: "\r"))
    }
  }

  private var unread: TextBytes { TextBytes(start: text + range.lowerBound, count: range.count) }
}

extension [UInt8] {
  fileprivate var trimmingBlanks: [UInt8] {
    Array(drop(while: \.isBlank).reversed().drop(while: \.isBlank).reversed())
  }
}
