/// What is done for the customers of one segment.
package struct SegmentStrategy: Sendable, Hashable, Codable {
  /// How much of the budget goes to the segment.
  package typealias BudgetLevel = ConfiguredStrategy.BudgetLevel

  /// Name of the segment.
  package let segment: String
  /// 1 comes first.
  package let priority: Int
  /// One sentence.
  package let goal: String
  /// Sentences, the most important first.
  package let actions: [String]
  /// Heading under which the segment's campaign runs.
  package let campaign: String
  /// How much of the budget goes to the segment.
  package let budgetLevel: BudgetLevel

  package init(
    segment: String, priority: Int, goal: String, actions: [String], campaign: String, budgetLevel: BudgetLevel
  ) {
    self.segment = segment
    self.priority = priority
    self.goal = goal
    self.actions = actions
    self.campaign = campaign
    self.budgetLevel = budgetLevel
  }
}

extension SegmentStrategy {
  package init(segment: String, _ strategy: ConfiguredStrategy) {
    self.init(
      segment: segment, priority: strategy.priority, goal: strategy.goal, actions: strategy.actions,
      campaign: strategy.campaign, budgetLevel: strategy.budgetLevel)
  }

  enum CodingKeys: String, CodingKey {
    case segment, priority, goal, actions, campaign
    case budgetLevel = "budget_level"
  }
}

extension ConfiguredStrategy.BudgetLevel: Codable {}
