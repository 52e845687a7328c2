import Text

/// The header record of a CSV file.
struct CSVHeader {
  let names: [String]
  let dialect: CSVDialect
  /// Where there is something else than the separator above the header.
  let warnings: [String]

  /// Reads the first record that is not blank, behind the line of a separator and titles.
  init(reading reader: CSVBlockReader, path: String, options: TextOptions) throws(TableError) {
    let (dialect, titles) = reader.withHead { head, isWhole in
      CSVDialect.detect(head, isWhole: isWhole, options: options)
    }
    var above: [String] = []
    for _ in 0..<titles {
      guard let (fields, _) = try reader.header(dialect) else { break }
      above += fields.map { $0[0] }.filter { !$0.isEmpty && $0.prefix(4).lowercased() != "sep=" }
    }
    guard let (fields, line) = try reader.header(dialect) else { throw .empty(path: path) }
    let names = try fields.enumerated().map { position, field throws(TableError) in
      guard let name = field.withBytes(0, trimmedName) else {
        throw .notUTF8(path: path, line: line, column: "\(position + 1)")
      }
      return name
    }
    if let position = names.firstIndex(of: "") { throw .emptyHeader(path: path, line: line, position: position + 1) }
    try requireDistinct(names, path: path)
    self.names = names
    self.dialect = dialect
    warnings =
      above.isEmpty ? [] : ["the header is line \(line); what stands above it is passed over: \(excerpt(above))"]
  }
}

/// The name without the blanks around it; nil where it is not UTF-8.
private func trimmedName(_ bytes: TextBytes) -> String? {
  guard isUTF8(bytes) else { return nil }
  let start = bytes.firstIndex { !$0.isBlank } ?? bytes.endIndex
  let end = (bytes.lastIndex { !$0.isBlank } ?? start - 1) + 1
  return String(decoding: bytes[start..<end], as: UTF8.self)
}
