package import Numerics

/// Divides the budget among segments by priority and spends each part by value per pound; what a segment cannot spend
/// goes to the others, the highest priority first.
package struct ProportionalAllocation: AllocationStrategy, Hashable {
  package init() {}
}

extension ProportionalAllocation {
  package func allocate(
    _ problem: AllocationProblem, context: ExecutionContext
  ) throws(Cancelled) -> AllocationPlan {
    let relaxation = try BudgetRelaxation(problem, context: context)
    var state = AllocationState(problem)
    let maxima = state.segmentLeft
    let parts = Self.parts(problem)
    state.segmentLeft = parts
    try state.take(relaxation.increments, leastCost: relaxation.leastCost, context)
    for segment in parts.indices { state.segmentLeft[segment] += maxima[segment] - parts[segment] }
    if state.left >= relaxation.leastCost {
      for segment in Self.byPriority(problem) {
        try context.forEachBlock(of: relaxation.increments.count) { block in
          for step in relaxation.increments[block] where problem.segmentOfCustomer[Int(step.customer)] == segment {
            state.take(Int(step.customer), tier: Int(step.tier))
          }
        }
      }
    }
    return try AllocationPlan(
      problem, tierOfCustomer: state.tierOfCustomer, bound: AllocationBound(problem, relaxation, context), context)
  }

  /// Each segment's part of the budget by priority, brought within its shares.
  private static func parts(_ problem: AllocationProblem) -> [Int64] {
    let total = problem.segments.reduce(0) { $0 + $1.priority }
    return problem.segments.indices.map { segment in
      let share = total > 0 ? problem.segments[segment].priority / total : 0
      let part = share >= 1 ? problem.budget : Int64((Double(problem.budget) * share).rounded(.down))
      return min(max(part, problem.minimumSpend(ofSegment: segment)), problem.maximumSpend(ofSegment: segment))
    }
  }

  private static func byPriority(_ problem: AllocationProblem) -> [Int32] {
    problem.segments.indices.sorted { one, other in
      let (first, second) = (problem.segments[one].priority, problem.segments[other].priority)
      return first != second ? first > second : one < other
    }.map(Int32.init)
  }
}
