extension Int: SettingValue {
  package static func decode(_ node: YAMLNode, key: String, limits: ValueLimits) throws(SettingsError) -> Int {
    let value = try node.int(key)
    guard limits.range.contains(Double(value)) else {
      throw .outOfRange(key: key, value: String(value), allowed: limits.range.description, at: node.position)
    }
    return value
  }

  package static func schema(_ limits: ValueLimits) -> [SettingLiteral.Field] {
    [.init("type", "integer")] + limits.range.schema
  }

  package var literal: SettingLiteral { .int(self) }
  package static func allowed(_ limits: ValueLimits) -> String? { rangeInWords(limits) }
}

/// Up to `Int.max`.
extension UInt64: SettingValue {
  package static func decode(_ node: YAMLNode, key: String, limits: ValueLimits) throws(SettingsError) -> UInt64 {
    precondition(limits.range.contains(0) && !limits.range.contains(-1), "\(key) has no negative values")
    return UInt64(try Int.decode(node, key: key, limits: limits))
  }

  package static func schema(_ limits: ValueLimits) -> [SettingLiteral.Field] { Int.schema(limits) }
  package var literal: SettingLiteral { .int(Int(self)) }
  package static func allowed(_ limits: ValueLimits) -> String? { rangeInWords(limits) }
}

extension Double: SettingValue {
  package static func decode(_ node: YAMLNode, key: String, limits: ValueLimits) throws(SettingsError) -> Double {
    let value = try node.double(key)
    guard limits.range.contains(value) else {
      throw .outOfRange(key: key, value: numberText(value), allowed: limits.range.description, at: node.position)
    }
    return value
  }

  package static func schema(_ limits: ValueLimits) -> [SettingLiteral.Field] {
    [.init("type", "number")] + limits.range.schema
  }

  package var literal: SettingLiteral { .double(self) }
  package static func allowed(_ limits: ValueLimits) -> String? { rangeInWords(limits) }
}

private func rangeInWords(_ limits: ValueLimits) -> String? {
  limits.range == .any ? nil : limits.range.description
}

extension Bool: SettingValue {
  package static func decode(_ node: YAMLNode, key: String, limits: ValueLimits) throws(SettingsError) -> Bool {
    try node.bool(key)
  }

  package static func schema(_ limits: ValueLimits) -> [SettingLiteral.Field] { [.init("type", "boolean")] }
  package var literal: SettingLiteral { .bool(self) }
  package static func allowed(_ limits: ValueLimits) -> String? { "true or false" }
}

extension String: SettingValue {
  package static func decode(_ node: YAMLNode, key: String, limits: ValueLimits) throws(SettingsError) -> String {
    let text = try node.string(key)
    guard limits.emptiness == .allowed || !text.isEmpty else {
      throw .wrongType(key: key, expected: "at least one character", found: "empty text", at: node.position)
    }
    return text
  }

  package static func schema(_ limits: ValueLimits) -> [SettingLiteral.Field] {
    [.init("type", "string")] + (limits.emptiness == .forbidden ? [.init("minLength", 1)] : [])
  }

  package var literal: SettingLiteral { .string(self) }
  package static var takesBareText: Bool { true }
}
