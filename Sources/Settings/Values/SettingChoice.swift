/// An enum whose raw values are what the user writes.
package protocol SettingChoice: SettingValue, RawRepresentable<String>, CaseIterable {
  /// The cases that a user may write; all, unless given.
  static var choices: [Self] { get }
}

extension SettingChoice {
  package static var choices: [Self] { Array(allCases) }

  package static func decode(_ node: YAMLNode, key: String, limits: ValueLimits) throws(SettingsError) -> Self {
    let text = try node.choice(key, among: choices.map(\.rawValue))
    guard let choice = Self(rawValue: text) else { preconditionFailure("\(text) is the raw value of a case") }
    return choice
  }

  package static func schema(_ limits: ValueLimits) -> [SettingLiteral.Field] {
    [.init("enum", .list(choices.map { .string($0.rawValue) }))]
  }

  package var literal: SettingLiteral { .string(rawValue) }
  package static var takesBareText: Bool { true }

  package static func allowed(_ limits: ValueLimits) -> String? {
    choices.map(\.rawValue).joined(separator: ", ")
  }
}
