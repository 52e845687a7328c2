package import Failures

/// Why a budget could not be allocated.
package enum AllocationError: Error, Sendable, Hashable {
  case negativeBudget(Int64)
  case noTiers
  case tooManyTiers(found: Int, limit: Int)
  case negativeCapacity(tier: String, found: Int)
  case lengthMismatch(what: String, found: Int, expected: Int)
  case unknownSegment(customer: Int, found: Int, segments: Int)
  case negativeCost(customer: Int, tier: String, found: Int64)
  /// Sums over all customers could overflow.
  case amountTooLarge(customer: Int, tier: String, found: Int64, limit: Int64)
  case notAnAmount(index: Int, found: Double)
  case invalidShares(segment: String, minimum: Double, maximum: Double)
  case minimumSharesExceedBudget(sum: Double)
  case invalidPriority(segment: String, found: Double)
  /// For strategies of plugins that fail for reasons of their own.
  case strategyFailed(strategy: String, reason: String)
}

extension AllocationError: UserFacingError {
  package var failureKind: FailureKind { .configuration }

  package var description: String {
    switch self {
    case .negativeBudget(let budget):
      "allocation: the budget is \(budget) minor units; give 0 or more."
    case .noTiers:
      "allocation: there are no campaign tiers to choose from; declare at least one."
    case .tooManyTiers(let found, let limit):
      "allocation: \(found) campaign tiers are more than the \(limit) that can be handled; join some."
    case .negativeCapacity(let tier, let found):
      "allocation: the capacity of tier '\(tier)' is \(found); give 0 or more, or leave it out for no limit."
    case .lengthMismatch(let what, let found, let expected):
      "allocation: \(found) \(what) where \(expected) are needed."
    case .unknownSegment(let customer, let found, let segments):
      "allocation: customer \(customer) is in segment \(found), but there are \(segments) segments, counted from 0."
    case .negativeCost(let customer, let tier, let found):
      "allocation: tier '\(tier)' costs \(found) minor units for customer \(customer); a cost is 0 or more."
    case .amountTooLarge(let customer, let tier, let found, let limit):
      "allocation: the amount \(found) of tier '\(tier)' for customer \(customer) is larger than \(limit) minor units, "
        + "so totals could overflow."
    case .notAnAmount(let index, let found):
      "allocation: amount \(index) is \(found); amounts must be finite and within 9.2e18 minor units."
    case .invalidShares(let segment, let minimum, let maximum):
      "allocation: segment '\(segment)' must get from \(minimum) to \(maximum) of the budget; "
        + "shares lie within 0 and 1, the minimum not above the maximum."
    case .minimumSharesExceedBudget(let sum):
      "allocation: the minimum shares of the segments add up to \(sum); lower them to 1 or less together."
    case .invalidPriority(let segment, let found):
      "allocation: the priority of segment '\(segment)' is \(found); it must be finite and at least 0."
    case .strategyFailed(let strategy, let reason):
      "allocation: strategy '\(strategy)' failed: \(reason)"
    }
  }
}
