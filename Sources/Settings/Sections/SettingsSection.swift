/// Settings that a configuration holds by themselves, not as a part of others.
package protocol ConfigurableSettings: SettingsGroup {
  /// All settings at their defaults.
  init()
}

extension ConfigurableSettings {
  /// - Parameter configuration: resolved from a catalogue that holds these settings.
  /// - Throws: `SettingsError` for values that do not fit one another.
  package init(_ configuration: Configuration) throws(SettingsError) {
    self = SettingsReading.$configuration.withValue(configuration) { Self() }
    try checkAll(configuration)
  }

  /// The declarations of the stored properties that are sections, in their order.
  package var sections: [ParameterSection] {
    Mirror(reflecting: self).children.compactMap { ($0.value as? any SettingsSection)?.declarations }
  }
}

/// The settings of one section of the configuration file.
package protocol SettingsSection: ConfigurableSettings {
  /// The section's key, with which the keys of its settings begin.
  static var name: String { get }
  /// One sentence.
  static var summary: String { get }
}

extension SettingsSection {
  /// What a catalogue holds of this section.
  package var declarations: ParameterSection { ParameterSection(Self.name, Self.summary, parameters) }
}
