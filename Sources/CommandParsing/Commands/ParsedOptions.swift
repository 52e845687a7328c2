package import Foundation

/// The options of a command line, checked against their declarations.
package struct ParsedOptions: Sendable, Hashable {
  /// Values by the option's name; a flag has none.
  private(set) var values: [String: [String]] = [:]

  /// No options at all.
  package init() {}

  mutating func add(_ option: OptionSpec, values more: [String]) {
    values[option.name, default: []] += more
  }
}

extension ParsedOptions {
  /// Whether the option was given.
  package func contains(_ option: OptionSpec) -> Bool { values[option.name] != nil }

  /// All values in the order given; empty if the option is absent.
  package func texts(_ option: OptionSpec) -> [String] { values[option.name] ?? [] }

  /// The last value; nil if the option is absent.
  package func text(_ option: OptionSpec) -> String? { values[option.name]?.last }

  /// All values as paths, relative to the current folder.
  package func paths(_ option: OptionSpec) -> [URL] { texts(option).map { URL(fileURLWithPath: $0) } }

  /// The last value as a path; nil if the option is absent.
  package func path(_ option: OptionSpec) -> URL? { paths(option).last }

  /// The last value as a whole number; nil if the option is absent.
  package func integer(_ option: OptionSpec) -> Int? { text(option).map { checked(Int($0)) } }

  /// The last value as a number; nil if the option is absent.
  package func number(_ option: OptionSpec) -> Double? { text(option).map { checked(Double($0)) } }

  /// All values of the form `section.key=value`, in the order given.
  package func overrides(_ option: OptionSpec) -> [SettingOverride] {
    texts(option).map { checked(SettingOverride($0)) }
  }

  /// The last value as a case of an enum whose raw values are the option's choices; nil if the option is absent.
  package func choice<Choice: RawRepresentable<String>>(_ option: OptionSpec, as type: Choice.Type) -> Choice? {
    text(option).map { checked(Choice(rawValue: $0)) }
  }

  private func checked<Value>(_ value: Value?) -> Value {
    guard let value else { preconditionFailure("the parser checked every value against its declaration") }
    return value
  }
}
