/// A type that a parameter may have: read from YAML, written as YAML and JSON, described as JSON Schema.
package protocol SettingValue: Sendable, Hashable {
  /// - Parameters:
  ///   - node: what the user wrote.
  ///   - key: the parameter's key, for errors.
  ///   - limits: what the declaration allows.
  static func decode(_ node: YAMLNode, key: String, limits: ValueLimits) throws(SettingsError) -> Self

  /// JSON Schema of a value, without description and default.
  static func schema(_ limits: ValueLimits) -> [SettingLiteral.Field]

  /// What reads back to this value.
  var literal: SettingLiteral { get }

  /// The value of a later layer, laid over an earlier one's.
  func laid(over earlier: Self) -> Self

  /// Whether a variable or `--set` gives the value as bare text, so that `|` or `#` need no quotes there.
  static var takesBareText: Bool { get }

  /// What the value may be, in words, for people; nil where the default says enough.
  static func allowed(_ limits: ValueLimits) -> String?
}

extension SettingValue {
  package func laid(over earlier: Self) -> Self { self }
  package static var takesBareText: Bool { false }
  package static func allowed(_ limits: ValueLimits) -> String? { nil }
}

/// What a declaration allows beyond the type.
package struct ValueLimits: Sendable, Hashable {
  /// Of a number, or of each number of a list.
  package let range: NumericRange
  /// Whether a list may be empty.
  package let emptiness: Emptiness

  /// Whether text or a list may be empty.
  package enum Emptiness: Sendable, Hashable {
    case allowed, forbidden
  }

  package init(range: NumericRange = .any, emptiness: Emptiness = .allowed) {
    self.range = range
    self.emptiness = emptiness
  }

  /// Everything the type can hold.
  package static let none = ValueLimits()
}
