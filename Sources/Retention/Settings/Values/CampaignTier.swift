package import Settings

/// A way to treat a customer in a campaign.
package struct CampaignTier: Sendable, Hashable {
  /// Not empty.
  package let name: String
  /// For each customer, in the source's currency; 0 or more.
  package let cost: Double
  /// Share of customers about to leave whom it keeps, 0 to 1, where the segment has no rate of its own.
  package let successRate: Double
  /// Rates of segments that differ from `successRate`, by the segment's name.
  package let successRateBySegment: NamedValues<Double>
  /// How the customer is reached, such as `email`; only printed.
  package let channel: String
  /// Whether it costs margin.
  package let kind: Kind
  /// Most customers; nil for no limit.
  package let capacity: Int?

  /// Whether a tier is a discount, which some segments never get.
  package enum Kind: String, SettingChoice {
    case discount
    case nonDiscount = "non_discount"
  }

  package init(
    name: String, cost: Double, successRate: Double, successRateBySegment: NamedValues<Double> = [:],
    channel: String, kind: Kind, capacity: Int? = nil
  ) {
    self.name = name
    self.cost = cost
    self.successRate = successRate
    self.successRateBySegment = successRateBySegment
    self.channel = channel
    self.kind = kind
    self.capacity = capacity
  }
}

extension CampaignTier: SettingValue {
  private static let costLimits = ValueLimits(range: .between(0, 1e9))
  private static let rateLimits = ValueLimits(range: .share)
  private static let capacityLimits = ValueLimits(range: .atLeast(0))
  private static let textLimits = ValueLimits(emptiness: .forbidden)

  package static func decode(_ node: YAMLNode, key: String, limits: ValueLimits) throws(SettingsError) -> Self {
    var reader = try MappingReader(node, name: "a tier of \(key)")
    let tier = CampaignTier(
      name: try .decode(try reader.require("name"), key: "name", limits: textLimits),
      cost: try .decode(try reader.require("cost"), key: "cost", limits: costLimits),
      successRate: try .decode(try reader.require("success_rate"), key: "success_rate", limits: rateLimits),
      successRateBySegment: try reader.takePresent("success_rate_by_segment").map {
        (rates) throws(SettingsError) in
        try .decode(rates, key: "success_rate_by_segment", limits: rateLimits)
      } ?? [:],
      channel: try .decode(try reader.require("channel"), key: "channel", limits: textLimits),
      kind: try reader.choice("kind"),
      capacity: try reader.takePresent("capacity").map { (capacity) throws(SettingsError) in
        try .decode(capacity, key: "capacity", limits: capacityLimits)
      })
    try reader.finish()
    return tier
  }

  package static func schema(_ limits: ValueLimits) -> [SettingLiteral.Field] {
    [
      .init("type", "object"),
      .init(
        "properties",
        [
          "name": .map(String.schema(textLimits)), "cost": .map(Double.schema(costLimits)),
          "success_rate": .map(Double.schema(rateLimits)),
          "success_rate_by_segment": .map(NamedValues<Double>?.schema(rateLimits)),
          "channel": .map(String.schema(textLimits)), "kind": .map(Kind.schema(.none)),
          "capacity": .map(Int?.schema(capacityLimits)),
        ]),
      .init("required", ["name", "cost", "success_rate", "channel", "kind"]),
      .init("additionalProperties", false),
    ]
  }

  package var literal: SettingLiteral {
    [
      "name": .string(name), "cost": .double(cost), "success_rate": .double(successRate),
      "success_rate_by_segment": successRateBySegment.literal, "channel": .string(channel), "kind": kind.literal,
      "capacity": capacity.literal,
    ]
  }
}
