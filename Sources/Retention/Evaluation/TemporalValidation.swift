import CivilTime
package import Numerics

/// Checks on the run's own data that no feature or label reads what it must not.
package struct TemporalValidation: Sendable {
  /// Number of rows whose features are computed again.
  package let sampleSize: Int
  /// Random lines added after the snapshot of each.
  package let injectedLines: Int
  /// Of the sample and of the random lines.
  package let seed: UInt64

  package init(sampleSize: Int, injectedLines: Int, seed: UInt64) {
    self.sampleSize = sampleSize
    self.injectedLines = injectedLines
    self.seed = seed
  }

  /// One check and what it found.
  package struct Check: Sendable, Equatable, Encodable {
    /// Key in the report.
    package let name: String
    /// Whether there is no violation.
    package let passed: Bool
    /// Number of comparisons.
    package let compared: Int
    /// Number of comparisons that failed.
    package let violations: Int
    /// What was compared.
    package let detail: String

    package init(name: String, compared: Int, violations: Int, detail: String) {
      self.name = name
      passed = violations == 0
      self.compared = compared
      self.violations = violations
      self.detail = detail
    }
  }

  /// Relative agreement demanded of the two implementations, whose sums run in different orders.
  static let recomputationTolerance = 1e-9

  /// A stage that is tested on a holdout.
  package typealias StageHoldout = (name: String, horizonDays: Int, holdout: Holdout)

  /// Runs every check.
  ///
  /// - Parameters:
  ///   - table: the features to check.
  ///   - histories: that they were computed from.
  ///   - minOrders: that a customer needed for a row.
  ///   - isNet: whether they are net of returns.
  ///   - holdouts: of the stages that learn from labels.
  package func checks(
    of table: FeatureTable, calendar: SnapshotCalendar, histories: CustomerHistories, minOrders: Int,
    isNet: Bool = false, holdouts: [StageHoldout], context: ExecutionContext
  ) throws(Cancelled) -> [Check] {
    var pass = TemporalValidationPass(
      self, of: FeatureRows(table), windowDays: table.windowDays, histories: histories, minOrders: minOrders,
      isNet: isNet)
    for block in table.snapshots { try pass.look(at: block, context: context) }
    return pass.checks(calendar: calendar, holdouts: holdouts)
  }
}
