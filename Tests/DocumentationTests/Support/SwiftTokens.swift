/// Identifiers of a Swift file in order, without those in comments and in the text of string literals.
struct SwiftTokens {
  struct Token {
    let text: String
    /// Whether it follows a dot, as members do.
    let isMember: Bool
    /// Whether `(` or `<` follows, as in calls and declarations.
    let isCalled: Bool
    /// Nesting in braces, brackets and parentheses; 0 at the top level of the file.
    let depth: Int
  }

  private(set) var tokens: [Token] = []
  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0

  init(_ text: String) {
    bytes = Array(text.utf8)
    readCode(untilClosing: nil)
  }

  private func byte(_ offset: Int = 0) -> UInt8 { position + offset < bytes.count ? bytes[position + offset] : 0 }

  private func isNext(_ text: StaticString) -> Bool {
    (0..<text.utf8CodeUnitCount).allSatisfy { byte($0) == text.utf8Start[$0] }
  }

  /// Reads to the end, or past the parenthesis that ends an interpolation.
  private mutating func readCode(untilClosing outer: Int?) {
    while position < bytes.count {
      switch byte() {
      case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "/"): skip { $0 != UInt8(ascii: "\n") }
      case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "*"): skipBlockComment()
      case UInt8(ascii: "\""), UInt8(ascii: "#"): readQuoted()
      case UInt8(ascii: "{"), UInt8(ascii: "("), UInt8(ascii: "["):
        depth += 1
        position += 1
      case UInt8(ascii: "}"), UInt8(ascii: ")"), UInt8(ascii: "]"):
        depth -= 1
        position += 1
        if depth == outer { return }
      case let byte where isIdentifier(byte): readWord()
      default: position += 1
      }
    }
  }

  private mutating func skip(while isSkipped: (UInt8) -> Bool) {
    while position < bytes.count, isSkipped(byte()) { position += 1 }
  }

  private mutating func skipBlockComment() {
    position += 2
    while position < bytes.count, !isNext("*/") { position += 1 }
    position += 2
  }

  private mutating func readWord() {
    let start = position
    let isMember = start > 0 && bytes[start - 1] == UInt8(ascii: ".")
    skip(while: isIdentifier)
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    tokens.append(
      Token(
        text: text, isMember: isMember, isCalled: byte() == UInt8(ascii: "(") || byte() == UInt8(ascii: "<"),
        depth: depth))
  }

  /// Reads a string literal with its interpolations, raw and multiline ones included, or a lone `#`.
  private mutating func readQuoted() {
    var hashes = 0
    while byte() == UInt8(ascii: "#") {
      hashes += 1
      position += 1
    }
    guard byte() == UInt8(ascii: "\"") else { return }
    let quotes = isNext("\"\"\"") ? 3 : 1
    position += quotes
    while position < bytes.count {
      if byte() == UInt8(ascii: "\\"), (0..<hashes).allSatisfy({ byte(1 + $0) == UInt8(ascii: "#") }) {
        position += 1 + hashes
        if byte() == UInt8(ascii: "(") {
          position += 1
          depth += 1
          readCode(untilClosing: depth - 1)
        } else {
          position += 1
        }
      } else if (0..<quotes).allSatisfy({ byte($0) == UInt8(ascii: "\"") }),
        (0..<hashes).allSatisfy({ byte(quotes + $0) == UInt8(ascii: "#") })
      {
        position += quotes + hashes
        return
      } else {
        position += 1
      }
    }
  }
}

private func isIdentifier(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    || byte == UInt8(ascii: "_") || byte >= 0x80
}
