package import Settings
package import Tables

/// `null`, `all`, a name, or a list of names.
extension SheetChoice: SettingValue {
  private static let nameLimits = ValueLimits(emptiness: .forbidden)
  private static var allName: String { "all" }

  package static func decode(_ node: YAMLNode, key: String, limits: ValueLimits) throws(SettingsError) -> SheetChoice {
    switch node.content {
    case .scalar where node.isNull: return .automatic
    case .sequence: return .named(try [String].decode(node, key: key, limits: nameLimits))
    default:
      let text = try String.decode(node, key: key, limits: nameLimits)
      return text == allName ? .all : .named(bracketed(text) ?? [text])
    }
  }

  /// The names of `[2010, 2011]`, which `--set` hands over as text. No sheet has a bracket in its name.
  private static func bracketed(_ text: String) -> [String]? {
    guard text.hasPrefix("["), text.hasSuffix("]") else { return nil }
    let names = text.dropFirst().dropLast().split(separator: ",").map { name in
      let trimmed = name.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
      let isQuoted = trimmed.count > 1 && trimmed.first == trimmed.last && ["\"", "'"].contains(trimmed.first)
      return String(isQuoted ? Array(trimmed.dropFirst().dropLast()) : Array(trimmed))
    }.filter { !$0.isEmpty }
    return names.isEmpty ? nil : names
  }

  package static func schema(_ limits: ValueLimits) -> [SettingLiteral.Field] {
    [
      .init(
        "anyOf",
        .list([.map(String.schema(nameLimits)), .map([String].schema(nameLimits)), ["type": "null"]]))
    ]
  }

  package var literal: SettingLiteral {
    switch self {
    case .automatic: .null
    case .all: .string(Self.allName)
    case .named(let names): names.count == 1 && names[0] != Self.allName ? .string(names[0]) : names.literal
    }
  }

  package static var takesBareText: Bool { true }
  package static func allowed(_ limits: ValueLimits) -> String? { "all, a name, a list of names, or null" }
}
