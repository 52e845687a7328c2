/// Every parameter's resolved value and where it comes from. Immutable.
package struct Configuration: Sendable {
  let catalog: ParameterCatalog
  let values: [String: ResolvedValue]
}

struct ResolvedValue: Sendable {
  var value: any SettingValue
  var origin: Origin
}

extension Configuration {
  /// The value of a parameter of the catalogue that this configuration was resolved from.
  package subscript<Value>(parameter: Parameter<Value>) -> Value {
    guard let value = resolved(parameter.key).value as? Value else {
      preconditionFailure("\(parameter.key) holds another type than its declaration")
    }
    return value
  }

  /// Where the value of a parameter comes from.
  package func origin(of parameter: any ParameterDeclaration) -> Origin { resolved(parameter.key).origin }

  private func resolved(_ key: String) -> ResolvedValue {
    guard let value = values[key] else { preconditionFailure("\(key) is not in the catalogue") }
    return value
  }

  /// The error for a value that does not fit the others or the world.
  ///
  /// - Parameter requirement: completes "it must".
  package func invalid(_ parameter: any ParameterDeclaration, must requirement: String) -> SettingsError {
    let (value, origin) = (resolved(parameter.key).value.literal.flow, origin(of: parameter))
    return .invalid(key: parameter.key, value: value, requirement: requirement, origin: origin)
  }

  /// Throws where two parameters do not fit; the error is about the one that the user wrote.
  ///
  /// - Parameters:
  ///   - first: what the first must do, completed by the second's key, such as `be at most`.
  ///   - second: what the second must do, completed by the first's key, such as `be at least`.
  package func require(
    _ holds: Bool, _ one: any ParameterDeclaration, _ first: String, _ other: any ParameterDeclaration,
    _ second: String
  ) throws(SettingsError) {
    guard !holds else { return }
    let (wrong, right, relation) =
      origin(of: one) == .builtIn ? (other, one, second) : (one, other, first)
    let value = resolved(right.key).value.literal.flow
    throw invalid(wrong, must: "\(relation) `\(right.key)` (\(value), \(origin(of: right)))")
  }
}

// MARK: - Listing

extension Configuration {
  /// A parameter as `config show` prints it.
  package struct Entry: Sendable, Hashable {
    /// The whole key, with dots.
    package let key: String
    /// YAML on one line.
    package let value: String
    /// The same as JSON.
    package let json: String
    /// Where the value was written.
    package let origin: Origin
    /// What a number counts.
    package let unit: String?
    /// The declaration's sentence.
    package let summary: String
  }

  /// Every parameter in the order of declaration.
  package var entries: [Entry] {
    catalog.parameters.map { parameter in
      let resolved = resolved(parameter.key)
      return Entry(
        key: parameter.key, value: resolved.value.literal.flow, json: resolved.value.literal.json(),
        origin: resolved.origin, unit: parameter.unit,
        summary: parameter.summary)
    }
  }

  /// Which parameters a canonical document holds.
  package enum Scope: Sendable, Hashable {
    /// All: reads back to the same values.
    case everything
    /// Those that can change a result; two runs with the same text here and the same input must agree.
    case results
  }

  /// Every value, defaults too, as a YAML document without comments; the same values give the same bytes.
  package func canonicalYAML(_ scope: Scope = .everything) -> String {
    let kept = catalog.parameters.filter { scope == .everything || $0.effect == .results }
    return tree(of: kept.map { (path: $0.key.split(separator: ".")[...], resolved($0.key).value.literal) }).yaml()
  }

  /// Nests values by the parts of their keys; parts keep the order in which they come first.
  private func tree(of values: [(path: ArraySlice<Substring>, literal: SettingLiteral)]) -> SettingLiteral {
    var names: [Substring] = []
    for case let name? in values.map(\.path.first) where !names.contains(name) { names.append(name) }
    return .map(
      names.map { name in
        let below = values.filter { $0.path.first == name }
        let value = below.first { $0.path.count == 1 }?.literal
        return .init(String(name), value ?? tree(of: below.map { ($0.path.dropFirst(), $0.literal) }))
      })
  }
}
