extension Int: SettingValue {
  public static func decode(_ node: YAMLNode, key: String, limits: ValueLimits) throws(SettingsError) -> Int {
    let value = try node.int(key)
    guard limits.range.contains(Double(value)) else {
      throw .outOfRange(key: key, value: String(value), allowed: limits.range.description, at: node.position)
    }
    return value
  }

  public static func schema(_ limits: ValueLimits) -> [SettingLiteral.Field] {
    [.init("type", "integer")] + limits.range.schema
  }

  public var literal: SettingLiteral { .int(self) }
  public static func allowed(_ limits: ValueLimits) -> String? { rangeInWords(limits) }
}

/// Up to `Int.max`.
extension UInt64: SettingValue {
  public static func decode(_ node: YAMLNode, key: String, limits: ValueLimits) throws(SettingsError) -> UInt64 {
    precondition(limits.range.contains(0) && !limits.range.contains(-1), "\(key) has no negative values")
    return UInt64(try Int.decode(node, key: key, limits: limits))
  }

  public static func schema(_ limits: ValueLimits) -> [SettingLiteral.Field] { Int.schema(limits) }
  public var literal: SettingLiteral { .int(Int(self)) }
  public static func allowed(_ limits: ValueLimits) -> String? { rangeInWords(limits) }
}

extension Double: SettingValue {
  public static func decode(_ node: YAMLNode, key: String, limits: ValueLimits) throws(SettingsError) -> Double {
    let value = try node.double(key)
    guard limits.range.contains(value) else {
      throw .outOfRange(key: key, value: numberText(value), allowed: limits.range.description, at: node.position)
    }
    return value
  }

  public static func schema(_ limits: ValueLimits) -> [SettingLiteral.Field] {
    [.init("type", "number")] + limits.range.schema
  }

  public var literal: SettingLiteral { .double(self) }
  public static func allowed(_ limits: ValueLimits) -> String? { rangeInWords(limits) }
}

private func rangeInWords(_ limits: ValueLimits) -> String? {
  limits.range == .any ? nil : limits.range.description
}

extension Bool: SettingValue {
  public static func decode(_ node: YAMLNode, key: String, limits: ValueLimits) throws(SettingsError) -> Bool {
    try node.bool(key)
  }

  public static func schema(_ limits: ValueLimits) -> [SettingLiteral.Field] { [.init("type", "boolean")] }
  public var literal: SettingLiteral { .bool(self) }
  public static func allowed(_ limits: ValueLimits) -> String? { "true or false" }
}

extension String: SettingValue {
  public static func decode(_ node: YAMLNode, key: String, limits: ValueLimits) throws(SettingsError) -> String {
    let text = try node.string(key)
    guard limits.emptiness == .allowed || !text.isEmpty else {
      throw .wrongType(key: key, expected: "at least one character", found: "empty text", at: node.position)
    }
    return text
  }

  public static func schema(_ limits: ValueLimits) -> [SettingLiteral.Field] {
    [.init("type", "string")] + (limits.emptiness == .forbidden ? [.init("minLength", 1)] : [])
  }

  public var literal: SettingLiteral { .string(self) }
  public static var takesBareText: Bool { true }
}
