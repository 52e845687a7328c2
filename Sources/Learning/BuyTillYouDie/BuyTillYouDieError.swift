package import Failures

/// Why a model of purchases or of spend could not be fitted: the facts; `description` makes the sentence.
package enum BuyTillYouDieError: Error, Sendable, Hashable {
  case invalidSetting(name: String, found: Double, rule: String)
  case invalidSummary(row: Int, field: String, found: Double, rule: String)
  case tooFewCustomers(found: Double, needed: Int)
  /// Every customer was first seen when observation ended.
  case noObservation(customers: Double)
  case noRepeatPurchasers(customers: Double)
  /// Every customer has the same purchases at the same times, so the spread of rates cannot be estimated.
  case equalHistories(customers: Double)
  /// Every repeat customer spends the same per purchase, so the spread of spend cannot be estimated.
  case noSpreadOfSpend(customers: Double)
  /// The likelihood had no finite value at any start.
  case noFiniteLikelihood(model: String)
}

extension BuyTillYouDieError: UserFacingError {
  package var failureKind: FailureKind { .notEnoughData }

  package var description: String {
    switch self {
    case .invalidSetting(let name, let found, let rule):
      "purchase model: \(name) is \(found); it must be \(rule)."
    case .invalidSummary(let row, let field, let found, let rule):
      "purchase model: the \(field) of customer row \(row) is \(found); it must be \(rule)."
    case .tooFewCustomers(let found, let needed):
      "purchase model: \(found.formattedCount) customers are too few to fit; give at least \(needed)."
    case .noObservation(let customers):
      "purchase model: none of the \(customers.formattedCount) customers was observed after the first purchase, so "
        + "rates cannot be estimated; give a longer history."
    case .noRepeatPurchasers(let customers):
      "purchase model: none of the \(customers.formattedCount) customers bought again, so rates cannot be estimated; "
        + "give a longer history."
    case .equalHistories(let customers):
      "purchase model: all \(customers.formattedCount) customers have the same number of purchases at the same times, "
        + "so there is no spread to estimate; use their mean rate instead."
    case .noSpreadOfSpend(let customers):
      "spend model: all \(customers.formattedCount) customers spend the same a purchase, so there is no spread to "
        + "estimate; use their mean instead."
    case .noFiniteLikelihood(let model):
      "\(model): the likelihood is not finite at any start; look for extreme times, counts or amounts in the data."
    }
  }
}

extension Double {
  /// Without ".0" where it is whole: weighted counts mostly are.
  fileprivate var formattedCount: String {
    Int(exactly: self).map(String.init) ?? String(self)
  }
}
