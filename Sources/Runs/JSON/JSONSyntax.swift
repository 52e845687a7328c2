/// Checks that bytes are one JSON document (RFC 8259) before Foundation decodes it: Foundation accepts trailing commas,
/// repeated names and numbers such as 01, and does not report where a document is wrong.
struct JSONSyntax {
  let bytes: [UInt8]
  let file: String
  var position = 0
  static let depthLimit = 128

  init(bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
  }

  /// - Parameter file: named in errors.
  /// - Throws: `JSONError` with line and column; also for a name that occurs twice in an object, for numbers out of the
  ///   range of `Double`, and for more than 128 levels of nesting.
  static func check(_ bytes: [UInt8], file: String) throws(JSONError) {
    var syntax = JSONSyntax(bytes: bytes, file: file)
    try syntax.value(depth: 0)
    syntax.skipBlanks()
    if syntax.position < bytes.count { throw syntax.problem("text after the end of the document") }
  }

  private mutating func value(depth: Int) throws(JSONError) {
    if depth > Self.depthLimit { throw problem("more than \(Self.depthLimit) levels") }
    skipBlanks()
    guard let byte = peek() else { throw problem("the text ends where a value is expected") }
    switch byte {
    case UInt8(ascii: "{"): try object(depth: depth)
    case UInt8(ascii: "["): try array(depth: depth)
    case UInt8(ascii: "\""): _ = try string()
    case UInt8(ascii: "t"): try word("true")
    case UInt8(ascii: "f"): try word("false")
    case UInt8(ascii: "n"): try word("null")
    default: try number()
    }
  }

  private mutating func object(depth: Int) throws(JSONError) {
    var known: Set<String> = []
    position += 1
    if skip("}") { return }
    repeat {
      skipBlanks()
      guard peek() == UInt8(ascii: "\"") else { throw problem("a member's name in quotes is expected") }
      let start = position
      let key = try string()
      if !known.insert(key).inserted {
        position = start
        throw problem("the name '\(key)' occurs twice")
      }
      guard skip(":") else { throw problem("':' is expected") }
      try value(depth: depth + 1)
    } while skip(",")
    guard skip("}") else { throw problem("',' or '}' is expected") }
  }

  private mutating func array(depth: Int) throws(JSONError) {
    position += 1
    if skip("]") { return }
    repeat { try value(depth: depth + 1) } while skip(",")
    guard skip("]") else { throw problem("',' or ']' is expected") }
  }

  private mutating func word(_ text: StaticString) throws(JSONError) {
    let end = position + text.utf8CodeUnitCount
    guard end <= bytes.count, text.withUTF8Buffer({ $0.elementsEqual(bytes[position..<end]) }) else {
      throw problem("a value is expected")
    }
    position = end
  }

  private mutating func number() throws(JSONError) {
    let start = position
    while let byte = peek(), byte.isPartOfNumber { position += 1 }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard isNumber(bytes[start..<position]) else {
      position = start
      throw problem("a value is expected")
    }
    guard Double(text)?.isFinite == true else {
      position = start
      throw problem("the number \(text) is out of range")
    }
  }

  /// `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`
  private func isNumber(_ text: ArraySlice<UInt8>) -> Bool {
    var rest = text
    if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
    let leadingZero = rest.first == UInt8(ascii: "0")
    let whole = rest.dropDigits()
    if whole == 0 || (leadingZero && whole > 1) { return false }
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      if rest.dropDigits() == 0 { return false }
    }
    if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
      rest.removeFirst()
      if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest.removeFirst() }
      if rest.dropDigits() == 0 { return false }
    }
    return rest.isEmpty
  }
}

// MARK: - Strings

extension JSONSyntax {
  private mutating func string() throws(JSONError) -> String {
    position += 1
    var text: [UInt8] = []
    while let byte = peek() {
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        guard let string = String(validating: text, as: UTF8.self) else { throw problem("the text is not UTF-8") }
        return string
      case UInt8(ascii: "\\"): text.append(contentsOf: try escape())
      case 0..<0x20: throw problem("a control character in a text must be escaped")
      default:
        text.append(byte)
        position += 1
      }
    }
    throw problem("the text ends inside quotes")
  }

  private mutating func escape() throws(JSONError) -> [UInt8] {
    let start = position
    position += 2
    guard start + 1 < bytes.count else { throw problem("the text ends inside quotes") }
    switch bytes[start + 1] {
    case UInt8(ascii: "n"): return [10]
    case UInt8(ascii: "t"): return [9]
    case UInt8(ascii: "r"): return [13]
    case UInt8(ascii: "b"): return [8]
    case UInt8(ascii: "f"): return [12]
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [bytes[start + 1]]
    case UInt8(ascii: "u"):
      if let scalar = unicodeEscape() { return Array(String(Character(scalar)).utf8) }
    default: break
    }
    position = start
    throw problem("an unknown escape")
  }

  /// Reads the four hexadecimal digits after `\u`, and the second half of a surrogate pair after the first one.
  private mutating func unicodeEscape() -> UnicodeScalar? {
    guard let first = hexadecimal() else { return nil }
    guard (0xd800..<0xdc00).contains(first) else { return UnicodeScalar(first) }
    guard position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
      bytes[position + 1] == UInt8(ascii: "u")
    else { return nil }
    position += 2
    guard let second = hexadecimal(), (0xdc00..<0xe000).contains(second) else { return nil }
    return UnicodeScalar(0x10000 + (first - 0xd800) << 10 + (second - 0xdc00))
  }

  private mutating func hexadecimal() -> UInt32? {
    guard position + 4 <= bytes.count else { return nil }
    let digits = bytes[position..<position + 4].compactMap { Character(UnicodeScalar($0)).hexDigitValue }
    guard digits.count == 4 else { return nil }
    position += 4
    return digits.reduce(0) { $0 << 4 | UInt32($1) }
  }
}

// MARK: - Bytes

extension JSONSyntax {
  private func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipBlanks() {
    while let byte = peek(), byte == 32 || byte == 10 || byte == 13 || byte == 9 { position += 1 }
  }

  /// Skips whitespace, and then `mark` if it follows; returns whether it did.
  private mutating func skip(_ mark: Unicode.Scalar) -> Bool {
    skipBlanks()
    guard peek() == UInt8(ascii: mark) else { return false }
    position += 1
    return true
  }

  private func problem(_ text: String) -> JSONError {
    let before = bytes[..<min(position, bytes.count)]
    let lineStart = before.lastIndex(of: 10).map { $0 + 1 } ?? 0
    let (line, column) = (before.count { $0 == 10 } + 1, position - lineStart + 1)
    return JSONError(file: file, place: .init(line: line, column: column), problem: "this is not JSON: \(text)")
  }
}

extension UInt8 {
  fileprivate var isPartOfNumber: Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) || "+-.eE".utf8.contains(self)
  }
}

extension ArraySlice<UInt8> {
  /// Removes leading digits and returns how many there were.
  fileprivate mutating func dropDigits() -> Int {
    let rest = drop { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    defer { self = rest }
    return count - rest.count
  }
}
