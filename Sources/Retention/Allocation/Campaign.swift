package import Numerics

/// Who is offered what, and what that is expected to bring.
package struct Campaign: Sendable {
  /// Whom the campaign could reach.
  package let customers: CampaignCustomers
  /// Expected value of each tier for each customer.
  package let offers: OfferValues
  /// What was solved.
  package let problem: AllocationProblem
  /// The solution.
  package let plan: AllocationPlan
  /// Indexed by the plan's tiers.
  package let tiers: [CampaignTier]
}

extension Campaign {
  /// The tier of the customer of a row; nil for none.
  package func tier(of row: Int) -> CampaignTier? {
    let tier = Int(plan.tierOfCustomer[row])
    return tier < 0 ? nil : tiers[tier]
  }

  /// By row: expected value of the chosen tier, net of cost, in units of the currency; 0 for customers without a tier.
  package var expectedValues: [Double] {
    plan.tierOfCustomer.enumerated().map { row, tier in tier < 0 ? 0 : offers.value(row, Int(tier)) }
  }

  /// Rows of the customers with a tier, the largest expected value first, then by id.
  package func contacts(context: ExecutionContext) throws(Cancelled) -> [Int] {
    let (values, ids) = (expectedValues, customers.ids)
    return try context.sorted(values.indices.filter { plan.tierOfCustomer[$0] >= 0 }) {
      (values[$1], ids[$0]) < (values[$0], ids[$1])
    }
  }
}
