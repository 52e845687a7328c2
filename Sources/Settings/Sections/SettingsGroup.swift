/// Settings that belong together: a value whose stored properties are `@Setting`s or further groups.
package protocol SettingsGroup: Sendable, Hashable {
  /// The declarations, in the order of the configuration file. Unless given, they are those of the stored properties.
  var parameters: [any ParameterDeclaration] { get }

  /// Checks what no limit of a single setting can say.
  ///
  /// - Parameter configuration: what the settings were read from, which knows where each was written.
  func check(_ configuration: Configuration) throws(SettingsError)
}

extension SettingsGroup {
  package var parameters: [any ParameterDeclaration] {
    Mirror(reflecting: self).children.flatMap { child -> [any ParameterDeclaration] in
      if let setting = child.value as? any DeclaringSetting { return [setting.declaration] }
      return groups(in: child.value).flatMap(\.parameters)
    }
  }

  package func check(_ configuration: Configuration) throws(SettingsError) {}

  /// Checks all groups that are held, inner ones first.
  func checkAll(_ configuration: Configuration) throws(SettingsError) {
    for child in Mirror(reflecting: self).children {
      for group in groups(in: child.value) { try group.checkAll(configuration) }
    }
    try check(configuration)
  }
}

/// The groups that a stored property holds: itself, or its elements.
private func groups(in value: Any) -> [any SettingsGroup] {
  (value as? any SettingsGroup).map { [$0] } ?? value as? [any SettingsGroup] ?? []
}

/// A `Setting` of any type.
private protocol DeclaringSetting {
  var declaration: any ParameterDeclaration { get }
}

extension Setting: DeclaringSetting {
  fileprivate var declaration: any ParameterDeclaration { projectedValue }
}
