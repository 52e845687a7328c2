/// Reads of what Expat hands over.
extension XMLName {
  @inline(__always)
  func equals(_ name: StaticString) -> Bool {
    var position = 0
    let count = name.utf8CodeUnitCount
    while position < count {
      if UInt8(bitPattern: self[position]) != name.utf8Start[position] { return false }
      position += 1
    }
    return self[count] == 0
  }

  /// The text up to its NUL.
  var textBytes: TextBytes {
    var count = 0
    while self[count] != 0 { count += 1 }
    return UnsafeRawPointer(self).withMemoryRebound(to: UInt8.self, capacity: count) {
      TextBytes(start: $0, count: count)
    }
  }
}

extension XMLAttributes {
  /// The value of the attribute `name`, with or without a prefix before it.
  func value(_ name: StaticString, prefixed: Bool = false) -> String? {
    var pair = self
    while let key = pair[0], let value = pair[1] {
      let colon = key.textBytes.firstIndex(of: UInt8(ascii: ":"))
      let local = colon.map { key + $0 + 1 } ?? key
      if local.equals(name), (colon != nil) == prefixed { return String(cString: value) }
      pair += 2
    }
    return nil
  }

  func flag(_ name: StaticString) -> Bool {
    let value = value(name)
    return value == "1" || value == "true"
  }
}

/// Text that arrives in pieces.
struct TextBuffer {
  private(set) var bytes: [UInt8] = []
  /// More came than fits.
  private(set) var isFull = false

  mutating func clear() {
    bytes.removeAll(keepingCapacity: true)
    isFull = false
  }

  mutating func append(_ piece: TextBytes) {
    guard bytes.count + piece.count <= SpreadsheetLimits.cellBytes else {
      isFull = true
      return
    }
    bytes.append(contentsOf: piece)
  }

  /// Replaces `_x000D_` and its like by the characters that they stand for (ECMA-376, ST_Xstring).
  mutating func unescape() {
    guard let first = bytes.firstIndex(of: UInt8(ascii: "_")), bytes.count - first >= 7 else { return }
    var plain: [UInt8] = Array(bytes[..<first])
    var position = first
    while position < bytes.count {
      if let unit = escapedUnit(at: position), let scalar = Unicode.Scalar(unit), unit != 0 {
        plain.append(contentsOf: String(Character(scalar)).utf8)
        position += 7
      } else {
        plain.append(bytes[position])
        position += 1
      }
    }
    bytes = plain
  }

  private func escapedUnit(at position: Int) -> UInt32? {
    guard position + 7 <= bytes.count, bytes[position] == UInt8(ascii: "_"), bytes[position + 1] == UInt8(ascii: "x"),
      bytes[position + 6] == UInt8(ascii: "_")
    else { return nil }
    let digits = bytes[(position + 2)..<(position + 6)]
    guard digits.allSatisfy({ UnicodeScalar($0).properties.isASCIIHexDigit }) else { return nil }
    return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
  }
}
