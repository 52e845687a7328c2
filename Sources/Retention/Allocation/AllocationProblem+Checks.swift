extension AllocationProblem {
  /// Most tiers of a problem.
  package static let tierLimit = 64

  /// Amounts of money as whole minor units, rounded to the nearest.
  ///
  /// - Parameters:
  ///   - amounts: in major units (pounds), finite.
  ///   - minorUnits: per major unit.
  /// - Throws: `AllocationError.notAnAmount`.
  package static func minorUnits(
    _ amounts: [Double], perMajorUnit minorUnits: Double = 100
  ) throws(AllocationError) -> [Int64] {
    var rounded = [Int64](repeating: 0, count: amounts.count)
    for (index, amount) in amounts.enumerated() {
      guard let whole = Int64(exactly: (amount * minorUnits).rounded()) else {
        throw .notAnAmount(index: index, found: amount)
      }
      rounded[index] = whole
    }
    return rounded
  }

  /// Most of the budget that segment `segment` may get, in minor units.
  package func maximumSpend(ofSegment segment: Int) -> Int64 {
    let share = segments[segment].maximumShare
    return share >= 1 ? budget : Int64((Double(budget) * share).rounded(.down))
  }

  /// Least of the budget that segment `segment` should get, in minor units.
  package func minimumSpend(ofSegment segment: Int) -> Int64 {
    let share = segments[segment].minimumShare
    return share >= 1 ? budget : min(Int64((Double(budget) * share).rounded(.up)), maximumSpend(ofSegment: segment))
  }

  static func check(_ tiers: [AllocationTier], _ budget: Int64) throws(AllocationError) {
    if budget < 0 { throw .negativeBudget(budget) }
    if tiers.isEmpty { throw .noTiers }
    if tiers.count > tierLimit { throw .tooManyTiers(found: tiers.count, limit: tierLimit) }
    for tier in tiers {
      if let capacity = tier.capacity, capacity < 0 { throw .negativeCapacity(tier: tier.name, found: capacity) }
    }
  }

  static func check(_ segments: [AllocationSegment]) throws(AllocationError) {
    for segment in segments {
      guard 0 <= segment.minimumShare, segment.minimumShare <= segment.maximumShare, segment.maximumShare <= 1 else {
        throw .invalidShares(
          segment: segment.name, minimum: segment.minimumShare, maximum: segment.maximumShare)
      }
      guard segment.priority >= 0, segment.priority.isFinite else {
        throw .invalidPriority(segment: segment.name, found: segment.priority)
      }
    }
    let sum = segments.reduce(0) { $0 + $1.minimumShare }
    // Shares such as ten times 0.1 add up to a little more than 1.
    if sum > 1 + 1e-9 { throw .minimumSharesExceedBudget(sum: sum) }
  }

  static func check(count: Int, _ what: String, _ expected: Int) throws(AllocationError) {
    if count != expected { throw .lengthMismatch(what: what, found: count, expected: expected) }
  }

  static func check(_ segmentOfCustomer: [Int32], _ segments: Int) throws(AllocationError) {
    if let customer = segmentOfCustomer.firstIndex(where: { $0 < 0 || $0 >= segments }) {
      throw .unknownSegment(customer: customer, found: Int(segmentOfCustomer[customer]), segments: segments)
    }
  }

  static func checkAmounts(
    _ values: [Int64], _ costs: [Int64], _ tiers: [AllocationTier], customers: Int
  ) throws(AllocationError) {
    // Efficiencies are quotients of Doubles, so amounts stay where Double is exact.
    let limit = min(1 << 52, Int64.max / 4 / Int64(max(customers, 1)))
    if let index = costs.firstIndex(where: { $0 < 0 }) {
      throw .negativeCost(customer: index / tiers.count, tier: tiers[index % tiers.count].name, found: costs[index])
    }
    for amounts in [values, costs] {
      if let index = amounts.firstIndex(where: { $0 > limit || $0 < -limit }) {
        throw .amountTooLarge(
          customer: index / tiers.count, tier: tiers[index % tiers.count].name, found: amounts[index], limit: limit)
      }
    }
  }

  static func allowed(
    _ eligibility: [TierSet]?, _ tiers: [AllocationTier], _ segments: [AllocationSegment], _ segmentOfCustomer: [Int32]
  ) -> [TierSet] {
    var open = TierSet()
    var undiscounted = TierSet()
    for (index, tier) in tiers.enumerated() where tier.capacity != 0 {
      open.insert(TierSet(tier: index))
      if tier.kind == .nonDiscount { undiscounted.insert(TierSet(tier: index)) }
    }
    let bySegment = segments.map { $0.discounts == .never ? undiscounted : open }
    return segmentOfCustomer.indices.map { customer in
      bySegment[Int(segmentOfCustomer[customer])].intersection(eligibility?[customer] ?? .all)
    }
  }
}
