/// The declaration of a parameter, which a `Setting` makes. Decoding, help, `config show`, the JSON Schema and the
/// commented default file come from it.
package struct Parameter<Value: SettingValue>: Sendable {
  /// `section.name`, or deeper: `churn.gbdt.num_leaves`.
  package let key: String
  /// The value where no layer sets another one.
  package let defaultValue: Value
  /// What a number counts, such as `days`; nil for what has no unit.
  package let unit: String?
  /// What is allowed beyond the type.
  package let limits: ValueLimits
  /// Whether another value can change a result.
  package let effect: ParameterEffect
  /// One sentence, ending in a full stop.
  package let summary: String

  /// - Parameters:
  ///   - key: lower case, dots between sections.
  ///   - range: of a number, or of each number in a list.
  ///   - emptiness: of a list or of text.
  package init(
    _ key: String, default defaultValue: Value, unit: String? = nil, in range: NumericRange = .any,
    emptiness: ValueLimits.Emptiness = .allowed, effect: ParameterEffect = .results, _ summary: String
  ) {
    self.key = key
    self.defaultValue = defaultValue
    self.unit = unit
    self.limits = ValueLimits(range: range, emptiness: emptiness)
    self.effect = effect
    self.summary = summary
  }
}

/// What a parameter can change.
package enum ParameterEffect: Sendable, Hashable {
  /// What a run computes.
  case results
  /// Only how fast, and where to: threads and folders never change a result.
  case execution
}

/// A parameter of any type, as lists of parameters hold it.
package protocol ParameterDeclaration: Sendable {
  associatedtype Value: SettingValue
  var key: String { get }
  var defaultValue: Value { get }
  var unit: String? { get }
  var limits: ValueLimits { get }
  var effect: ParameterEffect { get }
  var summary: String { get }
}

extension Parameter: ParameterDeclaration {}

extension ParameterDeclaration {
  /// The environment variable that sets the parameter.
  package var environmentVariable: String { Environment.variable(for: key) }

  /// Unit and allowed values in brackets' words: `days; 1 to 3650`; nil where there is nothing to say.
  package var domain: String? {
    let parts = [unit, Value.allowed(limits)].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  func decode(_ node: YAMLNode, over earlier: any SettingValue) throws(SettingsError) -> any SettingValue {
    let value = try Value.decode(node, key: key, limits: limits)
    guard let earlier = earlier as? Value else { preconditionFailure("\(key) holds another type") }
    return value.laid(over: earlier)
  }

  var takesBareText: Bool { Value.takesBareText }
  var schema: [SettingLiteral.Field] { Value.schema(limits) }
}
