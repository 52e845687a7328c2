package import Settings

/// What is done for the customers of a segment.
package struct ConfiguredStrategy: Sendable, Hashable {
  /// 1 comes first.
  package let priority: Int
  /// What the strategy is to achieve, a sentence.
  package let goal: String
  /// What to do, a sentence each.
  package let actions: [String]
  /// Name of the campaign.
  package let campaign: String
  /// How much of the budget it deserves.
  package let budgetLevel: BudgetLevel

  /// In words; the allocation decides on amounts.
  package enum BudgetLevel: String, SettingChoice {
    case high, medium, low, none
  }

  package init(priority: Int, goal: String, actions: [String], campaign: String, budgetLevel: BudgetLevel) {
    self.priority = priority
    self.goal = goal
    self.actions = actions
    self.campaign = campaign
    self.budgetLevel = budgetLevel
  }
}

extension ConfiguredStrategy: SettingValue {
  private static let priorityLimits = ValueLimits(range: .between(1, 100))
  private static let textLimits = ValueLimits(emptiness: .forbidden)

  package static func decode(_ node: YAMLNode, key: String, limits: ValueLimits) throws(SettingsError) -> Self {
    var reader = try MappingReader(node, name: key)
    let strategy = ConfiguredStrategy(
      priority: try .decode(try reader.require("priority"), key: "priority", limits: priorityLimits),
      goal: try .decode(try reader.require("goal"), key: "goal", limits: textLimits),
      actions: try .decode(try reader.require("actions"), key: "actions", limits: textLimits),
      campaign: try .decode(try reader.require("campaign"), key: "campaign", limits: textLimits),
      budgetLevel: try reader.choice("budget_level"))
    try reader.finish()
    return strategy
  }

  package static func schema(_ limits: ValueLimits) -> [SettingLiteral.Field] {
    [
      .init("type", "object"),
      .init(
        "properties",
        [
          "priority": .map(Int.schema(priorityLimits)), "goal": .map(String.schema(textLimits)),
          "actions": .map([String].schema(textLimits)), "campaign": .map(String.schema(textLimits)),
          "budget_level": .map(BudgetLevel.schema(.none)),
        ]),
      .init("required", ["priority", "goal", "actions", "campaign", "budget_level"]),
      .init("additionalProperties", false),
    ]
  }

  package var literal: SettingLiteral {
    [
      "priority": .int(priority), "goal": .string(goal), "actions": actions.literal, "campaign": .string(campaign),
      "budget_level": budgetLevel.literal,
    ]
  }
}
