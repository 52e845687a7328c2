import Numerics
import Retention
import Testing

/// Namings and allocations, each of them cancelled from its own progress.
@Suite("Naming and allocation can be cancelled, and watching them changes nothing")
struct DecisionCancellationTests {
  @Test("names of customers")
  func naming() throws {
    let naming = RuleNaming.byRecency([("Fresh", 10, { $0 < 10 }), ("Known", 50, { $0 < 50 })])
    let columns = NamedColumns(names: ["recency"], columns: [(0..<100).map(Double.init)])
    let names = try watched { try naming.names(for: columns, context: $0) }
    #expect(names.count { $0 == "Fresh" } == 10)
    expectCancelled { _ = try naming.names(for: columns, context: $0) }
  }

  private static let strategies: [any AllocationStrategy] = [
    LagrangianAllocation(), GreedyAllocation(), ProportionalAllocation(),
  ]

  @Test("plans", arguments: 0..<3)
  func plans(strategy: Int) throws {
    var parts = ProblemParts.random(customers: 2000, tiers: 4, seed: 9)
    parts.tiers[1].capacity = 50
    parts.budget = 5000
    let problem = try parts.problem()
    let plan = try watched { try Self.strategies[strategy].allocate(problem, context: $0) }
    #expect(plan.spent > 0)
    expectCancelled { _ = try Self.strategies[strategy].allocate(problem, context: $0) }
  }
}
