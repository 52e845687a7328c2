package import Failures

/// Why points could not be clustered: the facts; `description` makes the sentence.
package enum KMeansError: Error, Sendable, Hashable {
  case invalidSetting(name: String, found: Double, rule: String)
  case noFeatures
  case tooFewRows(rows: Int, clusters: Int)
  case fewerDistinctPoints(distinct: Int, clusters: Int)
  case nonFinite(row: Int, column: Int, found: Float)
  /// Starting centroids of another shape than clusters × features.
  case startShape(rows: Int, columns: Int, clusters: Int, features: Int)
}

extension KMeansError: UserFacingError {
  package var failureKind: FailureKind {
    switch self {
    case .invalidSetting: .configuration
    case .noFeatures, .nonFinite, .startShape: .input
    case .tooFewRows, .fewerDistinctPoints: .notEnoughData
    }
  }

  package var description: String {
    switch self {
    case .invalidSetting(let name, let found, let rule):
      "clustering: \(name) is \(found); it must be \(rule)."
    case .noFeatures:
      "clustering: the points have no features; name at least one."
    case .tooFewRows(let rows, let clusters):
      "clustering: \(clusters) clusters asked of \(rows) points; ask for at most \(rows)."
    case .fewerDistinctPoints(let distinct, let clusters):
      "clustering: \(clusters) clusters asked, but only \(distinct) points differ; ask for at most \(distinct)."
    case .nonFinite(let row, let column, let found):
      "clustering: feature \(column) of row \(row) is \(found); impute missing values first."
    case .startShape(let rows, let columns, let clusters, let features):
      "clustering: the start is \(rows) × \(columns), but must be \(clusters) clusters × \(features) features."
    }
  }
}
