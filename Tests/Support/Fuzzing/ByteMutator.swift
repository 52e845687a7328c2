import Numerics

/// Changes bytes in the ways in which files get damaged, by accident or on purpose.
struct ByteMutator {
  var random: PhiloxGenerator

  /// Makes one to six changes, most often few, because a file with many is refused early.
  ///
  /// - Parameters:
  ///   - other: a file of the same format, of which pieces may be inserted.
  ///   - tokens: text that has a meaning in the format.
  mutating func mutate(_ bytes: [UInt8], other: [UInt8], tokens: [String]) -> [UInt8] {
    var bytes = bytes
    for _ in 0...below(1 + below(6)) { change(&bytes, other, tokens) }
    return bytes
  }

  /// A random number from 0 to `count` − 1; 0 if `count` is not positive.
  mutating func below(_ count: Int) -> Int { random.index(below: max(1, count)) }

  private mutating func change(_ bytes: inout [UInt8], _ other: [UInt8], _ tokens: [String]) {
    if bytes.isEmpty { bytes = other }
    switch below(11) {
    case 0: bytes[position(bytes)] ^= 1 << UInt8(below(8))
    case 1: bytes[position(bytes)] = UInt8(below(256))
    case 2, 3: overwriteNumber(&bytes)
    case 4: bytes.removeLast(below(bytes.count))
    case 5: bytes.removeSubrange(range(bytes))
    case 6: repeatPiece(&bytes)
    case 7: splice(&bytes, other)
    case 8, 9: insertToken(&bytes, tokens)
    default: replaceDigits(&bytes)
    }
  }

  /// A random position; half of the time near an end, where binary formats keep their metadata.
  private mutating func position(_ bytes: [UInt8]) -> Int {
    let margin = min(bytes.count, 512)
    switch below(4) {
    case 0: return below(margin)
    case 1: return bytes.count - 1 - below(margin)
    default: return below(bytes.count)
    }
  }

  private mutating func range(_ bytes: [UInt8]) -> Range<Int> {
    let start = position(bytes)
    return start..<min(bytes.count, start + 1 + below(1 << below(9)))
  }

  /// Replaces 1, 2, 4 or 8 bytes by an extreme integer.
  private mutating func overwriteNumber(_ bytes: inout [UInt8]) {
    let width = 1 << below(4)
    let extremes: [Int64] = [
      0, 1, -1, .max, .min, Int64(Int32.max), Int64(Int32.min), 1 << 31, 1 << 32, 0x7f, 0x80, 0xffff, 1 << 40,
    ]
    let value = extremes[below(extremes.count)]
    let start = position(bytes)
    for offset in 0..<width where start + offset < bytes.count {
      bytes[start + offset] = UInt8(truncatingIfNeeded: value >> (8 * Int64(offset)))
    }
  }

  private mutating func repeatPiece(_ bytes: inout [UInt8]) {
    let piece = Array(bytes[range(bytes)])
    let count = 1 + below(1 << below(8))
    let copies = Array(repeatElement(piece, count: min(count, (1 << 16) / max(1, piece.count) + 1)).joined())
    bytes.insert(contentsOf: copies, at: position(bytes))
  }

  private mutating func splice(_ bytes: inout [UInt8], _ other: [UInt8]) {
    guard !other.isEmpty else { return }
    bytes.replaceSubrange(range(bytes), with: other[range(other)])
  }

  private mutating func insertToken(_ bytes: inout [UInt8], _ tokens: [String]) {
    guard !tokens.isEmpty else { return }
    bytes.insert(contentsOf: tokens[below(tokens.count)].utf8, at: position(bytes))
  }

  /// Replaces a run of digits by an extreme or malformed number.
  private mutating func replaceDigits(_ bytes: inout [UInt8]) {
    let isDigit = { (byte: UInt8) in (48...57).contains(byte) }
    let start = position(bytes)
    guard let first = bytes[start...].firstIndex(where: isDigit) else { return }
    let end = bytes[first...].firstIndex { !isDigit($0) } ?? bytes.count
    let numbers = [
      "99999999999999999999", "-1", "1e308", "1e-400", "0", "2147483648", "9223372036854775808", "1048577", "16385",
      "NaN",
      "0.1e999999999", "4294967295",
    ]
    bytes.replaceSubrange(first..<end, with: numbers[below(numbers.count)].utf8)
  }
}

extension FuzzFormat {
  /// Text that has a meaning in the format.
  var tokens: [String] {
    switch self {
    case .csv: ["\"", "\"\"", ",", ";", "\r", "\n\n", "\0", "\u{FEFF}", "9999-12-31", "0000-01-01", "1e308", "=1+1"]
    case .xlsx:
      [
        "<c r=\"XFD1048576\"><v>1</v></c>", "</row>", "<row r=\"1048576\"/>", " t=\"s\"", " t=\"inlineStr\"", "&amp;",
        "&#0;",
        "<!DOCTYPE a [<!ENTITY b \"c\">]>", "<is><t>", "</v>", " s=\"99\"", "<![CDATA[", "-->", "<x:c xmlns:x=\"y\"/>",
        " r=\"A0\"", "_x0000_", "_xD800_", " state=\"hidden\"", "../", "1e308", "<si>", "<rPh>",
      ]
    case .jsonl:
      ["{", "}", "[", "\"", "\\u0000", "\\ud800", "null", ":", ",", "1e999", "\n", "\n\n", "\"\":", "\r", "\0", "{}"]
    case .mapping: ["{", "}", "[", "\"", "\\u0000", "\\ud800", "null", ":", ",", "1e999", "\"customer_id\":"]
    case .yaml:
      [
        "- ", ": ", "&a ", "*a", "!!binary ", "|\n", ">\n", "{", "[", "\t", "---\n", "<<: *a", "\"", "'", "~", "0o7",
        ".inf",
      ]
    case .parquet, .arrow: ["PAR1", "ARROW1", "\u{0}\u{0}\u{0}\u{0}"]
    }
  }
}
