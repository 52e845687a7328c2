/// One row per customer with a row at the scoring snapshot: everything that is predicted and planned. Columns of stages
/// that have not run are unknown.
public struct ScoreTable: Sendable {
  public let snapshot: Snapshot
  /// Numbers of the customers, ascending.
  public let customers: [Int32]
  public let ids: [String]
  /// The customers' features at the scoring snapshot.
  public let features: SnapshotFeatures
  public var segment: [String?]
  /// Probability of churn; NaN where unknown, as in the columns below.
  public var churn: [Double]
  /// Low, middle and high value over the horizon, in units of the currency.
  public var clvP10: [Double]
  public var clvP50: [Double]
  public var clvP90: [Double]
  public var clvExpected: [Double]
  /// Probability that the customer still buys.
  public var alive: [Double]
  /// Of the offer that the plan makes, after its cost.
  public var expectedValue: [Double]
  /// The offer's tier; nil where there is none.
  public var tier: [String?]
  /// Why the probability of churn is what it is, the strongest reason first.
  public var reasons: [[String]]

  /// - Parameter ids: of the customers of `features`.
  public init(features: SnapshotFeatures, ids: [String]) {
    precondition(ids.count == features.rows, "one id per row")
    snapshot = features.snapshot
    customers = features.customers
    self.ids = ids
    self.features = features
    let unknown = [Double](repeating: .nan, count: features.rows)
    segment = [String?](repeating: nil, count: features.rows)
    (churn, clvP10, clvP50, clvP90, clvExpected) = (unknown, unknown, unknown, unknown, unknown)
    (alive, expectedValue) = (unknown, unknown)
    tier = segment
    reasons = [[String]](repeating: [], count: features.rows)
  }

  public var rows: Int { customers.count }

  /// Names of the columns of reasons in `predictions/customer_scores.parquet`.
  public static let reasonColumns = ["reason_1", "reason_2", "reason_3"]
}
