/// Who gets which tier, what that costs and is expected to bring, and how far from the best it can be.
public struct AllocationPlan: Sendable, Hashable {
  /// For each customer the index of a tier, or −1 for none.
  public let tierOfCustomer: [Int32]
  /// Minor units.
  public let spent: Int64
  /// Minor units, net of cost.
  public let value: Int64
  public let tiers: [TierUse]
  public let segments: [SegmentUse]
  public let certificate: Certificate

  /// What a plan makes of a tier.
  public struct TierUse: Sendable, Hashable, Codable {
    public var contacts = 0
    public var spent: Int64 = 0
    public var value: Int64 = 0
  }

  /// What a plan makes of a segment.
  public struct SegmentUse: Sendable, Hashable, Codable {
    public var customers = 0
    public var contacts = 0
    public var spent: Int64 = 0
    public var value: Int64 = 0
    /// What is missing to the segment's minimum share: its options of positive value did not suffice or fit.
    public var shortfall: Int64 = 0
  }

  /// Proof of a plan's quality.
  public struct Certificate: Sendable, Hashable, Codable {
    /// No plan whatever is worth more: the optimum of the linear relaxation, of capacities and minimum shares too.
    public let upperBound: Int64
    /// `upperBound` less the plan's value.
    public let gap: Int64
    /// `gap` as a share of `upperBound`; 0 where that is 0.
    public let gapShare: Double
    /// What another minor unit of budget would bring; 0 where money is left over.
    public let shadowPrice: Double
    /// Best value for each of some budgets, ascending, of the relaxation: concave.
    public let budgetCurve: [BudgetPoint]
  }

  /// What a budget can bring.
  public struct BudgetPoint: Sendable, Hashable, Codable {
    public let budget: Int64
    public let value: Int64
  }
}
