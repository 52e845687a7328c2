/// Reads a decimal number and rounds it correctly to the nearest double. Blanks around it are ignored.
///
/// A sign, digits with at most one decimal mark among, before or after them, and an exponent: `-12.50`, `+3`, `.5`,
/// `1e-3`. Not infinities, NaN, hexadecimal, or numbers too large for a double.
///
/// - Parameters:
///   - bytes: ASCII.
///   - decimal: the decimal mark.
///   - thousands: a mark between groups of three digits of the whole part, allowed only if given.
public func parseNumber(_ bytes: TextBytes, decimal: UInt8 = UInt8(ascii: "."), thousands: UInt8? = nil) -> Double? {
  var cursor = ByteCursor(trimming: bytes)
  var number = DecimalNumber()
  number.isNegative = cursor.next == UInt8(ascii: "-")
  if cursor.next == UInt8(ascii: "-") || cursor.next == UInt8(ascii: "+") { cursor.advance() }
  guard number.readWhole(&cursor, thousands: thousands) else { return nil }
  if cursor.skip(decimal) { number.readFraction(&cursor) }
  guard number.digitCount > 0, number.readExponent(&cursor), cursor.isAtEnd else { return nil }
  return number.value ?? slowValue(bytes, decimal: decimal, thousands: thousands)
}

public func parseNumber(_ text: String, decimal: UInt8 = UInt8(ascii: "."), thousands: UInt8? = nil) -> Double? {
  var text = text
  return text.withUTF8 { parseNumber($0, decimal: decimal, thousands: thousands) }
}

/// Digits and a power of ten, as far as 64 bits hold them.
private struct DecimalNumber {
  var isNegative = false
  var digitCount = 0
  private var mantissa: UInt64 = 0
  private var exponent = 0
  private var isExact = true

  private mutating func add(_ digit: UInt8) {
    digitCount += 1
    if mantissa >= 1_000_000_000_000_000_000 {
      isExact = false
    } else {
      mantissa = mantissa * 10 + UInt64(digit - UInt8(ascii: "0"))
    }
  }

  /// False where a thousands mark is in a wrong place.
  mutating func readWhole(_ cursor: inout ByteCursor, thousands: UInt8?) -> Bool {
    var sinceMark = 0
    var hasMark = false
    while let byte = cursor.next {
      if byte.isDigit {
        add(byte)
        sinceMark += 1
      } else if byte == thousands {
        guard hasMark ? sinceMark == 3 : (1...3).contains(sinceMark) else { return false }
        hasMark = true
        sinceMark = 0
      } else {
        break
      }
      cursor.advance()
    }
    return !hasMark || sinceMark == 3
  }

  mutating func readFraction(_ cursor: inout ByteCursor) {
    while let byte = cursor.next, byte.isDigit {
      add(byte)
      exponent -= 1
      cursor.advance()
    }
  }

  /// False where an exponent begins and does not end.
  mutating func readExponent(_ cursor: inout ByteCursor) -> Bool {
    guard cursor.skip(UInt8(ascii: "e")) || cursor.skip(UInt8(ascii: "E")) else { return true }
    let isBelow = cursor.next == UInt8(ascii: "-")
    if isBelow || cursor.next == UInt8(ascii: "+") { cursor.advance() }
    guard let (value, _) = cursor.digits(atMost: 9) else { return false }
    exponent += isBelow ? -value : value
    return true
  }

  /// Exact where mantissa and power of ten are both exact doubles: then one rounding is the right one (Clinger 1990).
  var value: Double? {
    guard isExact, mantissa <= 1 << 53, abs(exponent) <= 22 else { return nil }
    let magnitude =
      exponent < 0 ? Double(mantissa) / powersOfTen[-exponent] : Double(mantissa) * powersOfTen[exponent]
    return isNegative ? -magnitude : magnitude
  }
}

/// 10^0 to 10^22, which doubles hold exactly.
private let powersOfTen: [Double] = [
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
  1e21, 1e22,
]

/// The library's conversion, for the few numbers that need more than 64 bits. `bytes` is known to be a number.
private func slowValue(_ bytes: TextBytes, decimal: UInt8, thousands: UInt8?) -> Double? {
  let plain = bytes.compactMap { byte -> UInt8? in
    if byte.isBlank || byte == thousands { return nil }
    return byte == decimal ? UInt8(ascii: ".") : byte
  }
  guard let value = Double(String(decoding: plain, as: UTF8.self)), value.isFinite else { return nil }
  return value
}
