import Numerics

/// What the linear relaxation proves about every plan.
struct AllocationBound {
  let upperBound: Int64
  /// Value of another minor unit of budget.
  let shadowPrice: Double
  let budgetCurve: [AllocationPlan.BudgetPoint]
}

extension AllocationBound {
  func certificate(value: Int64) -> AllocationPlan.Certificate {
    let gap = upperBound - value
    return AllocationPlan.Certificate(
      upperBound: upperBound, gap: gap, gapShare: upperBound > 0 ? Double(gap) / Double(upperBound) : 0,
      shadowPrice: shadowPrice, budgetCurve: budgetCurve)
  }

  /// Optimum of the relaxation, rounded up only where an increment is split, plus the cost of the capacities at their
  /// prices.
  init(_ problem: AllocationProblem, _ relaxation: BudgetRelaxation, _ context: ExecutionContext) throws(Cancelled) {
    let start = relaxation.priceOfCapacities(problem)
    var left = problem.budget
    var segmentLeft = problem.segments.indices.map { problem.maximumSpend(ofSegment: $0) }
    var total = start
    var price: Double?
    var curve = BudgetCurve(start: start, spendable: relaxation.totalCost, steps: problem.curvePoints)
    try context.forEachBlock(of: relaxation.increments.count) { block in
      for increment in relaxation.increments[block] {
        let (cost, value) = relaxation.gain(problem, increment)
        curve.add(cost: cost, value: value)
        if price != nil { continue }
        let segment = Int(problem.segmentOfCustomer[Int(increment.customer)])
        let affordable = min(cost, left, segmentLeft[segment])
        total += affordable == cost ? value : Self.part(affordable, of: cost, value)
        left -= affordable
        segmentLeft[segment] -= affordable
        if left == 0 && affordable < cost { price = increment.efficiency }
      }
    }
    upperBound = total
    shadowPrice = price ?? 0
    budgetCurve = curve.finished()
  }

  /// value · part / whole, rounded up.
  private static func part(_ part: Int64, of whole: Int64, _ value: Int64) -> Int64 {
    let product = value.magnitude.multipliedFullWidth(by: part.magnitude)
    let (quotient, remainder) = whole.magnitude.dividingFullWidth(product)
    return Int64(quotient) + (remainder > 0 ? 1 : 0)
  }
}

/// Collects points of value against budget: the corners of the relaxation, without maximum shares, just below equal
/// steps of budget.
private struct BudgetCurve {
  private var points: [AllocationPlan.BudgetPoint] = []
  private var spent: Int64 = 0
  private var value: Int64
  private var next: Int64 = 0
  private let step: Int64

  /// - Parameter spendable: cost of all increments.
  init(start: Int64, spendable: Int64, steps: Int) {
    value = start
    step = max(1, spendable / Int64(steps))
  }

  mutating func add(cost: Int64, value gain: Int64) {
    if spent + cost > next {
      note()
      next = max(next + step, (spent + cost) / step * step)
    }
    spent += cost
    value += gain
  }

  mutating func finished() -> [AllocationPlan.BudgetPoint] {
    note()
    return points
  }

  private mutating func note() {
    if points.last?.budget == spent { points.removeLast() }
    points.append(AllocationPlan.BudgetPoint(budget: spent, value: value))
  }
}

extension BudgetRelaxation {
  /// Cost and value of an increment, less its tier's price.
  @inline(__always)
  func gain(_ problem: AllocationProblem, _ increment: Increment) -> (cost: Int64, value: Int64) {
    let customer = Int(increment.customer)
    let to = problem.option(customer, Int(increment.tier))
    let value = to.value - tierPrices[Int(increment.tier)]
    guard increment.from >= 0 else { return (to.cost, value) }
    let before = problem.option(customer, Int(increment.from))
    return (to.cost - before.cost, value - before.value + tierPrices[Int(increment.from)])
  }

  /// Σ price · capacity: L(λ, μ) = λB + Σ μⱼ·Kⱼ + Σᵢ maxⱼ(vᵢⱼ − μⱼ − λcᵢⱼ) bounds every plan for any prices.
  func priceOfCapacities(_ problem: AllocationProblem) -> Int64 {
    zip(tierPrices, problem.tiers).reduce(0) { sum, pair in
      pair.0 == 0 ? sum : sum + pair.0 * Int64(pair.1.capacity ?? 0)
    }
  }
}
