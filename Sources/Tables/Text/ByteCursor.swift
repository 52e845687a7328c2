/// Reads bytes from left to right.
struct ByteCursor {
  private let bytes: TextBytes
  private(set) var position = 0
  private let end: Int

  /// Blanks at both ends are left out.
  init(trimming bytes: TextBytes) {
    self.bytes = bytes
    var end = bytes.count
    while end > 0, bytes[end - 1].isBlank { end -= 1 }
    self.end = end
    skipBlanks()
  }

  var isAtEnd: Bool { position == end }
  var next: UInt8? { position < end ? bytes[position] : nil }

  /// Spaces and tabs, and the spaces that do not break: some programs write one before `PM`.
  mutating func skipBlanks() {
    while position < end {
      if bytes[position].isBlank {
        position += 1
      } else if position + 2 <= end, bytes[position] == 0xc2, bytes[position + 1] == 0xa0 {
        position += 2
      } else if position + 3 <= end, bytes[position] == 0xe2, bytes[position + 1] == 0x80, bytes[position + 2] == 0xaf {
        position += 3
      } else {
        return
      }
    }
  }

  /// Steps over `byte` if it comes next.
  mutating func skip(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    position += 1
    return true
  }

  /// Steps over `text` (ASCII capitals) if it comes next in either case.
  mutating func skip(ignoringCase text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard position + count <= end else { return false }
    for index in 0..<count where bytes[position + index] & 0xdf != text.utf8Start[index] { return false }
    position += count
    return true
  }

  /// A run of at most `limit` digits: its value and length; nil where there is none.
  mutating func digits(atMost limit: Int) -> (value: Int, count: Int)? {
    let start = position
    var value = 0
    while position < end, position - start < limit, bytes[position].isDigit {
      value = value * 10 + Int(bytes[position] - UInt8(ascii: "0"))
      position += 1
    }
    return position > start ? (value, position - start) : nil
  }

  mutating func advance() { position += 1 }

  /// A run of letters, those outside ASCII among them; nil where there is none, or one longer than any month's name.
  mutating func word() -> String? {
    let start = position
    while position < end, bytes[position].isLetter { position += 1 }
    guard position > start, position - start <= 12 else { return nil }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }
}

extension UInt8 {
  var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }
  /// Or part of one outside ASCII.
  var isLetter: Bool { self >= 0x80 || (self | 0x20) &- UInt8(ascii: "a") < 26 }
  var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
}
