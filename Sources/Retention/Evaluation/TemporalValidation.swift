import CivilTime
public import Numerics

/// Proof, on the run's own data, that no feature or label reads what it must not.
public struct TemporalValidation: Sendable {
  /// Customers whose features are computed again.
  public let sampleSize: Int
  /// Random lines put after the snapshot of each.
  public let injectedLines: Int
  public let seed: UInt64

  public init(sampleSize: Int, injectedLines: Int, seed: UInt64) {
    self.sampleSize = sampleSize
    self.injectedLines = injectedLines
    self.seed = seed
  }

  /// One check and what it found.
  public struct Check: Sendable, Equatable, Encodable {
    public let name: String
    public let passed: Bool
    /// Comparisons made.
    public let compared: Int
    public let violations: Int
    public let detail: String

    public init(name: String, compared: Int, violations: Int, detail: String) {
      self.name = name
      passed = violations == 0
      self.compared = compared
      self.violations = violations
      self.detail = detail
    }
  }

  /// Relative agreement demanded of the two implementations, whose sums run in different orders.
  static let recomputationTolerance = 1e-9

  /// A stage whose figures are earned on a holdout.
  public typealias StageHoldout = (name: String, horizonDays: Int, holdout: Holdout)

  /// Runs every check.
  ///
  /// - Parameters:
  ///   - table: the features to check.
  ///   - histories: that they were computed from.
  ///   - minOrders: that a customer needed for a row.
  ///   - holdouts: of the stages that learn from labels.
  public func checks(
    of table: FeatureTable, calendar: SnapshotCalendar, histories: CustomerHistories, minOrders: Int,
    holdouts: [StageHoldout], context: ExecutionContext
  ) throws(Cancelled) -> [Check] {
    let sample = sampledRows(of: table)
    return [
      snapshotDates(table, calendar), try windows(table, context),
      try injection(sample, table: table, histories: histories, minOrders: minOrders, context),
      try recomputation(sample, table: table, histories: histories, context),
    ]
      + holdouts.flatMap { [labelWindows($0, table.windowDays), trainBeforeTest($0)] }
  }
}
