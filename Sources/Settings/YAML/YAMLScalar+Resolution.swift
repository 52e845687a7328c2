/// What plain text means, after YAML 1.2's core schema, decimal notation only: `yes`, `on`, `0x1F` and `.inf` are text.
extension YAMLScalar {
  package var isNull: Bool {
    style == .plain && ["", "~", "null", "Null", "NULL"].contains(text)
  }

  package var bool: Bool? {
    guard style == .plain else { return nil }
    return switch text {
    case "true", "True", "TRUE": true
    case "false", "False", "FALSE": false
    default: nil
    }
  }

  /// Nil where the text is no integer, or one beyond 64 bits.
  package var int: Int? {
    style == .plain && isDecimalInteger(text) ? Int(text) : nil
  }

  /// Nil where the text is no decimal number, or one too large for a double.
  package var double: Double? {
    guard style == .plain, isDecimalNumber(text), let value = Double(text), value.isFinite else { return nil }
    return value
  }
}

private let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
private let signs: Set<UInt8> = [UInt8(ascii: "+"), UInt8(ascii: "-")]

private func isDecimalInteger(_ text: String) -> Bool {
  var rest = Substring(text).utf8
  if let first = rest.first, signs.contains(first) { rest.removeFirst() }
  return !rest.isEmpty && rest.allSatisfy(digits.contains)
}

/// `[-+]? (digits [. digits?] | . digits) ([eE] [-+]? digits)?`
func isDecimalNumber(_ text: String) -> Bool {
  var rest = Substring(text).utf8
  if let first = rest.first, signs.contains(first) { rest.removeFirst() }
  var mantissa = takeDigits(&rest)
  if rest.first == UInt8(ascii: ".") {
    rest.removeFirst()
    mantissa += takeDigits(&rest)
  }
  guard mantissa > 0 else { return false }
  guard let next = rest.first else { return true }
  guard next == UInt8(ascii: "e") || next == UInt8(ascii: "E") else { return false }
  rest.removeFirst()
  if let sign = rest.first, signs.contains(sign) { rest.removeFirst() }
  return takeDigits(&rest) > 0 && rest.isEmpty
}

private func takeDigits(_ rest: inout Substring.UTF8View) -> Int {
  let count = rest.prefix(while: digits.contains).count
  rest.removeFirst(count)
  return count
}
