import Numerics

/// A plan in the making: the tiers chosen so far, and what is left of budget and capacity.
struct AllocationState {
  let problem: AllocationProblem
  private(set) var tierOfCustomer: [Int32]
  /// What is left of the budget.
  private(set) var left: Int64
  /// What is left of the most that each segment may get; strategies may lower it for a while.
  var segmentLeft: [Int64]
  private(set) var segmentSpent: [Int64]
  private(set) var capacityLeft: [Int]

  init(_ problem: AllocationProblem) {
    self.problem = problem
    tierOfCustomer = [Int32](repeating: -1, count: problem.customers)
    left = problem.budget
    segmentLeft = problem.segments.indices.map { problem.maximumSpend(ofSegment: $0) }
    segmentSpent = [Int64](repeating: 0, count: problem.segments.count)
    capacityLeft = problem.tiers.map { $0.capacity ?? .max }
  }
}

extension AllocationState {
  /// What moving a customer from the present tier to `tier` would cost and bring.
  @inline(__always)
  func gain(_ customer: Int, to tier: Int) -> (cost: Int64, value: Int64) {
    let to = problem.option(customer, tier)
    let now = Int(tierOfCustomer[customer])
    guard now >= 0 else { return to }
    let before = problem.option(customer, now)
    return (to.cost - before.cost, to.value - before.value)
  }

  @inline(__always)
  func fits(_ customer: Int, tier: Int, cost: Int64) -> Bool {
    cost <= left && cost <= segmentLeft[Int(problem.segmentOfCustomer[customer])] && capacityLeft[tier] > 0
  }

  /// Moves a customer to `tier` if that is worth more than the present one and everything allows it.
  @inline(__always)
  @discardableResult
  mutating func take(_ customer: Int, tier: Int) -> Bool {
    let (cost, value) = gain(customer, to: tier)
    guard value > 0, fits(customer, tier: tier, cost: cost) else { return false }
    let segment = Int(problem.segmentOfCustomer[customer])
    let now = Int(tierOfCustomer[customer])
    if now >= 0 { capacityLeft[now] += 1 }
    capacityLeft[tier] -= 1
    left -= cost
    segmentLeft[segment] -= cost
    segmentSpent[segment] += cost
    tierOfCustomer[customer] = Int32(tier)
    return true
  }

  /// Takes steps in the given order as far as they fit, first those that bring segments to their minimum shares.
  ///
  /// - Parameter leastCost: of the steps that are not free; free ones come first.
  mutating func take(_ steps: [Increment], leastCost: Int64, _ context: ExecutionContext) throws(Cancelled) {
    let minimum = problem.segments.indices.map { problem.minimumSpend(ofSegment: $0) }
    if minimum.contains(where: { $0 > 0 }) {
      try context.forEachBlock(of: steps.count) { block in
        for step in steps[block] {
          let segment = Int(problem.segmentOfCustomer[Int(step.customer)])
          if segmentSpent[segment] < minimum[segment] { take(Int(step.customer), tier: Int(step.tier)) }
        }
      }
    }
    try context.forEachBlock(of: steps.count) { block in
      for step in steps[block] {
        if left < leastCost && step.efficiency < .infinity { break }
        take(Int(step.customer), tier: Int(step.tier))
      }
    }
  }
}

extension AllocationState {
  /// A change of one customer's tier.
  struct Upgrade: Sendable {
    var customer: Int
    var tier: Int
    var value: Int64
  }

  /// Total of the chosen tiers.
  var value: Int64 {
    tierOfCustomer.indices.reduce(0) { sum, customer in
      let tier = Int(tierOfCustomer[customer])
      return tier < 0 ? sum : sum + problem.option(customer, tier).value
    }
  }

  /// The upgrade of most value among those that fit, whatever its efficiency; ties go to the lower customer, then tier.
  func bestUpgrade(_ context: ExecutionContext) throws(Cancelled) -> Upgrade? {
    try context.reduce(of: problem.customers, into: BestUpgrade()) { customers in
      var best: Upgrade?
      for customer in customers {
        for tier in problem.tiers.indices where problem.eligibility[customer].contains(tier: tier) {
          let (cost, value) = gain(customer, to: tier)
          if value > best?.value ?? 0, fits(customer, tier: tier, cost: cost) {
            best = Upgrade(customer: customer, tier: tier, value: value)
          }
        }
      }
      return BestUpgrade(upgrade: best)
    }.upgrade
  }

  /// The best upgrade of some customers; ties go to the first.
  private struct BestUpgrade: Mergeable {
    var upgrade: Upgrade?

    mutating func merge(_ other: BestUpgrade) {
      if let theirs = other.upgrade, theirs.value > upgrade?.value ?? 0 { upgrade = theirs }
    }
  }
}
