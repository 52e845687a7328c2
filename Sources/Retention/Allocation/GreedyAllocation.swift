package import Numerics

/// Each customer's tier of most value per pound, customers in that order, as long as the budget lasts.
///
/// The strategy of most spreadsheets; never better than `LagrangianAllocation`, and easier to explain.
package struct GreedyAllocation: AllocationStrategy, Hashable {
  package init() {}
}

extension GreedyAllocation {
  package func allocate(
    _ problem: AllocationProblem, context: ExecutionContext
  ) throws(Cancelled) -> AllocationPlan {
    let relaxation = try BudgetRelaxation(problem, context: context)
    var state = AllocationState(problem)
    // A hull's first increment leads to the option of most value per pound.
    try state.take(relaxation.increments.filter { $0.from < 0 }, leastCost: relaxation.leastCost, context)
    return try AllocationPlan(
      problem, tierOfCustomer: state.tierOfCustomer, bound: AllocationBound(problem, relaxation, context), context)
  }
}
