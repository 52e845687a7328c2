package import Settings

/// The share of the budget that a segment gets at least and at most.
package struct BudgetShare: Sendable, Hashable {
  /// 0 to `maximum`.
  package let minimum: Double
  /// Up to 1.
  package let maximum: Double

  package init(minimum: Double = 0, maximum: Double = 1) {
    precondition(0 <= minimum && minimum <= maximum && maximum <= 1, "not shares: \(minimum), \(maximum)")
    self.minimum = minimum
    self.maximum = maximum
  }
}

extension BudgetShare: SettingValue {
  private static let shareLimits = ValueLimits(range: .share)

  package static func decode(_ node: YAMLNode, key: String, limits: ValueLimits) throws(SettingsError) -> Self {
    var reader = try MappingReader(node, name: key)
    let least = reader.takePresent("min")
    let most = reader.takePresent("max")
    try reader.finish()
    let minimum = try least.map { (node) throws(SettingsError) in
      try Double.decode(node, key: "min", limits: shareLimits)
    }
    let maximum = try most.map { (node) throws(SettingsError) in
      try Double.decode(node, key: "max", limits: shareLimits)
    }
    guard minimum ?? 0 <= maximum ?? 1 else {
      throw .outOfRange(
        key: "\(key).min", value: (minimum ?? 0).literal.flow,
        allowed: NumericRange.between(0, maximum ?? 1).description, at: least?.position ?? node.position)
    }
    return BudgetShare(minimum: minimum ?? 0, maximum: maximum ?? 1)
  }

  package static func schema(_ limits: ValueLimits) -> [SettingLiteral.Field] {
    [
      .init("type", "object"),
      .init(
        "properties", ["min": .map(Double?.schema(shareLimits)), "max": .map(Double?.schema(shareLimits))]),
      .init("additionalProperties", false),
    ]
  }

  package var literal: SettingLiteral { ["min": .double(minimum), "max": .double(maximum)] }
}
