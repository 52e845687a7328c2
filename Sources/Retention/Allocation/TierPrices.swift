import Numerics

/// Prices, in minor units of value, at which no more customers want a tier than its capacity holds.
struct TierPrices {
  let problem: AllocationProblem
  let context: ExecutionContext

  /// Customers whose choices decide the prices; of more, an even sample does.
  static let sampleSize = 100_000
  /// Rounds of setting the budget's price and then the tiers'.
  private static let rounds = 4
}

extension TierPrices {
  /// Prices that clear all tiers, or nearly, in a few rounds; 0 where capacities do not bind.
  func settled() throws(Cancelled) -> [Int64] {
    var prices = [Int64](repeating: 0, count: problem.tiers.count)
    let isLimited = problem.tiers.contains { ($0.capacity ?? .max) < problem.customers && $0.capacity != 0 }
    guard isLimited else { return prices }
    let step = (problem.customers + Self.sampleSize - 1) / Self.sampleSize
    let sample = step > 1 ? AllocationProblem(every: step, of: problem) : problem
    let market = TierPrices(problem: sample, context: context)
    for _ in 0..<Self.rounds {
      let relaxation = try BudgetRelaxation(sample, tierPrices: prices, context: context)
      let costPrice = try AllocationBound(sample, relaxation, context).shadowPrice
      let cleared = try market.cleared(from: prices, costPrice: costPrice)
      if cleared == prices { break }
      prices = cleared
    }
    return prices
  }

  /// One round: each limited tier in turn gets the price that clears it, the others' held.
  ///
  /// - Parameter costPrice: λ, what a unit of cost must bring.
  private func cleared(from start: [Int64], costPrice: Double) throws(Cancelled) -> [Int64] {
    var prices = start
    for (tier, declared) in problem.tiers.enumerated() {
      guard let capacity = declared.capacity, capacity > 0, capacity < problem.customers else { continue }
      prices[tier] = 0
      var margins = try self.margins(of: tier, prices, costPrice)
      if margins.count <= capacity { continue }
      margins.sort(by: >)
      // The first who goes without does not want it at this price; rounded up, no other wants it more.
      prices[tier] = Int64(margins[capacity].rounded(.up))
    }
    return prices
  }

  /// By how much customers prefer a tier to their next best choice, where they do.
  private func margins(of tier: Int, _ prices: [Int64], _ costPrice: Double) throws(Cancelled) -> [Double] {
    try context.mapChunks(of: problem.customers) { customers in
      var found: [Double] = []
      for customer in customers where problem.eligibility[customer].contains(tier: tier) {
        let own = worth(customer, tier, prices, costPrice)
        var other = 0.0
        for choice in problem.tiers.indices
        where choice != tier && problem.eligibility[customer].contains(tier: choice) {
          other = max(other, worth(customer, choice, prices, costPrice))
        }
        if own > other { found.append(own - other) }
      }
      return found
    }.flatMap { $0 }
  }

  @inline(__always)
  private func worth(_ customer: Int, _ tier: Int, _ prices: [Int64], _ costPrice: Double) -> Double {
    let (cost, value) = problem.option(customer, tier)
    return Double(value - prices[tier]) - costPrice * Double(cost)
  }
}
