package import Failures

/// Why a logistic regression could not be fitted: the facts; `description` makes the sentence.
package enum LogisticRegressionError: Error, Sendable, Hashable {
  case invalidSetting(name: String, found: Double, rule: String)
  case noRows
  case lengthMismatch(what: String, found: Int, rows: Int)
  case labelNotBinary(row: Int, found: Double)
  case invalidWeight(row: Int, found: Double)
  /// All rows with a positive weight have label `label`.
  case singleClass(label: Int)
  case nonFinite(row: Int, column: Int, found: Double)
}

extension LogisticRegressionError: UserFacingError {
  package var failureKind: FailureKind {
    if case .invalidSetting = self { .configuration } else { .notEnoughData }
  }

  package var description: String {
    switch self {
    case .invalidSetting(let name, let found, let rule):
      "logistic regression: \(name) is \(found); it must be \(rule)."
    case .noRows:
      "logistic regression: there are no rows to fit; give at least one row of each class."
    case .lengthMismatch(let what, let found, let rows):
      "logistic regression: \(found) \(what) for \(rows) rows of features; give one for each row."
    case .labelNotBinary(let row, let found):
      "logistic regression: the label of row \(row) is \(found); labels must be 0 or 1."
    case .invalidWeight(let row, let found):
      "logistic regression: the weight of row \(row) is \(found); weights must be finite and at least 0."
    case .singleClass(let label):
      "logistic regression: every row has label \(label); both classes are needed, so widen the period or the horizon."
    case .nonFinite(let row, let column, let found):
      "logistic regression: feature \(column) of row \(row) is \(found); impute missing values before the fit."
    }
  }
}
