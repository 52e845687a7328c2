package import Failures

/// What is wrong with the settings of a synthetic shop.
package enum SyntheticShopError: Error, Hashable {
  case outOfRange(setting: String, found: Double, allowed: ClosedRange<Double>)
  case notADate(setting: String, found: String)
  /// The shares of the kinds of customers do not sum to 1.
  case sharesDoNotSumToOne(sum: Double)
  /// The rates of defects sum to more than 0.9.
  case tooMuchDirt(sum: Double)
}

extension SyntheticShopError: UserFacingError {
  package var failureKind: FailureKind { .usage }

  package var description: String {
    switch self {
    case .outOfRange(let setting, let found, let allowed):
      "synthetic shop: \(setting) is \(plain(found)); give a value from \(plain(allowed.lowerBound)) to \(plain(allowed.upperBound))"
    case .notADate(let setting, let found):
      "synthetic shop: \(setting) is \"\(found)\"; give a day of the years 1900 to 9800 as yyyy-mm-dd, such as 2024-12-01"
    case .sharesDoNotSumToOne(let sum):
      "synthetic shop: kindShares sum to \(sum); change them so that they sum to 1"
    case .tooMuchDirt(let sum):
      "synthetic shop: the rates under dirt sum to \(sum); lower them to 0.9 or less together"
    }
  }

  /// Whole numbers without ".0".
  private func plain(_ value: Double) -> String {
    Int(exactly: value).map(String.init) ?? String(value)
  }
}
