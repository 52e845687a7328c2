public import CivilTime

extension CivilDate: SettingValue {
  public static func decode(_ node: YAMLNode, key: String, limits: ValueLimits) throws(SettingsError) -> Self {
    guard let day = CivilDate(try node.string(key)) else {
      throw node.wrongType(key, expected: "a day that exists, as yyyy-mm-dd")
    }
    return day
  }

  public static func schema(_ limits: ValueLimits) -> [SettingLiteral.Field] {
    [.init("type", "string"), .init("format", "date")]
  }

  public var literal: SettingLiteral { .string(description) }
  public static var takesBareText: Bool { true }
  public static func allowed(_ limits: ValueLimits) -> String? { "yyyy-mm-dd" }
}
