import CivilTime

/// A cell as text, where its column holds more than one kind.
enum CellText {
  static func string(_ kind: CellKind, _ bits: UInt64, _ texts: SheetTexts) -> String {
    switch kind {
    case .text: texts.withBytes(of: Int32(truncatingIfNeeded: bits)) { String(decoding: $0, as: UTF8.self) }
    case .number: plain(Double(bitPattern: bits))
    case .date: timestampString(Int64(bitPattern: bits))
    case .bool: bits == 1 ? "TRUE" : "FALSE"
    }
  }

  /// The shortest text that reads back as `number`, without an exponent where a spreadsheet shows none: `536365`,
  /// `2.55`, `0.00001`.
  static func plain(_ number: Double) -> String {
    let magnitude = abs(number)
    if number == number.rounded(), magnitude < 1e18 { return String(Int64(number)) }
    let text = number.description
    guard let mark = text.firstIndex(of: "e"), let exponent = Int(text[text.index(after: mark)...]),
      (-20..<0).contains(exponent)
    else { return text }
    let digits = text[..<mark].filter(\.isWholeNumber)
    let fraction = digits.hasSuffix("0") && digits.count > 1 ? String(digits.dropLast()) : digits
    return (number < 0 ? "-0." : "0.") + String(repeating: "0", count: -exponent - 1) + fraction
  }
}
