/// Who gets which tier, what that costs and is expected to bring, and how far from the optimum it can be.
package struct AllocationPlan: Sendable, Hashable {
  /// For each customer the index of a tier, or −1 for none.
  package let tierOfCustomer: [Int32]
  /// Cost in minor units.
  package let spent: Int64
  /// Expected value in minor units, net of cost.
  package let value: Int64
  /// In the order of the problem.
  package let tiers: [TierUse]
  /// In the order of the problem.
  package let segments: [SegmentUse]
  /// How far from the optimum the plan can be.
  package let certificate: Certificate

  /// What a plan does with a tier; amounts in minor units.
  package struct TierUse: Sendable, Hashable, Codable {
    /// Customers who get the tier.
    package var contacts = 0
    /// Cost.
    package var spent: Int64 = 0
    /// Expected value, net of cost.
    package var value: Int64 = 0
  }

  /// What a plan does with a segment; amounts in minor units.
  package struct SegmentUse: Sendable, Hashable, Codable {
    /// All customers of the segment.
    package var customers = 0
    /// Customers who get a tier.
    package var contacts = 0
    /// Cost.
    package var spent: Int64 = 0
    /// Expected value, net of cost.
    package var value: Int64 = 0
    /// How much less than its minimum share the segment gets, for lack of options of positive value that fit.
    package var shortfall: Int64 = 0
  }

  /// Proof of a plan's quality; amounts in minor units.
  package struct Certificate: Sendable, Hashable, Codable {
    /// No plan is worth more: the optimum of the linear relaxation, also of capacities and minimum shares.
    package let upperBound: Int64
    /// `upperBound` less the plan's value.
    package let gap: Int64
    /// `gap` as a share of `upperBound`; 0 where that is 0.
    package let gapShare: Double
    /// What another minor unit of budget would bring; 0 if budget is left over.
    package let shadowPrice: Double
    /// Optimum of the relaxation for some budgets, ascending: a concave curve.
    package let budgetCurve: [BudgetPoint]
  }

  /// What a budget can bring.
  package struct BudgetPoint: Sendable, Hashable, Codable {
    /// Minor units.
    package let budget: Int64
    /// Minor units.
    package let value: Int64
  }
}
