import Numerics

/// What the linear relaxation proves of every plan.
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

  /// Optimum of the relaxation, rounded down, for values are whole; plus what the capacities cost at their prices.
  init(_ problem: AllocationProblem, _ relaxation: BudgetRelaxation) {
    var left = problem.budget
    var segmentLeft = problem.segments.indices.map { problem.maximumSpend(ofSegment: $0) }
    var total: Int64 = 0
    var price = 0.0
    for increment in relaxation.increments {
      let (cost, value) = relaxation.gain(problem, increment)
      let segment = Int(problem.segmentOfCustomer[Int(increment.customer)])
      let affordable = min(cost, left, segmentLeft[segment])
      total += affordable == cost ? value : Self.part(affordable, of: cost, value)
      left -= affordable
      segmentLeft[segment] -= affordable
      if left == 0 && affordable < cost {
        price = increment.efficiency
        break
      }
    }
    upperBound = total + relaxation.priceOfCapacities(problem)
    shadowPrice = price
    budgetCurve = Self.curve(problem, relaxation)
  }

  /// value · part / whole, rounded up.
  private static func part(_ part: Int64, of whole: Int64, _ value: Int64) -> Int64 {
    let product = value.magnitude.multipliedFullWidth(by: part.magnitude)
    let (quotient, remainder) = whole.magnitude.dividingFullWidth(product)
    return Int64(quotient) + (remainder > 0 ? 1 : 0)
  }

  /// Points of the curve.
  private static let curvePoints: Int64 = 40

  /// Without caps: exact corners of the relaxation nearest below equal steps of the money that can be spent.
  private static func curve(
    _ problem: AllocationProblem, _ relaxation: BudgetRelaxation
  ) -> [AllocationPlan.BudgetPoint] {
    let free = relaxation.priceOfCapacities(problem)
    let all = relaxation.increments.reduce(Int64(0)) { $0 + relaxation.gain(problem, $1).cost }
    let step = max(1, all / curvePoints)
    var points: [AllocationPlan.BudgetPoint] = []
    var (spent, value) = (Int64(0), free)
    var next: Int64 = 0
    for increment in relaxation.increments {
      let gain = relaxation.gain(problem, increment)
      if spent + gain.cost > next {
        if points.last?.budget != spent { points.append(.init(budget: spent, value: value)) }
        next = max(next + step, (spent + gain.cost) / step * step)
      }
      spent += gain.cost
      value += gain.value
    }
    if points.last?.budget != spent || points.last?.value != value {
      points.append(.init(budget: spent, value: value))
    }
    return points
  }
}

extension BudgetRelaxation {
  /// What an increment costs and brings, its tier's price taken off.
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
