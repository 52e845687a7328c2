#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What is wrong with a block of CSV text, before a path is put to it.
enum CSVFault: Error {
  case unclosedQuote(line: Int, column: Int)
  case textAfterQuote(line: Int, column: Int)
}

/// Cuts a block of CSV text (RFC 4180) into records and fields, without copying.
///
/// A quote opens a quoted field only as its first byte; inside, a doubled quote is a quote and line ends are text.
/// Records end with LF, CRLF or CR. Lines without any byte are no records.
struct CSVTokenizer {
  enum Outcome {
    case record
    /// The block ends inside a record that a later block completes.
    case incomplete
    case finished
  }

  /// `padding` readable bytes follow the text.
  static let padding = 8

  private let text: UnsafePointer<UInt8>
  private let end: Int
  /// Whether the file ends with this block.
  private let isLast: Bool
  private let dialect: CSVDialect
  private let patterns: SpecialBytes
  let fields: CSVFieldList

  /// Bytes before it belong to whole records.
  private(set) var position: Int
  /// The line at `position`.
  private(set) var line: Int
  /// The line on which the last record begins, and its place in `fields`.
  private(set) var recordLine = 0
  private(set) var recordStart = 0

  init(
    text: UnsafePointer<UInt8>, range: Range<Int>, isLast: Bool, dialect: CSVDialect, line: Int, fields: CSVFieldList
  ) {
    self.text = text
    position = range.lowerBound
    end = range.upperBound
    self.isLast = isLast
    self.dialect = dialect
    self.line = line
    self.fields = fields
    patterns = SpecialBytes(delimiter: dialect.delimiter)
  }

  /// Reads one record and appends its fields.
  mutating func nextRecord() throws(CSVFault) -> Outcome {
    while position < end, isNewline(text[position]) {
      guard let length = newlineLength(at: position) else { return .incomplete }
      position += length
      line += 1
    }
    if position == end { return isLast ? .finished : .incomplete }
    let start = position
    recordLine = line
    recordStart = fields.count
    if try readRecord() { return .record }
    position = start
    line = recordLine
    fields.truncate(to: recordStart)
    return .incomplete
  }

  /// False where the record needs bytes beyond the block.
  private mutating func readRecord() throws(CSVFault) -> Bool {
    let start = position
    while true {
      let isQuoted = position < end && text[position] == dialect.quote
      guard try isQuoted ? readQuoted(recordAt: start) : readPlain() else { return false }
      if position == end { return true }
      if text[position] == dialect.delimiter {
        position &+= 1
        continue
      }
      guard let length = newlineLength(at: position) else { return false }
      position &+= length
      line &+= 1
      return true
    }
  }

  private mutating func readPlain() -> Bool {
    let start = position
    position = endOfPlain(from: position)
    if position == end, !isLast { return false }
    fields.append(CSVField(start: start, end: position, isEscaped: false))
    return true
  }

  /// The next separator or line end, or `end`.
  @inline(__always) private func endOfPlain(from start: Int) -> Int {
    let raw = UnsafeRawPointer(text)
    var position = start
    while position < end {
      let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: position, as: UInt64.self))
      let hits = patterns.hits(in: word)
      if hits != 0 { return min(end, position &+ hits.trailingZeroBitCount >> 3) }
      position &+= 8
    }
    return end
  }

  private mutating func readQuoted(recordAt recordPosition: Int) throws(CSVFault) -> Bool {
    let open = position
    var isEscaped = false
    var close = open + 1
    while true {
      guard let found = indexOfQuote(from: close) else {
        if !isLast { return false }
        throw .unclosedQuote(line: line, column: column(of: open, recordAt: recordPosition))
      }
      close = found
      if close + 1 == end, !isLast { return false }
      guard close + 1 < end, text[close + 1] == dialect.quote else { break }
      isEscaped = true
      close += 2
    }
    position = close + 1
    guard position == end || text[position] == dialect.delimiter || isNewline(text[position]) else {
      throw .textAfterQuote(line: line, column: column(of: open, recordAt: recordPosition))
    }
    fields.append(CSVField(start: open + 1, end: close, isEscaped: isEscaped))
    line += newlines(in: open + 1..<close)
    return true
  }

  private func indexOfQuote(from start: Int) -> Int? {
    guard start < end, let found = memchr(text + start, Int32(dialect.quote), end - start) else { return nil }
    return UnsafeRawPointer(found) - UnsafeRawPointer(text)
  }

  private func isNewline(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }

  /// 2 for CRLF, else 1; nil where the block ends after a CR.
  private func newlineLength(at position: Int) -> Int? {
    if text[position] == UInt8(ascii: "\n") { return 1 }
    if position + 1 < end { return text[position + 1] == UInt8(ascii: "\n") ? 2 : 1 }
    return isLast ? 1 : nil
  }

  private func newlines(in range: Range<Int>) -> Int {
    var count = 0
    for index in range {
      let isLoneReturn =
        text[index] == UInt8(ascii: "\r") && (index + 1 == end || text[index + 1] != UInt8(ascii: "\n"))
      if text[index] == UInt8(ascii: "\n") || isLoneReturn { count += 1 }
    }
    return count
  }

  /// The column of byte `position` in its line, from 1, in bytes.
  private func column(of position: Int, recordAt recordPosition: Int) -> Int {
    var start = position
    while start > recordPosition, !isNewline(text[start - 1]) { start -= 1 }
    return position - start + 1
  }
}

/// Finds the three bytes that end a plain field, eight bytes at a time.
private struct SpecialBytes {
  private let delimiters: UInt64
  private static let lows: UInt64 = 0x0101_0101_0101_0101
  private static let highs: UInt64 = 0x8080_8080_8080_8080

  init(delimiter: UInt8) {
    delimiters = Self.lows &* UInt64(delimiter)
  }

  /// The high bit of the first special byte, and perhaps of bytes above it; 0 where there is none.
  @inline(__always) func hits(in word: UInt64) -> UInt64 {
    Self.zeros(in: word ^ delimiters) | Self.zeros(in: word ^ (Self.lows &* 0x0a))
      | Self.zeros(in: word ^ (Self.lows &* 0x0d))
  }

  @inline(__always) private static func zeros(in word: UInt64) -> UInt64 {
    (word &- lows) & ~word & highs
  }
}
