import Foundation
import Numerics
import Retention

/// What the stages of one run have made so far.
struct RunState {
  var source: SourceLines?
  var findings: IngestFindings?
  /// By row: whether the run that lines are added to kept it.
  var wasKept: [Bool] = []
  /// What that run's features need to be made anew for; nil where none of them can be taken over.
  var changes: ChangedHistories?
  var cleaningStats = JSONValue.null
  var invoiced: InvoicedSpend?
  /// Ids of the customers with cleaned lines, ascending; a customer's number is the place here.
  var customerIDs: [String] = []
  var histories: CustomerHistories?
  var orders: OrderTimes?
  var calendar: SnapshotCalendar?
  var features: FeatureTable?
  var scores: ScoreTable?
  /// `metrics.json`, but for timings.
  var metrics = JSONObject()
  /// What a reader of the results should know.
  var warnings: [Warning] = []
  /// `allocation/allocation_summary.json`.
  var allocation = JSONValue.null
}

extension RunState {
  struct Warning {
    let stage: StageName
    /// Without a full stop.
    let message: String
  }
}

/// One row a customer with a row at the scoring snapshot; columns are filled by the stages.
struct ScoreTable {
  let snapshot: Snapshot
  /// Numbers of the customers, ascending.
  let customers: [Int32]
  let ids: [String]
  /// The customers' features at the scoring snapshot.
  let features: SnapshotFeatures
  var segment: [String?]
  var churn: [Double]
  var clvP10: [Double]
  var clvP50: [Double]
  var clvP90: [Double]
  var clvExpected: [Double]
  var alive: [Double]
  var expectedValue: [Double]
  var tier: [String?]
  var reasons: [[String]]

  init(features: SnapshotFeatures, customerIDs: [String]) {
    snapshot = features.snapshot
    customers = features.customers
    ids = features.customers.map { customerIDs[Int($0)] }
    self.features = features
    let unknown = [Double](repeating: .nan, count: features.rows)
    segment = [String?](repeating: nil, count: features.rows)
    (churn, clvP10, clvP50, clvP90, clvExpected) = (unknown, unknown, unknown, unknown, unknown)
    (alive, expectedValue) = (unknown, unknown)
    tier = segment
    reasons = [[String]](repeating: [], count: features.rows)
  }

  var rows: Int { customers.count }
}
