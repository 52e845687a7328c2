import Numerics
import Retention
import Testing

private let strategies: [any AllocationStrategy] = [
  GreedyAllocation(), LagrangianAllocation(), ProportionalAllocation(),
]

private func lagrangian(_ parts: ProblemParts) throws -> AllocationPlan {
  try LagrangianAllocation().allocate(parts.problem(), context: .serial)
}

@Suite("Allocation")
struct AllocationTests {
  @Test("the expected value is churn times lifetime value times success times margin, less the cost")
  func expectedValues() {
    #expect(expectedValue(churn: 0.5, valueAtStake: 1000, successRate: 0.2, margin: 0.4, cost: 15) == 25)
    #expect(expectedValue(churn: 0, valueAtStake: 1000, successRate: 0.2, margin: 0.4, cost: 15) == -15)
  }

  @Test("what is at stake is the value of a customer who stays, less what one who leaves brings all the same")
  func stake() {
    // Worth 1000 if they stay and 200 if they leave: with a risk of 0.5 they are expected to bring 600.
    #expect(abs(valueAtStake(churn: 0.5, lifetimeValue: 600, lapsedShare: 0.2) - 800) < 1e-9)
    #expect(abs(valueAtStake(churn: 0, lifetimeValue: 1000, lapsedShare: 0.2) - 800) < 1e-9)
    #expect(abs(valueAtStake(churn: 1, lifetimeValue: 200, lapsedShare: 0.2) - 800) < 1e-9)
    #expect(valueAtStake(churn: 1, lifetimeValue: 5, lapsedShare: 0) == 5)
    #expect(valueAtStake(churn: 0.3, lifetimeValue: 70, lapsedShare: nil) == 70)
    #expect(valueAtStake(churn: 0.3, lifetimeValue: 70, lapsedShare: 1) == 0)
  }

  @Test("a plan by hand: the upgrade that brings most a pound comes first, and the bound splits the next")
  func byHand() throws {
    // Customer 0: 10 for 100, 15 for 200 (5 for the second 100). Customer 1: 8 for 100. Customer 2: 20 for 400.
    var parts = ProblemParts(
      [[(10, 100), (15, 200)], [(8, 100), (7, 150)], [(20, 400), (1, 500)]], budget: 300)
    let plan = try lagrangian(parts)
    #expect(plan.tierOfCustomer == [1, 0, -1])
    #expect(plan.spent == 300 && plan.value == 23)
    #expect(plan.certificate.upperBound == 23 && plan.certificate.gap == 0)
    // Increments by efficiency: 10/100, 8/100, then 5/100 and 20/400, equal, the lower customer first.
    parts.budget = 400
    let larger = try lagrangian(parts)
    #expect(larger.certificate.upperBound == 28 && larger.certificate.shadowPrice == 0.05)
    #expect(larger.value == 23)
    #expect(larger.certificate.gapShare == 5.0 / 28)
    #expect(larger.certificate.budgetCurve.map(\.budget) == [0, 100, 200, 300, 700])
    #expect(larger.certificate.budgetCurve.map(\.value) == [0, 10, 18, 23, 43])
  }

  @Test("money that no increment fits buys the best option that does, on the hull or not")
  func repair() throws {
    // 6 go to customer 0; the other 4 reach no increment of customer 1, but the option its hull leaves out.
    let parts = ProblemParts([[(11, 6), (0, 1)], [(3, 4), (20, 12)]], budget: 10)
    let plan = try lagrangian(parts)
    #expect(plan.tierOfCustomer == [0, 0])
    #expect(plan.value == 14)
  }

  @Test("free options of positive value are taken without any budget; worthless ones never are")
  func free() throws {
    for strategy in strategies {
      let parts = ProblemParts([[(5, 0), (9, 0)], [(-1, 0), (0, 0)], [(50, 1), (-5, 0)]], budget: 0)
      let plan = try strategy.allocate(parts.problem(), context: .serial)
      #expect(plan.tierOfCustomer == [1, -1, -1])
      #expect(plan.value == 9 && plan.spent == 0)
      #expect(plan.certificate.upperBound == 9)
    }
  }

  @Test("with money for everything each customer gets the best tier, and more money is worth nothing")
  func hugeBudget() throws {
    var parts = ProblemParts.random(customers: 200, tiers: 4, seed: 3)
    parts.budget = .max
    let plan = try lagrangian(parts)
    for customer in 0..<200 {
      let best = max(0, parts.values[customer * 4..<customer * 4 + 4].max()!)
      let tier = plan.tierOfCustomer[customer]
      #expect((tier < 0 ? 0 : parts.values[customer * 4 + Int(tier)]) == best)
    }
    #expect(plan.certificate.gap == 0 && plan.certificate.shadowPrice == 0)
    #expect(plan.certificate.budgetCurve.last?.value == plan.value)
  }

  @Test("ties go to the lower customer")
  func ties() throws {
    for strategy in strategies {
      let parts = ProblemParts([[(5, 10)], [(5, 10)], [(5, 10)]], budget: 20)
      let plan = try strategy.allocate(parts.problem(), context: .serial)
      #expect(plan.tierOfCustomer == [0, 0, -1])
    }
  }

