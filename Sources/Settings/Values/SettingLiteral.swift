/// A value as YAML and JSON know it: what settings are written out as.
package enum SettingLiteral: Sendable, Hashable {
  case null
  case bool(Bool)
  case int(Int)
  /// Finite.
  case double(Double)
  case string(String)
  case list([SettingLiteral])
  /// In the order to write.
  case map([Field])

  /// A key of a mapping and its value.
  package struct Field: Sendable, Hashable {
    /// As it is written.
    package let key: String
    /// Scalar, list or mapping.
    package let value: SettingLiteral

    package init(_ key: String, _ value: SettingLiteral) {
      self.key = key
      self.value = value
    }
  }
}

extension SettingLiteral: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral, ExpressibleByStringLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByNilLiteral
{
  package init(dictionaryLiteral elements: (String, SettingLiteral)...) {
    self = .map(elements.map { Field($0.0, $0.1) })
  }

  package init(arrayLiteral elements: SettingLiteral...) { self = .list(elements) }
  package init(stringLiteral value: String) { self = .string(value) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(integerLiteral value: Int) { self = .int(value) }
  package init(nilLiteral: ()) { self = .null }
}

extension SettingLiteral {
  var isScalar: Bool {
    switch self {
    case .list, .map: false
    default: true
    }
  }

  var isEmptyCollection: Bool { self == .list([]) || self == .map([]) }
}

/// The shortest text that reads back to the same number; whole numbers without a fraction.
func numberText(_ value: Double) -> String {
  if value == value.rounded(), abs(value) < 1e15, !(value == 0 && value.sign == .minus) { return String(Int(value)) }
  let text = value.description
  // YAML 1.1 readers take `1e-08` for text, but not `1.0e-08`.
  guard let exponent = text.firstIndex(of: "e"), !text.contains(".") else { return text }
  return text[..<exponent] + ".0" + text[exponent...]
}
