/// Whom to treat how, under a budget: a multiple-choice knapsack, checked.
///
/// All money is in minor units (pence). Customers are dense indices in the order of their ids, which decides ties.
package struct AllocationProblem: Sendable {
  /// Their number.
  package let customers: Int
  /// Ways to treat a customer.
  package let tiers: [AllocationTier]
  /// What holds for the customers of each segment.
  package let segments: [AllocationSegment]
  /// Index into `segments` of each customer.
  package let segmentOfCustomer: [Int32]
  /// Expected value, net of cost, of customer i under tier j at [i · tiers + j].
  package let values: [Int64]
  /// Cost of customer i under tier j at [i · tiers + j].
  package let costs: [Int64]
  /// Tiers that each customer may get, considering the segment's discount policy and tiers of capacity 0.
  package let eligibility: [TierSet]
  /// At least 0.
  package let budget: Int64
  /// Steps of the certificate's curve of value against budget; at least 1.
  package let curvePoints: Int

  /// Unit of the progress of strategies.
  static let progressUnit = "customers"

  /// - Parameters:
  ///   - segmentOfCustomer: index into `segments` for each customer.
  ///   - values: customers × tiers, row by row; expected value net of cost. Options of 0 or less are never chosen.
  ///   - costs: customers × tiers, row by row; at least 0.
  ///   - eligibility: tiers each customer may get (empty for those excluded or held out); nil for all.
  /// - Throws: `AllocationError` for invalid amounts, shares or lengths.
  package init(
    tiers: [AllocationTier], segments: [AllocationSegment], segmentOfCustomer: [Int32], values: [Int64],
    costs: [Int64], eligibility: [TierSet]? = nil, budget: Int64, curvePoints: Int = 40
  ) throws(AllocationError) {
    customers = segmentOfCustomer.count
    self.tiers = tiers
    self.segments = segments
    self.segmentOfCustomer = segmentOfCustomer
    self.values = values
    self.costs = costs
    self.budget = budget
    self.curvePoints = max(1, curvePoints)
    try Self.check(tiers, budget)
    try Self.check(segments)
    try Self.check(count: values.count, "values", customers * tiers.count)
    try Self.check(count: costs.count, "costs", customers * tiers.count)
    if let eligibility { try Self.check(count: eligibility.count, "eligibility sets", customers) }
    try Self.check(segmentOfCustomer, segments.count)
    try Self.checkAmounts(values, costs, tiers, customers: customers)
    self.eligibility = Self.allowed(eligibility, tiers, segments, segmentOfCustomer)
  }

  /// Every `step`-th customer, with budget and capacities in proportion: a small problem with similar prices.
  init(every step: Int, of problem: AllocationProblem) {
    let chosen = Array(stride(from: 0, to: problem.customers, by: step))
    let width = problem.tiers.count
    customers = chosen.count
    tiers = problem.tiers.map { tier in
      AllocationTier(name: tier.name, kind: tier.kind, capacity: tier.capacity.map { ($0 + step - 1) / step })
    }
    segments = problem.segments
    segmentOfCustomer = chosen.map { problem.segmentOfCustomer[$0] }
    values = chosen.flatMap { problem.values[$0 * width..<($0 + 1) * width] }
    costs = chosen.flatMap { problem.costs[$0 * width..<($0 + 1) * width] }
    eligibility = chosen.map { problem.eligibility[$0] }
    budget = problem.budget / Int64(step)
    curvePoints = problem.curvePoints
  }
}