  @Test("never_discount, exclusion, capacity and maximum share are kept")
  func constraints() throws {
    var parts = ProblemParts([[(90, 10), (40, 10)], [(80, 10), (30, 10)], [(70, 10), (20, 10)]], budget: 100)
    parts.tiers = [
      AllocationTier(name: "discount_10", kind: .discount, capacity: 1),
      AllocationTier(name: "vip_touch", kind: .nonDiscount),
    ]
    parts.segments = [
      AllocationSegment(name: "Champions", discounts: .never), AllocationSegment(name: "others"),
    ]
    parts.segmentOfCustomer = [0, 1, 1]
    #expect(try lagrangian(parts).tierOfCustomer == [1, 0, 1])
    parts.eligibility = [[], .all, .all]
    #expect(try lagrangian(parts).tierOfCustomer == [-1, 0, 1])
    parts.segments[1].maximumShare = 0.1
    let plan = try lagrangian(parts)
    #expect(plan.tierOfCustomer == [-1, 0, -1])
    #expect(plan.segments[1].spent == 10)
    #expect(plan.certificate.upperBound == 80)
  }

  @Test("a minimum share is spent on poorer options of its segment, and what cannot be is told")
  func minimumShare() throws {
    var parts = ProblemParts([[(100, 50)], [(90, 50)], [(5, 50)], [(-4, 50)]], budget: 100)
    parts.segments = [AllocationSegment(name: "rich"), AllocationSegment(name: "poor", minimumShare: 0.4)]
    parts.segmentOfCustomer = [0, 0, 1, 1]
    for strategy in strategies {
      let plan = try strategy.allocate(parts.problem(), context: .serial)
      #expect(plan.tierOfCustomer == [0, -1, 0, -1])
      #expect(plan.segments[1].shortfall == 0)
      #expect(plan.certificate.upperBound == 190)
    }
    parts.segments[1].minimumShare = 1
    parts.budget = 200
    #expect(try lagrangian(parts).segments[1].shortfall == 150)
  }

  @Test("the budget is divided by priority, and what one segment cannot spend goes to the next")
  func proportional() throws {
    var parts = ProblemParts([[(10, 10)], [(10, 10)], [(9, 10)], [(9, 10)], [(8, 10)]], budget: 40)
    parts.segments = [
      AllocationSegment(name: "low", priority: 1), AllocationSegment(name: "high", priority: 3),
    ]
    parts.segmentOfCustomer = [0, 0, 0, 1, 1]
    // 10 to "low" and 30 to "high", which can spend only 20.
    let plan = try ProportionalAllocation().allocate(parts.problem(), context: .serial)
    #expect(plan.tierOfCustomer == [0, 0, -1, 0, 0])
    parts.budget = 20
    let half = try ProportionalAllocation().allocate(parts.problem(), context: .serial)
    #expect(half.segments.map(\.spent) == [0, 20])
  }

  @Test("what makes no problem is refused, with what and where")
  func refusals() {
    func error(_ change: (inout ProblemParts) -> Void) -> AllocationError? {
      var parts = ProblemParts([[(5, 10), (6, 11)], [(5, 10), (6, 11)]], budget: 20)
      change(&parts)
      do {
        _ = try parts.problem()
        return nil
      } catch { return error }
    }
    #expect(error { _ in } == nil)
    #expect(error { $0.budget = -1 } == .negativeBudget(-1))
    #expect(error { $0.tiers = [] } == .noTiers)
    #expect(error { $0.values.removeLast() } == .lengthMismatch(what: "values", found: 3, expected: 4))
    #expect(error { $0.costs[3] = -2 } == .negativeCost(customer: 1, tier: "tier 1", found: -2))
    #expect(error { $0.segmentOfCustomer[1] = 4 } == .unknownSegment(customer: 1, found: 4, segments: 1))
    #expect(error { $0.tiers[0].capacity = -1 } == .negativeCapacity(tier: "tier 0", found: -1))
    #expect(error { $0.segments[0].minimumShare = .nan } != nil)
    #expect(error { $0.segments[0].maximumShare = 1.5 } != nil)
    #expect(error { $0.segments[0].priority = -.infinity } != nil)
    #expect(
      error { parts in
        parts.segments = [.init(name: "a", minimumShare: 0.75), .init(name: "b", minimumShare: 0.5)]
      } == .minimumSharesExceedBudget(sum: 1.25))
    guard case .amountTooLarge(customer: 0, tier: "tier 1", found: .max, _) = error({ $0.values[1] = .max }) else {
      Issue.record("an amount beyond all sums was let in")
      return
    }
    #expect(throws: AllocationError.self) { try AllocationProblem.minorUnits([1, .nan]) }
    #expect(throws: AllocationError.self) { try AllocationProblem.minorUnits([1e300]) }
    #expect((try? AllocationProblem.minorUnits([1.005, -2.5, 0.004])) == [100, -250, 0])
  }
}
