/// Which marks numbers are written with: `1,234.56`, `1.234,56`, `1 234,56` or `1'234.56`.
public struct NumberFormat: Sendable, Hashable {
  /// What the fraction begins with.
  public var decimal: DecimalMark
  /// Marks that may stand between groups of three digits; one number uses one of them.
  public var thousands: ThousandsMarks

  public init(decimal: DecimalMark = .point, thousands: ThousandsMarks = []) {
    self.decimal = decimal
    self.thousands = thousands
  }
}

/// What the fraction begins with; the raw values are those of settings.
public enum DecimalMark: String, Sendable, Hashable, CaseIterable {
  case point, comma

  /// In ASCII.
  public var byte: UInt8 { self == .point ? UInt8(ascii: ".") : UInt8(ascii: ",") }
}

/// The mark between groups of three digits; the raw values are those of settings.
public enum ThousandsMark: String, Sendable, Hashable, CaseIterable {
  case none, comma, point, space, apostrophe

  /// As a set of marks that are allowed.
  public var marks: ThousandsMarks {
    switch self {
    case .none: []
    case .comma: .comma
    case .point: .point
    case .space: .space
    case .apostrophe: .apostrophe
    }
  }
}

/// Marks between groups of three digits.
public struct ThousandsMarks: OptionSet, Sendable, Hashable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let comma = ThousandsMarks(rawValue: 1)
  public static let point = ThousandsMarks(rawValue: 2)
  /// A space, or one of those that do not break or are narrow.
  public static let space = ThousandsMarks(rawValue: 4)
  /// `'` or `’`.
  public static let apostrophe = ThousandsMarks(rawValue: 8)
}

extension NumberFormat: CustomStringConvertible {
  /// An example: `1.234,56`.
  public var description: String {
    let mark = thousands.first.map(String.init) ?? ""
    return "1\(mark)234\(Character(UnicodeScalar(decimal.byte)))56"
  }
}

extension ThousandsMarks {
  fileprivate var first: Character? {
    let marks: [(ThousandsMarks, Character)] = [(.comma, ","), (.point, "."), (.space, " "), (.apostrophe, "'")]
    return marks.first { contains($0.0) }?.1
  }
}

/// A number as a shop's export writes it.
public struct WrittenNumber: Sendable, Hashable {
  public var value: Double
  /// The mark of a currency before or behind the number, as it is written; nil where there is none.
  public var currency: String?

  public init(value: Double, currency: String? = nil) {
    self.value = value
    self.currency = currency
  }
}

/// Reads what `parseNumber(_:decimal:thousands:)` reads, and numbers as people format them.
///
/// Marks between thousands as `format` allows, also in lakhs (`1,23,456.00`); a sign before or behind, also the minus of
/// typography, or parentheses around a negative amount, but one of these; a currency before or behind: a sign such as
/// `£` or `US$`, a code such as `EUR`, or a word such as `kr` or `Rs.`; dashes for no cents: `40,-`, `40.–`. Spaces that
/// do not break count as blanks. What could have another sign or size is no number.
public func parseNumber(_ bytes: TextBytes, format: NumberFormat) -> WrittenNumber? {
  if let value = parseNumber(bytes, decimal: format.decimal.byte) { return WrittenNumber(value: value) }
  guard let dressed = FormattedNumber(bytes), let plain = dressed.plainDigits(format),
    let value = plain.withUnsafeBufferPointer({ parseNumber($0) })
  else { return nil }
  return WrittenNumber(value: dressed.isNegative ? -value : value, currency: dressed.currency)
}

public func parseNumber(_ text: String, format: NumberFormat) -> WrittenNumber? {
  var text = text
  return text.withUTF8 { parseNumber($0, format: format) }
}
