import Foundation

/// Writes tables to a CSV file: comma-separated, UTF-8, LF, a header always, quotes only where needed.
///
/// Null is an empty field (`""` in a table of one column), and an empty string is `""`; doubles are the shortest decimals that read back alike;
/// timestamps are `2011-09-01 00:00:00`, dates `2011-09-01`, truth values `true` and `false`. The same input gives the
/// same bytes. The file has its name only after `close()`; a writer that is dropped before leaves nothing behind.
public final class CSVWriter {
  public let path: String
  public let fields: [Field]
  private let file: PartialFile
  /// -1 once closed or failed.
  private var descriptor: Int32
  private var buffer: [UInt8] = []

  /// Bytes gathered before they are written.
  private static let bufferSize = 1 << 18

  /// - Parameter fields: columns of the tables to come.
  public init(path: String, fields: [Field]) throws(TableError) {
    self.path = path
    self.fields = fields
    file = try PartialFile(path: path)
    descriptor = open(file.target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw TableError(code: errno, path: path, action: .write) }
    for (index, field) in fields.enumerated() {
      if index > 0 { buffer.append(UInt8(ascii: ",")) }
      buffer.append(quotedIfNeeded: Array(field.name.utf8)[...])
    }
    buffer.append(UInt8(ascii: "\n"))
  }

  deinit { abandon() }
}

extension CSVWriter {
  /// Appends the rows of `table`.
  ///
  /// - Parameter table: its columns are the writer's fields, in order.
  /// - Throws: `otherColumns`; `noPermission` or `system` where the file cannot be written, after which the writer is
  ///   of no more use.
  public func write(_ table: Table) throws(TableError) {
    guard table.fields == fields else {
      throw .otherColumns(path: path, expected: fields.map(\.name), found: table.fields.map(\.name))
    }
    for row in 0..<table.rowCount {
      // Nothing at all would be a blank line, which readers skip.
      let isBlank = table.columns.count == 1 && table.columns[0].values.isNull(row)
      if isBlank { buffer.append(contentsOf: "\"\"".utf8) }
      for (index, column) in table.columns.enumerated() {
        if index > 0 { buffer.append(UInt8(ascii: ",")) }
        buffer.append(column.values, row: row)
      }
      buffer.append(UInt8(ascii: "\n"))
      if buffer.count >= Self.bufferSize { try flush() }
    }
  }

  /// Completes the file and gives it its name.
  public func close() throws(TableError) {
    try flush()
    let result = Foundation.close(descriptor)
    let code = errno
    descriptor = -1
    do throws(TableError) {
      guard result == 0 else { throw TableError(code: code, path: path, action: .write) }
      try file.commit()
    } catch {
      file.discard()
      throw error
    }
  }

  private func flush() throws(TableError) {
    precondition(descriptor >= 0, "a closed or failed writer cannot be used")
    let code = buffer.withUnsafeBytes { writeAll($0) }
    buffer.removeAll(keepingCapacity: true)
    guard code == 0 else {
      abandon()
      throw TableError(code: code, path: path, action: .write)
    }
  }

  /// errno, or 0.
  private func writeAll(_ bytes: UnsafeRawBufferPointer) -> Int32 {
    var written = 0
    while written < bytes.count {
      let count = Foundation.write(descriptor, bytes.baseAddress! + written, bytes.count - written)
      if count < 0, errno != EINTR { return errno }
      written += max(0, count)
    }
    return 0
  }

  private func abandon() {
    guard descriptor >= 0 else { return }
    _ = Foundation.close(descriptor)
    descriptor = -1
    file.discard()
  }
}

extension [UInt8] {
  fileprivate mutating func append(_ values: ColumnValues, row: Int) {
    if values.isNull(row) { return }
    switch values {
    case .bool(let values): append(contentsOf: (values[row] ? "true" : "false").utf8)
    case .int32(let values): append(integer: Int64(values[row]))
    case .int64(let values): append(integer: values[row])
    case .float(let values): append(shortest: values[row])
    case .double(let values): append(shortest: values[row])
    case .timestamp(let values): append(timestamp: values[row])
    case .date(let values): append(date: values[row])
    case .string(let values): values.withBytes(row) { append(text: $0) }
    case .dictionary(let values): values.dictionary.withBytes(Int(values.codes[row])) { append(text: $0) }
    }
  }

  private mutating func append(text: TextBytes) {
    append(quotedIfNeeded: text)
  }

  /// Quotes text that is empty or holds a separator, a quote, a line end, or a blank at an end.
  fileprivate mutating func append(quotedIfNeeded text: some BidirectionalCollection<UInt8>) {
    let needsQuotes =
      text.isEmpty || text.first!.isBlank || text.last!.isBlank
      || text.contains {
        $0 == UInt8(ascii: ",") || $0 == quote || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r")
      }
    guard needsQuotes else {
      append(contentsOf: text)
      return
    }
    append(quote)
    for byte in text {
      if byte == quote { append(quote) }
      append(byte)
    }
    append(quote)
  }

  private var quote: UInt8 { UInt8(ascii: "\"") }
}
