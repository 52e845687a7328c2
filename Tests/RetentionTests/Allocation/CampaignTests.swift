import Numerics
import Retention
import Testing

@Suite("Campaigns")
struct CampaignTests {
  /// Two tiers: a call for 5 that keeps a fifth, and an offer (a discount) for 2 that keeps a tenth. Half of revenue is
  /// profit.
  private func settings(
    _ lines: String = "", budget: Double = 10, holdoutShare: Double = 0, neverDiscount: String = "[]"
  ) throws -> AllocationSettings {
    try retentionSettings(
      """
      allocation:
        budget: \(budget)
        margin: 0.5
        holdout_share: \(holdoutShare)
        never_discount: \(neverDiscount)
        tiers:
          - {name: call, cost: 5, success_rate: 0.2, channel: phone, kind: non_discount}
          - {name: offer, cost: 2, success_rate: 0.1, channel: post, kind: discount, success_rate_by_segment: {Big: 0.4}}
      \(lines)
      """
    ).allocation
  }

  /// Calls bring 5, 5 and −4, offers 3, 3 and −1.5.
  private func customers(_ segments: [String?] = ["Small", "Small", "Small"]) -> CampaignCustomers {
    CampaignCustomers(
      ids: ["a", "b", "c"], idHashes: [1, 2, 3], segments: segments, churn: [0.5, 1, 0.1],
      lifetimeValue: [200, 100, 100])
  }

  private func campaign(
    _ settings: AllocationSettings, _ customers: CampaignCustomers, undiscounted: Set<String> = []
  ) throws -> Campaign {
    try CampaignPlanner(settings: settings, book: .standard, seed: 7).campaign(
      for: customers, undiscounted: undiscounted, strategy: LagrangianAllocation(), context: .serial)
  }

  private func tiers(_ campaign: Campaign) -> [String?] {
    (0..<campaign.customers.count).map { campaign.tier(of: $0)?.name }
  }

  @Test("value an offer at churn × lifetime value × success × margin − cost, with the segment's own success rate")
  func values() throws {
    let offers = try OfferValues(customers([nil, "Big", "Small"]), settings(), context: .serial)
    #expect(offers.tiers == 2)
    // b's offer keeps 0.4: 1 × 100 × 0.4 × 0.5 − 2.
    #expect(offers.values == [5, 3, 5, 18, -4, -1.5])
    #expect((0..<3).map(offers.best) == [5, 18, 0])
  }

  @Test("contact nobody of a segment that is never contacted")
  func neverContacted() throws {
    let found = try campaign(settings(), customers(["No net purchase", "Small", nil]))
    #expect(tiers(found) == [nil, "call", nil])
    let all = try campaign(settings("  never_contact: [Small]"), customers(["Small", "Small", nil]))
    #expect(tiers(all) == [nil, nil, nil])
  }

  @Test("spend the budget where it brings most, and on nobody who brings less than a treatment costs")
  func plan() throws {
    let rich = try campaign(settings(), customers())
    #expect(tiers(rich) == ["call", "call", nil])
    #expect(rich.expectedValues == [5, 5, 0])
    #expect(try rich.contacts(context: .serial) == [0, 1])
    #expect(rich.plan.spent == 1000 && rich.plan.value == 1000)
    // Both get the offer, and the 3 that are left turn one into a call.
    let poor = try campaign(settings(budget: 7), customers())
    #expect(tiers(poor) == ["call", "offer", nil])
    #expect(poor.expectedValues == [5, 3, 0])
    #expect(poor.plan.certificate.gap == 0)
  }

  @Test("are listed by expected value, then by id")
  func contacts() throws {
    let customers = CampaignCustomers(
      ids: ["d", "b", "c", "a"], idHashes: [1, 2, 3, 4], segments: ["Small", "Small", "Small", "Small"],
      churn: [1, 1, 1, 0], lifetimeValue: [100, 200, 100, 100])
    #expect(try campaign(settings(budget: 100), customers).contacts(context: .serial) == [1, 2, 0])
  }

  @Test("leave out who is excluded, and give no discount to whom it is not due")
  func eligibility() throws {
    #expect(try tiers(campaign(settings("  exclusions: [a]"), customers())) == [nil, "call", nil])
    #expect(try tiers(campaign(settings(budget: 2), customers(), undiscounted: ["a"])) == [nil, "offer", nil])
    let mixed = customers(["VIP", "Small", "Small"])
    #expect(try tiers(campaign(settings(budget: 2, neverDiscount: "[VIP]"), mixed)) == [nil, "offer", nil])
  }

  @Test("know the segments by name, each with its share and the priority of its strategy")
  func segments() throws {
    let shares = "  segment_shares: {At Risk: {min: 0.2, max: 0.6}}"
    let problem = try campaign(settings(shares), customers(["Champions", "At Risk", "Champions"])).problem
    #expect(problem.segments.map(\.name) == ["At Risk", "Champions"])
    #expect(problem.segmentOfCustomer == [1, 0, 1])
    #expect(problem.segments.map(\.minimumShare) == [0.2, 0] && problem.segments.map(\.maximumShare) == [0.6, 1])
    let book = StrategyBook.standard
    #expect(
      problem.segments.map(\.priority) == ["At Risk", "Champions"].map { 1 / Double(book.strategy(for: $0).priority) })
  }

  @Test("hold out a share of the customers by a hash of their ids: the same ones in any company")
  func holdout() throws {
    let settings = try settings(budget: 1e6, holdoutShare: 0.3)
    func heldOut(_ hashes: [UInt64], seed: UInt64) throws -> Set<UInt64> {
      let customers = CampaignCustomers(
        ids: hashes.map { "\($0)" }, idHashes: hashes, segments: hashes.map { _ in "Small" },
        churn: hashes.map { _ in 1 }, lifetimeValue: hashes.map { _ in 100 })
      let campaign = try CampaignPlanner(settings: settings, book: .standard, seed: seed).campaign(
        for: customers, undiscounted: [], strategy: GreedyAllocation(), context: .serial)
      return Set(hashes.indices.filter { campaign.tier(of: $0) == nil }.map { hashes[$0] })
    }
    let all = (0..<2000).map { UInt64($0) }
    let held = try heldOut(all, seed: 1)
    #expect(abs(Double(held.count) / 2000 - 0.3) < 0.05)
    let half = all.filter { !$0.isMultiple(of: 2) }.reversed() as [UInt64]
    #expect(try heldOut(half, seed: 1) == held.intersection(half))
    #expect(try heldOut(all, seed: 2) != held)
  }

  @Test("without any segment are no problem that can be solved")
  func noSegments() throws {
    #expect(throws: AllocationError.unknownSegment(customer: 0, found: 0, segments: 0)) {
      try campaign(settings(), customers([nil, nil, nil]))
    }
  }

  @Test("can be cancelled before they begin")
  func cancellation() throws {
    let settings = try settings()
    let context = ExecutionContext.serial
    context.cancellation.request()
    #expect(throws: Cancelled.self) {
      try CampaignPlanner(settings: settings, book: .standard, seed: 7).campaign(
        for: customers(), undiscounted: [], strategy: LagrangianAllocation(), context: context)
    }
  }
}
