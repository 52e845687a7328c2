package import CivilTime

extension CivilDate: SettingValue {
  package static func decode(_ node: YAMLNode, key: String, limits: ValueLimits) throws(SettingsError) -> Self {
    guard let day = CivilDate(try node.string(key)) else {
      throw node.wrongType(key, expected: "a day that exists, as yyyy-mm-dd")
    }
    return day
  }

  package static func schema(_ limits: ValueLimits) -> [SettingLiteral.Field] {
    [.init("type", "string"), .init("format", "date")]
  }

  package var literal: SettingLiteral { .string(description) }
  package static var takesBareText: Bool { true }
  package static func allowed(_ limits: ValueLimits) -> String? { "yyyy-mm-dd" }
}
