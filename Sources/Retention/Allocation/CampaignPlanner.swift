package import Numerics
import Settings

/// Turns scores and settings into an allocation problem, and its solution into a campaign.
package struct CampaignPlanner: Sendable {
  /// Budget, tiers, shares and exclusions.
  package let settings: AllocationSettings
  /// Priorities of the segments.
  package let book: StrategyBook
  /// Decides, with the hash of an id, who is held out.
  package let seed: UInt64

  package init(settings: AllocationSettings, book: StrategyBook, seed: UInt64) {
    self.settings = settings
    self.book = book
    self.seed = seed
  }

  /// - Parameters:
  ///   - undiscounted: ids of customers who get no discount, whatever their segment.
  ///   - strategy: spends the budget.
  /// - Throws: `AllocationError` for invalid amounts and shares, and from a strategy that fails; `Cancelled`.
  package func campaign(
    for customers: CampaignCustomers, undiscounted: Set<String>, strategy: any AllocationStrategy,
    context: ExecutionContext
  ) throws -> Campaign {
    let offers = try OfferValues(customers, settings, context: context)
    let problem = try problem(customers, offers, undiscounted: undiscounted, context: context)
    let plan = try strategy.allocate(problem, context: context)
    precondition(problem.violations(of: plan.tierOfCustomer).isEmpty, "a plan keeps every rule")
    return Campaign(customers: customers, offers: offers, problem: problem, plan: plan, tiers: settings.tiers)
  }
}

// MARK: - The problem

extension CampaignPlanner {
  /// - Throws: `AllocationError` for invalid amounts and shares; `Cancelled`.
  func problem(
    _ customers: CampaignCustomers, _ offers: OfferValues, undiscounted: Set<String>, context: ExecutionContext
  ) throws -> AllocationProblem {
    try AllocationProblem(
      tiers: settings.tiers.map {
        AllocationTier(name: $0.name, kind: $0.kind == .discount ? .discount : .nonDiscount, capacity: $0.capacity)
      },
      segments: customers.segmentNames.map(segment),
      segmentOfCustomer: customers.segment.map { max(0, $0) },
      values: try minorUnits(of: offers, context),
      costs: (0..<customers.count).flatMap { _ in settings.tiers.map { settings.minorUnits($0.cost) } },
      eligibility: try eligibility(customers, undiscounted, context),
      budget: settings.minorUnits(settings.budget), curvePoints: settings.curvePoints)
  }

  private func segment(_ name: String) -> AllocationSegment {
    let share = settings.segmentShares[name]
    return AllocationSegment(
      name: name, priority: 1 / Double(max(1, book.strategy(for: name).priority)),
      discounts: settings.neverDiscount.contains(name) ? .never : .allowed,
      minimumShare: share?.minimum ?? 0, maximumShare: share?.maximum ?? 1)
  }

  private func minorUnits(of offers: OfferValues, _ context: ExecutionContext) throws(Cancelled) -> [Int64] {
    let chunks = try context.mapChunks(of: offers.values.count, chunkSize: 1 << 16) { range in
      range.map { settings.minorUnits(offers.values[$0]) }
    }
    return Array(chunks.joined())
  }

  /// No tier for customers who are excluded, by id or segment, or held out, no discounts for the undiscounted, all tiers for the others.
  private func eligibility(
    _ customers: CampaignCustomers, _ undiscounted: Set<String>, _ context: ExecutionContext
  ) throws(Cancelled) -> [TierSet] {
    let excluded = Set(settings.exclusions)
    let isUncontacted = customers.segmentNames.map { settings.neverContact.contains($0) }
    let philox = Philox(seed: seed)
    let withoutDiscounts = settings.tiers.indices.reduce(into: TierSet()) { set, tier in
      if settings.tiers[tier].kind == .nonDiscount { set.insert(TierSet(tier: tier)) }
    }
    let chunks = try context.mapChunks(of: customers.count) { rows in
      rows.map { row in
        let id = customers.ids[row]
        let isHeldOut = philox.uniform(stream: 0x401D, counter: customers.idHashes[row]) < settings.holdoutShare
        let segment = Int(customers.segment[row])
        let isExcluded = excluded.contains(id) || (segment >= 0 && isUncontacted[segment])
        return isHeldOut || isExcluded ? [] : undiscounted.contains(id) ? withoutDiscounts : TierSet.all
      }
    }
    return Array(chunks.joined())
  }
}
