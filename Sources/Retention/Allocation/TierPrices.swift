import Numerics

/// Prices, in minor units of value, at which no more customers want a tier than its capacity holds.
struct TierPrices {
  let problem: AllocationProblem
  /// λ: what a unit of cost must bring.
  let costPrice: Double
  let parallelism: Parallelism
}

extension TierPrices {
  /// One round: each limited tier in turn gets the price that clears it, the others' held.
  func cleared(from start: [Int64]) -> [Int64] {
    var prices = start
    for (tier, declared) in problem.tiers.enumerated() {
      guard let capacity = declared.capacity, capacity > 0, capacity < problem.customers else { continue }
      prices[tier] = 0
      var margins = self.margins(of: tier, prices)
      if margins.count <= capacity { continue }
      margins.sort(by: >)
      // The first who goes without does not want it at this price; rounded up, no other wants it more.
      prices[tier] = Int64(margins[capacity].rounded(.up))
    }
    return prices
  }

  /// By how much customers prefer a tier to their next best choice, where they do.
  private func margins(of tier: Int, _ prices: [Int64]) -> [Double] {
    parallelism.mapChunks(of: problem.customers) { customers in
      var found: [Double] = []
      for customer in customers where problem.eligibility[customer].contains(tier: tier) {
        let own = worth(customer, tier, prices)
        var other = 0.0
        for choice in problem.tiers.indices
        where choice != tier && problem.eligibility[customer].contains(tier: choice) {
          other = max(other, worth(customer, choice, prices))
        }
        if own > other { found.append(own - other) }
      }
      return found
    }.flatMap { $0 }
  }

  @inline(__always)
  private func worth(_ customer: Int, _ tier: Int, _ prices: [Int64]) -> Double {
    let (cost, value) = problem.option(customer, tier)
    return Double(value - prices[tier]) - costPrice * Double(cost)
  }
}
