import Settings

extension StrategyBook {
  /// For the eight segments of the default settings, and those of `value-thresholds`.
  package static let standard = StrategyBook(
    StrategySettings().segments.entries.map { SegmentStrategy(segment: $0.name, $0.value) }
      + [.champion, .atRiskWhale, .average])
}

extension SegmentStrategy {
  /// For a segment that no book names: nothing that costs margin.
  package static let unknownSegment = SegmentStrategy(
    segment: "Other", priority: 9, goal: "Learn what these customers have in common.",
    actions: ["Look at a sample of them before you spend on them.", "Add a strategy for this segment."],
    campaign: "None yet", budgetLevel: .none)

  // The fourth, Hibernating, is one of the eight.
  static let champion = SegmentStrategy(
    segment: "Champion", priority: 2, goal: "Keep their loyalty without giving away margin.",
    actions: ["Put them on the VIP track.", "Serve them first and by name.", "Do not offer discounts."],
    campaign: "VIP programme", budgetLevel: .medium)
  static let atRiskWhale = SegmentStrategy(
    segment: "At-Risk Whale", priority: 1, goal: "Recover large accounts that have gone quiet.",
    actions: [
      "Call them; a letter is not enough.", "Settle complaints and open returns first.",
      "Offer something worth the spend that is at stake.",
    ],
    campaign: "Win-back", budgetLevel: .high)
  static let average = SegmentStrategy(
    segment: "Average", priority: 5, goal: "Move them one order further.",
    actions: ["Keep them in the regular newsletter.", "Suggest what goes with their last order."],
    campaign: "Nurture", budgetLevel: .low)
}
