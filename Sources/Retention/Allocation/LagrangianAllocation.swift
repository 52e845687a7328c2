package import Numerics

/// The default: increments of the customers' upper hulls by efficiency, the split one repaired with what is left over.
///
/// Where capacities bind, tiers get prices that send them to those who gain most, and the better of the plans with and
/// without is kept. Its distance from the best plan is at most the certificate's gap, mostly a few pence.
package struct LagrangianAllocation: AllocationStrategy, Hashable {
  package init() {}
}

extension LagrangianAllocation {
  /// Single best upgrades tried with the money that the increments leave.
  private static let repairs = 16

  package func allocate(
    _ problem: AllocationProblem, context: ExecutionContext
  ) throws(Cancelled) -> AllocationPlan {
    let prices = try TierPrices(problem: problem, context: context).settled()
    let isPriced = prices.contains { $0 > 0 }
    let relaxation = try BudgetRelaxation(problem, tierPrices: prices, context: context)
    var bound = try AllocationBound(problem, relaxation, context)
    var best = try solution(problem, relaxation, context, costPrice: isPriced ? bound.shadowPrice : nil)
    if isPriced && problem.customers <= TierPrices.sampleSize {
      let unpriced = try BudgetRelaxation(problem, context: context)
      let looser = try AllocationBound(problem, unpriced, context)
      if looser.upperBound < bound.upperBound { bound = looser }
      let plan = try solution(problem, unpriced, context)
      if plan.value > best.value { best = plan }
    }
    return try AllocationPlan(problem, tierOfCustomer: best.tierOfCustomer, bound: bound, context)
  }

  /// - Parameter costPrice: given where tiers have prices: customers then go straight to what they choose at all
  ///   prices, so that no place is held by one who moves on.
  private func solution(
    _ problem: AllocationProblem, _ relaxation: BudgetRelaxation, _ context: ExecutionContext,
    costPrice: Double? = nil
  ) throws(Cancelled) -> AllocationState {
    var state = AllocationState(problem)
    if let costPrice {
      let choices = relaxation.choices(costPrice: costPrice, customers: problem.customers)
      try state.take(choices, leastCost: relaxation.leastCost, context)
    }
    try state.take(relaxation.increments, leastCost: relaxation.leastCost, context)
    for _ in 0..<Self.repairs {
      guard let upgrade = try state.bestUpgrade(context) else { break }
      state.take(upgrade.customer, tier: upgrade.tier)
    }
    return state
  }
}
