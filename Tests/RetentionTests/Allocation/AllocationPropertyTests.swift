import Numerics
import Retention
import TestSupport
import Testing

private let strategies: [any AllocationStrategy] = [
  GreedyAllocation(), LagrangianAllocation(), ProportionalAllocation(),
]

@Suite("Allocation: properties on random problems")
struct AllocationPropertyTests {
  @Test("every plan keeps every rule, and no plan beats a bound", arguments: 0..<60 as Range<UInt64>)
  func contract(seed: UInt64) throws {
    for parts in [
      ProblemParts.random(customers: 40, tiers: 4, seed: seed),
      ProblemParts.constrained(customers: 40, tiers: 4, seed: seed),
    ] {
      let problem = try parts.problem()
      let plans = try strategies.map { try $0.allocate(problem, context: .serial) }
      let lowestBound = plans.map(\.certificate.upperBound).min()!
      for plan in plans {
        #expect(problem.violations(of: plan.tierOfCustomer).isEmpty)
        #expect(plan.spent <= problem.budget)
        #expect(plan.value <= lowestBound)
        #expect(plan.certificate.gap >= 0 && plan.certificate.shadowPrice >= 0)
        #expect(plan.tiers.reduce(0) { $0 + $1.spent } == plan.spent)
        #expect(plan.segments.reduce(0) { $0 + $1.value } == plan.value)
        #expect(plan.segments.reduce(0) { $0 + $1.customers } == problem.customers)
      }
    }
  }

  @Test(
    "on small problems the default is close to the best of all plans, which the bound covers",
    arguments: 0..<40 as Range<UInt64>)
  func trial(seed: UInt64) throws {
    for parts in [
      ProblemParts.random(customers: 6, tiers: 3, seed: seed),
      ProblemParts.constrained(customers: 6, tiers: 3, seed: seed),
    ] {
      let problem = try parts.problem()
      let best = bestValueByTrial(problem)
      for strategy in strategies {
        let plan = try strategy.allocate(problem, context: .serial)
        #expect(plan.value <= best)
        #expect(plan.certificate.upperBound >= best)
      }
    }
  }

  @Test("without limits the bound is the least of L(λ) over all λ, and never above L(λ) at any")
  func lagrangianDual() throws {
    for seed in 0..<20 as Range<UInt64> {
      let parts = ProblemParts.random(customers: 50, tiers: 4, seed: seed)
      let plan = try LagrangianAllocation().allocate(parts.problem(), context: .serial)
      func dual(_ lambda: Double) -> Double {
        var sum = lambda * Double(parts.budget)
        for customer in 0..<50 {
          sum += (customer * 4..<customer * 4 + 4).reduce(0) { best, option in
            max(best, Double(parts.values[option]) - lambda * Double(parts.costs[option]))
          }
        }
        return sum
      }
      let bound = Double(plan.certificate.upperBound)
      #expect(abs(dual(plan.certificate.shadowPrice) - bound) <= 1)
      for lambda in stride(from: 0.0, through: 10, by: 0.25) { #expect(dual(lambda) >= bound - 1) }
    }
  }

  @Test("without limits the gap is less than the one split increment")
  func gap() throws {
    for seed in 0..<20 as Range<UInt64> {
      let parts = ProblemParts.random(customers: 400, tiers: 4, seed: seed)
      let plan = try LagrangianAllocation().allocate(parts.problem(), context: .serial)
      #expect(plan.certificate.gap <= 100)
      let greedy = try GreedyAllocation().allocate(parts.problem(), context: .serial)
      #expect(greedy.value <= plan.value)
    }
  }

  @Test("capacities that bind get prices, and the gap stays small")
  func capacities() throws {
    var parts = ProblemParts.random(customers: 2000, tiers: 4, seed: 5)
    parts.budget = 15_000
    parts.tiers[1].capacity = 100
    parts.tiers[2].capacity = 150
    parts.tiers[3].capacity = 50
    let plan = try LagrangianAllocation().allocate(parts.problem(), context: .serial)
    let greedy = try GreedyAllocation().allocate(parts.problem(), context: .serial)
    #expect(plan.tiers[3].contacts <= 50)
    #expect(plan.value > greedy.value)
    #expect(plan.certificate.upperBound < greedy.certificate.upperBound)
    #expect(plan.certificate.gapShare < 0.01)
  }

  @Test("the order of customers decides ties only: another order has the same value")
  func permutation() throws {
    let parts = ProblemParts.random(customers: 300, tiers: 3, seed: 9)
    var generator = SplitMix(state: 1)
    let order = (0..<300).shuffled(using: &generator)
    var shuffled = parts
    shuffled.values = order.flatMap { parts.values[$0 * 3..<$0 * 3 + 3] }
    shuffled.costs = order.flatMap { parts.costs[$0 * 3..<$0 * 3 + 3] }
    let one = try LagrangianAllocation().allocate(parts.problem(), context: .serial)
    let other = try LagrangianAllocation().allocate(shuffled.problem(), context: .serial)
    #expect(one.certificate.upperBound == other.certificate.upperBound)
    #expect(one.certificate.shadowPrice == other.certificate.shadowPrice)
    #expect(abs(one.value - other.value) <= one.certificate.gap + other.certificate.gap)
  }

  @Test("threads change nothing")
  func threads() throws {
    let problem = try ProblemParts.constrained(customers: 30_000, tiers: 4, seed: 2).problem()
    for strategy in strategies {
      let serial = try strategy.allocate(problem, context: .serial)
      #expect(try strategy.allocate(problem, context: .threads(4)) == serial)
    }
  }

  @Test("the curve rises, ever slower, and no plan lies above it")
  func curve() throws {
    var parts = ProblemParts.random(customers: 300, tiers: 4, seed: 4)
    let points = try LagrangianAllocation().allocate(parts.problem(), context: .serial).certificate.budgetCurve
    #expect(points.count > 20)
    let slopes = zip(points, points.dropFirst()).map { Double($1.value - $0.value) / Double($1.budget - $0.budget) }
    #expect(zip(slopes, slopes.dropFirst()).allSatisfy { $0 >= $1 - 1e-9 } && slopes.allSatisfy { $0 > 0 })
    for point in points {
      parts.budget = point.budget
      #expect(try LagrangianAllocation().allocate(parts.problem(), context: .serial).value == point.value)
    }
  }
}
