/// What holds for all customers of a segment when a budget is allocated.
package struct AllocationSegment: Sendable, Hashable, Codable {
  /// Name of the segment.
  package var name: String
  /// Weight of the segment's part of the budget in `ProportionalAllocation`; at least 0.
  package var priority: Double
  /// Whether its customers may get discounts.
  package var discounts: DiscountPolicy
  /// Least share of the budget, 0...1. Less is spent only if the segment has no more options of positive value that
  /// fit.
  package var minimumShare: Double
  /// Most of the budget, 0...1.
  package var maximumShare: Double

  /// Whether customers may get discounts.
  package enum DiscountPolicy: String, Sendable, Hashable, Codable {
    case allowed
    /// Margin protection: only non-discount tiers.
    case never
  }

  package init(
    name: String, priority: Double = 1, discounts: DiscountPolicy = .allowed, minimumShare: Double = 0,
    maximumShare: Double = 1
  ) {
    self.name = name
    self.priority = priority
    self.discounts = discounts
    self.minimumShare = minimumShare
    self.maximumShare = maximumShare
  }
}
