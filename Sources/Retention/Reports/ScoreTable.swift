/// One row per customer with a row at the scoring snapshot: everything that is predicted and planned. Columns of stages
/// that have not run are unknown.
package struct ScoreTable: Sendable {
  package let snapshot: Snapshot
  /// Numbers of the customers, ascending.
  package let customers: [Int32]
  package let ids: [String]
  /// The customers' features at the scoring snapshot.
  package let features: SnapshotFeatures
  package var segment: [String?]
  /// Probability of churn; NaN where unknown, as in the columns below.
  package var churn: [Double]
  /// Ends of the interval of the value over the horizon, in units of the currency.
  package var clvLow: [Double]
  package var clvHigh: [Double]
  /// Low, middle and high quantile of the value.
  package var clvP10: [Double]
  package var clvP50: [Double]
  package var clvP90: [Double]
  package var clvExpected: [Double]
  /// Probability that the customer still buys.
  package var alive: [Double]
  /// When the customer may order next; nil where nobody has asked.
  package var nextOrder: [NextOrder?]
  /// Of the offer that the plan makes, after its cost.
  package var expectedValue: [Double]
  /// The offer's tier; nil where there is none.
  package var tier: [String?]
  /// Why the probability of churn is what it is, the strongest reason first.
  package var reasons: CustomerSentences
  /// The same for the expected value.
  package var valueReasons: CustomerSentences

  /// - Parameter ids: of the customers of `features`.
  package init(features: SnapshotFeatures, ids: [String]) {
    precondition(ids.count == features.rows, "one id per row")
    snapshot = features.snapshot
    customers = features.customers
    self.ids = ids
    self.features = features
    let unknown = [Double](repeating: .nan, count: features.rows)
    segment = [String?](repeating: nil, count: features.rows)
    (churn, clvP10, clvP50, clvP90, clvExpected) = (unknown, unknown, unknown, unknown, unknown)
    (clvLow, clvHigh) = (unknown, unknown)
    (alive, expectedValue) = (unknown, unknown)
    tier = segment
    nextOrder = [NextOrder?](repeating: nil, count: features.rows)
    reasons = .none(features.rows)
    valueReasons = reasons
  }

  package var rows: Int { customers.count }

  /// Names of the columns of reasons and of those of the value in `predictions/customer_scores.parquet`.
  package static let reasonColumns = ["reason_1", "reason_2", "reason_3"]
  package static let valueReasonColumns = ["value_reason_1", "value_reason_2"]
}
