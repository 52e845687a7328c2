/// Who gets which tier, what that costs and is expected to bring, and how far from the optimum it can be.
public struct AllocationPlan: Sendable, Hashable {
  /// For each customer the index of a tier, or −1 for none.
  public let tierOfCustomer: [Int32]
  /// Cost in minor units.
  public let spent: Int64
  /// Expected value in minor units, net of cost.
  public let value: Int64
  /// In the order of the problem.
  public let tiers: [TierUse]
  /// In the order of the problem.
  public let segments: [SegmentUse]
  /// How far from the optimum the plan can be.
  public let certificate: Certificate

  /// What a plan does with a tier; amounts in minor units.
  public struct TierUse: Sendable, Hashable, Codable {
    /// Customers who get the tier.
    public var contacts = 0
    /// Cost.
    public var spent: Int64 = 0
    /// Expected value, net of cost.
    public var value: Int64 = 0
  }

  /// What a plan does with a segment; amounts in minor units.
  public struct SegmentUse: Sendable, Hashable, Codable {
    /// All customers of the segment.
    public var customers = 0
    /// Customers who get a tier.
    public var contacts = 0
    /// Cost.
    public var spent: Int64 = 0
    /// Expected value, net of cost.
    public var value: Int64 = 0
    /// How much less than its minimum share the segment gets, for lack of options of positive value that fit.
    public var shortfall: Int64 = 0
  }

  /// Proof of a plan's quality; amounts in minor units.
  public struct Certificate: Sendable, Hashable, Codable {
    /// No plan is worth more: the optimum of the linear relaxation, also of capacities and minimum shares.
    public let upperBound: Int64
    /// `upperBound` less the plan's value.
    public let gap: Int64
    /// `gap` as a share of `upperBound`; 0 where that is 0.
    public let gapShare: Double
    /// What another minor unit of budget would bring; 0 if budget is left over.
    public let shadowPrice: Double
    /// Optimum of the relaxation for some budgets, ascending: a concave curve.
    public let budgetCurve: [BudgetPoint]
  }

  /// What a budget can bring.
  public struct BudgetPoint: Sendable, Hashable, Codable {
    /// Minor units.
    public let budget: Int64
    /// Minor units.
    public let value: Int64
  }
}
