public import Foundation

/// The options of a command line, checked against their declarations.
public struct ParsedOptions: Sendable, Hashable {
  /// By name; a flag has an empty list.
  private(set) var values: [String: [String]] = [:]

  public init() {}

  mutating func add(_ option: OptionSpec, values more: [String]) {
    values[option.name, default: []] += more
  }
}

extension ParsedOptions {
  public func contains(_ option: OptionSpec) -> Bool { values[option.name] != nil }

  /// In the order they were given; empty where the option is absent.
  public func texts(_ option: OptionSpec) -> [String] { values[option.name] ?? [] }

  /// Nil where the option is absent.
  public func text(_ option: OptionSpec) -> String? { values[option.name]?.last }

  /// Paths as given, against the current folder.
  public func paths(_ option: OptionSpec) -> [URL] { texts(option).map { URL(fileURLWithPath: $0) } }

  public func path(_ option: OptionSpec) -> URL? { paths(option).last }

  public func integer(_ option: OptionSpec) -> Int? { text(option).map { checked(Int($0)) } }

  public func number(_ option: OptionSpec) -> Double? { text(option).map { checked(Double($0)) } }

  public func overrides(_ option: OptionSpec) -> [SettingOverride] {
    texts(option).map { checked(SettingOverride($0)) }
  }

  /// A choice whose words are the raw values of an enum.
  public func choice<Choice: RawRepresentable<String>>(_ option: OptionSpec, as type: Choice.Type) -> Choice? {
    text(option).map { checked(Choice(rawValue: $0)) }
  }

  private func checked<Value>(_ value: Value?) -> Value {
    guard let value else { preconditionFailure("the parser checked every value against its declaration") }
    return value
  }
}
