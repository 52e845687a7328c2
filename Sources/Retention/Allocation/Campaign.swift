public import Numerics

/// Who is offered what, and what that is expected to bring.
public struct Campaign: Sendable {
  public let customers: CampaignCustomers
  /// Of each tier for each customer.
  public let offers: OfferValues
  public let problem: AllocationProblem
  public let plan: AllocationPlan
  /// In the order of the plan's numbers.
  public let tiers: [CampaignTier]
}

extension Campaign {
  /// The tier of the customer of a row; nil for none.
  public func tier(of row: Int) -> CampaignTier? {
    let tier = Int(plan.tierOfCustomer[row])
    return tier < 0 ? nil : tiers[tier]
  }

  /// By row: value of the chosen tier in units of the currency, cost taken off; 0 for customers without one.
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
