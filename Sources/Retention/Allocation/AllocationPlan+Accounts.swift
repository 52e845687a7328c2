import Numerics

extension AllocationPlan {
  /// Adds up costs and values of a choice of tiers.
  init(
    _ problem: AllocationProblem, tierOfCustomer: [Int32], bound: AllocationBound, _ context: ExecutionContext
  ) throws(Cancelled) {
    var tiers = [TierUse](repeating: TierUse(), count: problem.tiers.count)
    var segments = [SegmentUse](repeating: SegmentUse(), count: problem.segments.count)
    var (spent, value): (Int64, Int64) = (0, 0)
    try context.forEachBlock(of: problem.customers) { customers in
      for customer in customers {
        let segment = Int(problem.segmentOfCustomer[customer])
        segments[segment].customers += 1
        guard tierOfCustomer[customer] >= 0 else { continue }
        let tier = Int(tierOfCustomer[customer])
        let (cost, worth) = problem.option(customer, tier)
        spent += cost
        value += worth
        tiers[tier].contacts += 1
        tiers[tier].spent += cost
        tiers[tier].value += worth
        segments[segment].contacts += 1
        segments[segment].spent += cost
        segments[segment].value += worth
      }
    }
    for segment in segments.indices {
      segments[segment].shortfall = max(0, problem.minimumSpend(ofSegment: segment) - segments[segment].spent)
    }
    self.init(
      tierOfCustomer: tierOfCustomer, spent: spent, value: value, tiers: tiers, segments: segments,
      certificate: bound.certificate(value: value))
  }
}

/// A rule that a choice of tiers breaks.
package enum AllocationViolation: Sendable, Hashable {
  case wrongLength(found: Int, expected: Int)
  case unknownTier(customer: Int, found: Int)
  case ineligible(customer: Int, tier: Int)
  case notWorthIt(customer: Int, tier: Int, value: Int64)
  case overBudget(spent: Int64, budget: Int64)
  case overCapacity(tier: Int, contacts: Int, capacity: Int)
  case overMaximumShare(segment: Int, spent: Int64, maximum: Int64)
}

extension AllocationProblem {
  /// Every rule that a choice of tiers breaks; none for a valid plan.
  package func violations(of tierOfCustomer: [Int32]) -> [AllocationViolation] {
    guard tierOfCustomer.count == customers else {
      return [.wrongLength(found: tierOfCustomer.count, expected: customers)]
    }
    var found: [AllocationViolation] = []
    var contacts = [Int](repeating: 0, count: tiers.count)
    var spent = [Int64](repeating: 0, count: segments.count)
    for (customer, choice) in tierOfCustomer.enumerated() where choice != -1 {
      let tier = Int(choice)
      guard tiers.indices.contains(tier) else {
        found.append(.unknownTier(customer: customer, found: tier))
        continue
      }
      let (cost, value) = option(customer, tier)
      contacts[tier] += 1
      spent[Int(segmentOfCustomer[customer])] += cost
      if !eligibility[customer].contains(tier: tier) { found.append(.ineligible(customer: customer, tier: tier)) }
      if value <= 0 { found.append(.notWorthIt(customer: customer, tier: tier, value: value)) }
    }
    return found + totalViolations(contacts, spent)
  }

  private func totalViolations(_ contacts: [Int], _ spent: [Int64]) -> [AllocationViolation] {
    var found: [AllocationViolation] = []
    let total = spent.reduce(0, +)
    if total > budget { found.append(.overBudget(spent: total, budget: budget)) }
    for (tier, count) in contacts.enumerated() {
      if let capacity = tiers[tier].capacity, count > capacity {
        found.append(.overCapacity(tier: tier, contacts: count, capacity: capacity))
      }
    }
    for (segment, amount) in spent.enumerated() where amount > maximumSpend(ofSegment: segment) {
      found.append(
        .overMaximumShare(segment: segment, spent: amount, maximum: maximumSpend(ofSegment: segment)))
    }
    return found
  }

  @inline(__always)
  func option(_ customer: Int, _ tier: Int) -> (cost: Int64, value: Int64) {
    let index = customer * tiers.count + tier
    return (costs[index], values[index])
  }
}
