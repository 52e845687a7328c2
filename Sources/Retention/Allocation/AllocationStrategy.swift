package import Numerics

/// Chooses at most one tier for each customer: the contract of allocation plugins.
///
/// A plan spends no more than the budget, chooses only eligible options of positive value, stays within capacities and
/// maximum shares, and is the same for the same problem (ties go to the lower customer index):
/// `AllocationProblem.violations(of:)` checks it.
package protocol AllocationStrategy: Sendable {
  /// - Throws: `AllocationError.strategyFailed`, from strategies that can fail; `Cancelled`.
  func allocate(_ problem: AllocationProblem, context: ExecutionContext) throws -> AllocationPlan
}
