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

  mutating func skipBlanks() {
    while position < end, bytes[position].isBlank { position += 1 }
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
}

extension UInt8 {
  var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }
  var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
}
