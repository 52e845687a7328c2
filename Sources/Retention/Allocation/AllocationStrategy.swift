public import Numerics

/// Chooses at most one tier for each customer: the contract of allocation plugins.
///
/// A plan spends no more than the budget, chooses eligible options of positive value only, keeps within capacities and
/// maximum shares, and is the same for the same problem (ties go to the lower customer index). `AllocationPlan` checks
/// itself: see `AllocationProblem.violations(of:)`.
public protocol AllocationStrategy: Sendable {
  /// - Throws: `AllocationError.strategyFailed`, from strategies that can fail; `Cancelled`.
  func allocate(_ problem: AllocationProblem, context: ExecutionContext) throws -> AllocationPlan
}
