/// `auto`, which leaves a choice to the program, or one that the user states.
package enum AutoOr<Choice: SettingChoice>: Sendable, Hashable {
  case auto
  case stated(Choice)

  /// Nil for `auto`.
  package var stated: Choice? {
    if case .stated(let choice) = self { choice } else { nil }
  }
}

extension AutoOr: SettingValue {
  private static var autoName: String { "auto" }

  package static func decode(_ node: YAMLNode, key: String, limits: ValueLimits) throws(SettingsError) -> Self {
    let text = try node.choice(key, among: names)
    return Choice(rawValue: text).map { .stated($0) } ?? .auto
  }

  package static func schema(_ limits: ValueLimits) -> [SettingLiteral.Field] {
    [.init("enum", .list(names.map { .string($0) }))]
  }

  package var literal: SettingLiteral { .string(stated?.rawValue ?? Self.autoName) }
  package static var takesBareText: Bool { true }
  package static func allowed(_ limits: ValueLimits) -> String? { names.joined(separator: ", ") }

  private static var names: [String] { [autoName] + Choice.choices.map(\.rawValue) }
}
