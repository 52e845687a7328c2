public import Numerics

/// Who is offered what, and what that is expected to bring.
public struct Campaign: Sendable {
  /// Whom the campaign could reach.
  public let customers: CampaignCustomers
  /// Expected value of each tier for each customer.
  public let offers: OfferValues
  /// What was solved.
  public let problem: AllocationProblem
  /// The solution.
  public let plan: AllocationPlan
  /// Indexed by the plan's tiers.
  public let tiers: [CampaignTier]
}

extension Campaign {
  /// The tier of the customer of a row; nil for none.
  public func tier(of row: Int) -> CampaignTier? {
    let tier = Int(plan.tierOfCustomer[row])
    return tier < 0 ? nil : tiers[tier]
  }

  /// By row: expected value of the chosen tier, net of cost, in units of the currency; 0 for customers without a tier.
  public var expectedValues: [Double] {
    plan.tierOfCustomer.enumerated().map { row, tier in tier < 0 ? 0 : offers.value(row, Int(tier)) }
  }

  /// Rows of the customers with a tier, the largest expected value first, then by id.
  public func contacts(context: ExecutionContext) throws(Cancelled) -> [Int] {
    let (values, ids) = (expectedValues, customers.ids)
    return try context.sorted(values.indices.filter { plan.tierOfCustomer[$0] >= 0 }) {
      (values[$1], ids[$0]) < (values[$0], ids[$1])
    }
  }
}
