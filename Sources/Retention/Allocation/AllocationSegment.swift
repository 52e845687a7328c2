/// What holds for all customers of a segment when a budget is allocated.
public struct AllocationSegment: Sendable, Hashable, Codable {
  public var name: String
  /// The weight of the segment's part of the budget in `ProportionalAllocation`; at least 0.
  public var priority: Double
  public var discounts: DiscountPolicy
  /// Shares of the budget, both within 0...1. Less than the lower one is spent only where the segment has no more
  /// options of positive value that fit.
  public var minimumShare: Double
  public var maximumShare: Double

  public enum DiscountPolicy: String, Sendable, Hashable, Codable {
    case allowed
    /// Margin protection: only non-discount tiers.
    case never
  }

  public init(
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
