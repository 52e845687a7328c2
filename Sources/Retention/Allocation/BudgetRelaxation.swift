import Numerics

/// The linear relaxation of a problem's budget and maximum shares, solved by taking increments in order of falling
/// efficiency.
///
/// Sinha & Zoltners (1979), "The Multiple-Choice Knapsack Problem", Oper. Res. 27(3): only options on a customer's
/// upper hull of (cost, value) matter, and taking their increments by efficiency until the budget is spent is optimal,
/// with one increment split. With caps on disjoint segments this still holds, with one more split for each.
struct BudgetRelaxation {
  /// Of all customers, by falling efficiency; ties in the order of customers.
  let increments: [Increment]
  /// Prices that lower the values of tiers, so that those who gain most take a tier of little capacity.
  let tierPrices: [Int64]
  /// Of all increments.
  let totalCost: Int64
  /// Cost of the cheapest increment that is not free.
  let leastCost: Int64

  init(_ problem: AllocationProblem, tierPrices: [Int64]? = nil, context: ExecutionContext) throws(Cancelled) {
    let prices = tierPrices ?? [Int64](repeating: 0, count: problem.tiers.count)
    context.progress.expect(problem.customers, unit: AllocationProblem.progressUnit)
    let chunks = try context.mapChunks(of: problem.customers) { customers in
      let chunk = Self.increments(problem, customers, prices)
      context.progress.advance(by: customers.count)
      return chunk
    }
    var all: [Increment] = []
    all.reserveCapacity(chunks.reduce(0) { $0 + $1.increments.count })
    for chunk in chunks { all.append(contentsOf: chunk.increments) }
    try Increment.sort(&all, context)
    increments = all
    totalCost = chunks.reduce(0) { $0 + $1.totalCost }
    leastCost = chunks.lazy.map(\.leastCost).min() ?? .max
    self.tierPrices = prices
  }
}

extension BudgetRelaxation {
  /// Each customer's last increment that is worth more than `costPrice` per unit of cost.
  func choices(costPrice: Double, customers: Int) -> [Increment] {
    let worth = increments.prefix { $0.efficiency > costPrice }
    var last = [Int16](repeating: -1, count: customers)
    for increment in worth { last[Int(increment.customer)] = increment.tier }
    return worth.filter { last[Int($0.customer)] == $0.tier }
  }
}

// MARK: - Upper hulls

extension BudgetRelaxation {
  private struct Chunk: Sendable {
    var increments: [Increment] = []
    var totalCost: Int64 = 0
    var leastCost = Int64.max
  }

  private static func increments(
    _ problem: AllocationProblem, _ customers: Range<Int>, _ prices: [Int64]
  ) -> Chunk {
    var found = Chunk()
    found.increments.reserveCapacity(customers.count * 2)
    let width = problem.tiers.count
    problem.values.withUnsafeBufferPointer { values in
      problem.costs.withUnsafeBufferPointer { costs in
        prices.withUnsafeBufferPointer { prices in
          withUnsafeTemporaryAllocation(of: HullPoint.self, capacity: width) { hull in
            for customer in customers {
              let row = customer * width
              let count = upperHull(
                hull, UnsafeBufferPointer(rebasing: values[row..<row + width]),
                UnsafeBufferPointer(rebasing: costs[row..<row + width]), prices, problem.eligibility[customer])
              var (from, spent) = (-1, Int64(0))
              for point in hull[..<count] {
                found.increments.append(
                  Increment(efficiency: point.efficiency, customer: customer, from: from, tier: point.tier))
                if point.cost > spent { found.leastCost = min(found.leastCost, point.cost - spent) }
                (from, spent) = (point.tier, point.cost)
              }
              found.totalCost += spent
            }
          }
        }
      }
    }
    return found
  }

  struct HullPoint {
    var tier: Int
    var cost: Int64
    var value: Int64
    /// Efficiency of the increment that ends here.
    var efficiency: Double
  }

  /// Leaves in `hull` (OUT) the options of the upper hull: each dearer, better and less efficient than the one before.
  ///
  /// - Returns: their number.
  private static func upperHull(
    _ hull: UnsafeMutableBufferPointer<HullPoint>, _ values: UnsafeBufferPointer<Int64>,
    _ costs: UnsafeBufferPointer<Int64>, _ prices: UnsafeBufferPointer<Int64>, _ eligible: TierSet
  ) -> Int {
    var count = 0
    for tier in values.indices where eligible.contains(tier: tier) {
      let point = HullPoint(tier: tier, cost: costs[tier], value: values[tier] - prices[tier], efficiency: 0)
      guard point.value > 0 else { continue }
      // Insertion by cost; among equals the better option comes first, then the earlier tier.
      var place = count
      while place > 0, (point.cost, -point.value) < (hull[place - 1].cost, -hull[place - 1].value) {
        (hull.baseAddress! + place).initialize(to: hull[place - 1])
        place -= 1
      }
      (hull.baseAddress! + place).initialize(to: point)
      count += 1
    }
    return pruned(hull, count)
  }

  /// Drops dominated and LP-dominated options; `hull` is sorted by cost.
  private static func pruned(_ hull: UnsafeMutableBufferPointer<HullPoint>, _ count: Int) -> Int {
    var kept = 0
    for index in 0..<count {
      var point = hull[index]
      if kept > 0 && point.value <= hull[kept - 1].value { continue }
      while true {
        let last = kept > 0 ? hull[kept - 1] : HullPoint(tier: -1, cost: 0, value: 0, efficiency: .infinity)
        point.efficiency =
          point.cost == last.cost ? .infinity : Double(point.value - last.value) / Double(point.cost - last.cost)
        guard kept > 0, last.efficiency <= point.efficiency else { break }
        kept -= 1
      }
      hull[kept] = point
      kept += 1
    }
    return kept
  }
}
