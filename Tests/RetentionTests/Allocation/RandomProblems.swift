import Numerics
import Retention
import TestSupport

/// A problem's parts, so that tests can change one and build it again.
struct ProblemParts {
  var tiers: [AllocationTier]
  var segments: [AllocationSegment]
  var segmentOfCustomer: [Int32]
  var values: [Int64]
  var costs: [Int64]
  var eligibility: [TierSet]?
  var budget: Int64

  func problem() throws(AllocationError) -> AllocationProblem {
    try AllocationProblem(
      tiers: tiers, segments: segments, segmentOfCustomer: segmentOfCustomer, values: values, costs: costs,
      eligibility: eligibility, budget: budget)
  }
}

extension ProblemParts {
  /// Customers given as rows of (value, cost) a tier, one segment, no limits.
  init(_ rows: [[(value: Int64, cost: Int64)]], budget: Int64) {
    tiers = (0..<(rows.first?.count ?? 1)).map { AllocationTier(name: "tier \($0)", kind: .nonDiscount) }
    segments = [AllocationSegment(name: "all")]
    segmentOfCustomer = rows.map { _ in 0 }
    values = rows.flatMap { $0.map(\.value) }
    costs = rows.flatMap { $0.map(\.cost) }
    self.budget = budget
  }

  /// Random amounts, some of them negative, equal or free, without limits.
  static func random(customers: Int, tiers: Int, seed: UInt64) -> ProblemParts {
    var generator = SplitMix(state: seed)
    let rows = (0..<customers).map { _ in
      (0..<tiers).map { _ in
        (
          value: Int64.random(in: -20...100, using: &generator),
          cost: max(0, Int64.random(in: -3...30, using: &generator))
        )
      }
    }
    return ProblemParts(rows, budget: Int64.random(in: 0...(Int64(customers) * 15), using: &generator))
  }

  /// The same with capacities, segments, discounts, shares and exclusions.
  static func constrained(customers: Int, tiers: Int, seed: UInt64) -> ProblemParts {
    var parts = random(customers: customers, tiers: tiers, seed: seed)
    var generator = SplitMix(state: seed &+ 1)
    parts.tiers = (0..<tiers).map { tier in
      AllocationTier(
        name: "tier \(tier)", kind: tier % 2 == 0 ? .discount : .nonDiscount,
        capacity: tier == 0 ? nil : Int.random(in: 0...max(1, customers / 2), using: &generator))
    }
    parts.segments = [
      AllocationSegment(name: "champions", priority: 1, discounts: .never, maximumShare: 0.6),
      AllocationSegment(name: "at risk", priority: 5, minimumShare: 0.2, maximumShare: 0.7),
      AllocationSegment(name: "new", priority: 0),
    ]
    parts.segmentOfCustomer = (0..<customers).map { _ in Int32.random(in: 0..<3, using: &generator) }
    parts.eligibility = (0..<customers).map { _ in
      Int.random(in: 0..<8, using: &generator) == 0 ? [] : .all
    }
    return parts
  }
}

/// The most value of any plan within budget, capacities and maximum shares: every choice tried.
func bestValueByTrial(_ problem: AllocationProblem) -> Int64 {
  var choice = [Int32](repeating: -1, count: problem.customers)
  var best: Int64 = 0
  while true {
    if problem.violations(of: choice).isEmpty {
      let value = choice.indices.reduce(Int64(0)) { sum, customer in
        choice[customer] < 0 ? sum : sum + problem.values[customer * problem.tiers.count + Int(choice[customer])]
      }
      best = max(best, value)
    }
    guard let next = choice.firstIndex(where: { $0 + 1 < problem.tiers.count }) else { return best }
    for customer in 0..<next { choice[customer] = -1 }
    choice[next] += 1
  }
}
