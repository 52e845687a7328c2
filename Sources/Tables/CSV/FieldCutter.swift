/// Cuts text into records and fields as far as a guess needs it: the bridge reads them exactly.
struct FieldCutter {
  struct Field {
    enum Quoting { case none, closed, open }
    var quoting = Quoting.none
    var beginsWithBlank = false
    var isBlank = true
    var hasLetter = false
    /// A blank between letters or digits, outside quotes.
    var hasInnerBlank = false
    /// Its bytes, without the quotes around them.
    var bytes = 0..<0
  }

  private let text: TextBytes
  private let dialect: CSVDialect
  private(set) var position = 0

  init(_ text: TextBytes, _ dialect: CSVDialect) {
    self.text = text
    self.dialect = dialect
  }

  /// The fields of the next record; false where the text has ended.
  mutating func next(_ fields: inout [Field]) -> Bool {
    guard position < text.count else { return false }
    fields.removeAll(keepingCapacity: true)
    skipBlanks()
    while true {
      fields.append(field())
      guard position < text.count else { return true }
      let byte = text[position]
      position += 1
      if isDelimiter(byte) {
        skipBlanks()
        // Blanks at the end of a line separate nothing.
        guard dialect.joinsBlanks else { continue }
        if position < text.count, !text[position].isLineEnd { continue }
        guard position < text.count else { return true }
        position += 1
      }
      if text[position - 1] == UInt8(ascii: "\r"), position < text.count, text[position] == UInt8(ascii: "\n") {
        position += 1
      }
      return true
    }
  }

  private func isDelimiter(_ byte: UInt8) -> Bool {
    byte == dialect.delimiter || dialect.joinsBlanks && byte.isBlank
  }

  /// Where runs of blanks separate, and at the start of a line are nothing.
  private mutating func skipBlanks() {
    guard dialect.joinsBlanks else { return }
    while position < text.count, text[position].isBlank { position += 1 }
  }

  /// Up to the separator or line end behind it.
  private mutating func field() -> Field {
    var field = Field()
    if position < text.count, text[position] == dialect.quote { skipQuoted(&field) }
    let start = position
    if field.quoting == .none { field.bytes = start..<start }
    var wasBlank = false
    while position < text.count, !isDelimiter(text[position]), !text[position].isLineEnd {
      let isBlank = text[position].isBlank
      if position == start, isBlank { field.beginsWithBlank = true }
      if !isBlank {
        if wasBlank, !field.isBlank { field.hasInnerBlank = true }
        field.isBlank = false
      }
      wasBlank = isBlank
      if text[position].isLetter { field.hasLetter = true }
      position += 1
    }
    if field.quoting == .none { field.bytes = start..<position }
    // Text behind the closing quote.
    if field.quoting == .closed, position > start { field.quoting = .open }
    return field
  }

  private mutating func skipQuoted(_ field: inout Field) {
    field.quoting = .open
    field.isBlank = false
    position += 1
    let start = position
    defer { field.bytes = start..<max(start, position - (field.quoting == .closed ? 1 : 0)) }
    while position < text.count {
      let isQuote = text[position] == dialect.quote
      if text[position].isLetter { field.hasLetter = true }
      position += 1
      guard isQuote else { continue }
      guard position < text.count, text[position] == dialect.quote else {
        field.quoting = .closed
        return
      }
      position += 1
    }
  }
}

extension UInt8 {
  fileprivate var isLineEnd: Bool { self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r") }
}
