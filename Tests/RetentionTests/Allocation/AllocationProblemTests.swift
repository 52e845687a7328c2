import Retention
import Testing

@Suite("Problems of allocation")
struct AllocationProblemTests {
  @Test("amounts are whole minor units, to the nearest")
  func minorUnits() throws {
    #expect(try AllocationProblem.minorUnits([1.005, -0.126, 2]) == [100, -13, 200])
    #expect(try AllocationProblem.minorUnits([1.5], perMajorUnit: 1) == [2])
    #expect(throws: AllocationError.notAnAmount(index: 1, found: .infinity)) {
      try AllocationProblem.minorUnits([1, .infinity])
    }
    #expect(throws: AllocationError.notAnAmount(index: 0, found: 1e17)) { try AllocationProblem.minorUnits([1e17]) }
  }

  @Test("shares of the budget: at most is rounded down, at least up, and never above at most")
  func shares() throws {
    var parts = ProblemParts([[(1, 1)]], budget: 101)
    parts.segments = [
      AllocationSegment(name: "a", minimumShare: 0.1, maximumShare: 0.5),
      AllocationSegment(name: "b", minimumShare: 0.5, maximumShare: 0.5), AllocationSegment(name: "c"),
    ]
    let problem = try parts.problem()
    #expect((0..<3).map(problem.maximumSpend) == [50, 50, 101])
    #expect((0..<3).map(problem.minimumSpend) == [11, 50, 0])
  }

  @Test("tiers of a segment without discounts, of capacity 0 and outside a customer's own set are not eligible")
  func eligibility() throws {
    var parts = ProblemParts([[(1, 1), (1, 1), (1, 1)], [(1, 1), (1, 1), (1, 1)]], budget: 9)
    parts.tiers[0].kind = .discount
    parts.tiers[1].capacity = 0
    parts.segments = [AllocationSegment(name: "a", discounts: .never), AllocationSegment(name: "b")]
    parts.segmentOfCustomer = [0, 1]
    parts.eligibility = [.all, TierSet(tier: 0)]
    let eligibility = try parts.problem().eligibility
    #expect((0..<3).map { eligibility[0].contains(tier: $0) } == [false, false, true])
    #expect((0..<3).map { eligibility[1].contains(tier: $0) } == [true, false, false])
  }

  @Test("every rule that a choice breaks is found")
  func violations() throws {
    // A worthless tier 1, and a tier 0 of which there is one.
    var parts = ProblemParts([[(5, 4), (0, 1)], [(5, 4), (0, 1)], [(5, 4), (0, 1)]], budget: 7)
    parts.tiers[0].capacity = 1
    parts.segments[0].maximumShare = 0.5
    parts.eligibility = [.all, .all, TierSet(tier: 1)]
    let problem = try parts.problem()
    #expect(problem.violations(of: [-1, -1, -1]).isEmpty)
    #expect(problem.violations(of: [0]) == [.wrongLength(found: 1, expected: 3)])
    #expect(problem.violations(of: [7, -1, -1]) == [.unknownTier(customer: 0, found: 7)])
    #expect(problem.violations(of: [1, -1, -1]) == [.notWorthIt(customer: 0, tier: 1, value: 0)])
    #expect(
      problem.violations(of: [0, -1, 0]) == [
        .ineligible(customer: 2, tier: 0), .overBudget(spent: 8, budget: 7),
        .overCapacity(tier: 0, contacts: 2, capacity: 1), .overMaximumShare(segment: 0, spent: 8, maximum: 3),
      ])
  }
}

@Suite("Sets of tiers")
struct TierSetTests {
  @Test("hold tiers by their number, up to 64")
  func members() {
    let set: TierSet = [TierSet(tier: 0), TierSet(tier: 63)]
    #expect((0..<64).filter { set.contains(tier: $0) } == [0, 63])
    #expect((0..<64).allSatisfy { TierSet.all.contains(tier: $0) })
  }
}
