public import Numerics

/// The default: increments of the customers' upper hulls by efficiency, the split one repaired with what is left over.
///
/// Where capacities bind, tiers get prices that send them to those who gain most, and the better of the plans with and
/// without is kept. Its distance from the best plan is at most the certificate's gap, mostly a few pence.
public struct LagrangianAllocation: AllocationStrategy, Hashable {
  public init() {}
}

extension LagrangianAllocation {
  /// Single best upgrades tried with the money that the increments leave.
  private static let repairs = 16

  public func allocate(
    _ problem: AllocationProblem, parallelism: Parallelism
  ) throws(AllocationError) -> AllocationPlan {
    let prices = TierPrices(problem: problem, parallelism: parallelism).settled()
    let isPriced = prices.contains { $0 > 0 }
    let relaxation = BudgetRelaxation(problem, tierPrices: prices, parallelism: parallelism)
    var bound = AllocationBound(problem, relaxation)
    var best = solution(problem, relaxation, parallelism, costPrice: isPriced ? bound.shadowPrice : nil)
    if isPriced && problem.customers <= TierPrices.sampleSize {
      let unpriced = BudgetRelaxation(problem, parallelism: parallelism)
      let looser = AllocationBound(problem, unpriced)
      if looser.upperBound < bound.upperBound { bound = looser }
      let plan = solution(problem, unpriced, parallelism)
      if plan.value > best.value { best = plan }
    }
    return AllocationPlan(problem, tierOfCustomer: best.tierOfCustomer, bound: bound)
  }

  /// - Parameter costPrice: given where tiers have prices: customers then go straight to what they choose at all prices,
  ///   so that no place is held by one who moves on.
  private func solution(
    _ problem: AllocationProblem, _ relaxation: BudgetRelaxation, _ parallelism: Parallelism,
    costPrice: Double? = nil
  ) -> AllocationState {
    var state = AllocationState(problem)
    if let costPrice {
      let choices = relaxation.choices(costPrice: costPrice, customers: problem.customers)
      state.take(choices, leastCost: relaxation.leastCost)
    }
    state.take(relaxation.increments, leastCost: relaxation.leastCost)
    for _ in 0..<Self.repairs {
      guard let upgrade = state.bestUpgrade(parallelism) else { break }
      state.take(upgrade.customer, tier: upgrade.tier)
    }
    return state
  }
}
