import CivilTime
package import Failures
import Text

/// Why there is too little data for a stage.
package enum ModelStageError: Error, Sendable, Equatable {
  /// The data ends too early for any label.
  case historyTooShort(stage: String, horizonDays: Int, missingDays: Int)
  case tooFewCustomers(stage: String, found: Int, needed: Int)
  /// Fewer customers to score than segments, or fewer distinct ones in the features compared (nil: all are distinct).
  case tooFewToSegment(found: Int, different: Int?, segments: Int)
  /// Every customer churned, or none did.
  case oneClass(stage: String, snapshot: Snapshot, label: Int)
  /// Practically no customer has a second order.
  ///
  /// `other` is a column whose values come back, if there is one.
  case nobodyCameBack(stage: String, customers: Int, returning: Int, other: ReturningColumn?)
  /// Too few of the training rows churned (label 1), or too few stayed (0).
  case tooFewOfClass(stage: String, label: Int, found: Int, needed: Int)
  /// None of the training rows brought revenue within the horizon.
  case noRevenue(stage: String, rows: Int, horizonDays: Int)
  case noCandidate(stage: String)
  /// No snapshot has both an outcome and earlier snapshots whose outcomes were known on that day.
  case nothingToBacktest(stage: String, horizonDays: Int, reason: String?)
  /// Nothing is left after cleaning.
  case noUsableRows(input: Int, mainReason: RemovalReason?, removed: Int)
  /// No customer ordered in the window before the scoring snapshot.
  ///
  /// `stage` is the one that goes without; nil for the run as a whole.
  case nobodyToScore(stage: String? = nil, snapshot: Snapshot, windowDays: Int)
}

extension ModelStageError {
  /// Share of customers with a second order up to which practically nobody comes back.
  package static let fewReturning = 0.02
}

extension ModelStageError: UserFacingError {
  package var failureKind: FailureKind {
    if case .noCandidate = self { .configuration } else { .notEnoughData }
  }

  package var description: String {
    switch self {
    case .historyTooShort, .tooFewCustomers:
      reason + "; clean, features and segment can still run on this data."
    case .tooFewToSegment:
      reason + "; clean and features can still run on this data."
    default: reason + "."
    }
  }

  /// What there is not enough of, for what, and why; without a full stop.
  package var reason: String {
    switch self {
    case .historyTooShort(let stage, let horizon, let missing):
      "not enough history for \(stage): a label needs a first-of-month snapshot with \(horizon) days of orders after it, "
        + "and the data ends \(counted(missing, "day")) too early; "
        + (Self.shorterHorizon(horizon, missing).map { "set \(stage).horizon_days to \($0)" }
          ?? "there is no horizon yet")
    case .tooFewCustomers(let stage, let found, let needed):
      "not enough customers for \(stage): \(found) at the test snapshot, at least \(needed) are needed"
    case .tooFewToSegment(let found, let different, let segments):
      Self.tooFew(for: "segment", found: found, different: different)
        + "\(segments) segments need at least as many"
    case .oneClass(let stage, let snapshot, let label):
      "not enough variety for \(stage): of the customers at \(snapshot), "
        + (label == 1 ? "practically all churned" : "practically none churned")
        + "; set churn.horizon_days to a horizon after which some come back and some do not"
    case .nobodyCameBack(let stage, let customers, let returning, let other):
      "not enough variety for \(stage): "
        + (returning == 0 ? "no customer has" : "only \(returning) of \(counted(customers, "customer")) have")
        + " a second order\(returning == 0 ? ", of \(customers) in all" : ""); is customer_id the person who "
        + "buys, or new with every order? "
        + (other.map {
          "'\($0.name)' has \($0.values) values, of which \($0.returning) come back: map customer_id to it"
        }
          ?? "no other column has values that come back, and if all bought once only, no horizon helps, because "
          + "there is nothing to learn from who comes back")
    case .tooFewOfClass(let stage, let label, let found, let needed):
      "not enough variety for \(stage): only \(found) of the training rows \(label == 1 ? "churned" : "stayed"), and "
        + "\(stage).min_class_size asks for \(needed); set it lower, or churn.horizon_days to a horizon after which "
        + "some come back and some do not"
    case .nothingToBacktest(let stage, let horizon, let reason):
      "not enough history for \(stage) --backtest: "
        + (reason.map { "no snapshot could be tested, the last one because there is \($0)" }
          ?? "a test needs two snapshots \(horizon) days apart, and as many days of orders after the second")
    case .noRevenue(let stage, let rows, let horizon):
      "not enough revenue for \(stage): none of the \(counted(rows, "training row")) brought any within \(horizon) days, "
        + "because nobody ordered again or all of it came back; set clv.horizon_days longer"
    case .noCandidate(let stage):
      "no model was named for \(stage); name at least one in \(stage).models"
    case .noUsableRows(let input, let reason, let removed):
      "no usable rows: all \(input) lines were removed in cleaning"
        + (reason.map { ", \(removed) of them as \($0.name)" } ?? "")
        + "; see what 'retention-fast validate' says, and check the mapping"
    case .nobodyToScore(let stage, let snapshot, let window):
      (stage.map { "not enough customers for \($0): " } ?? "")
        + "no customer has an order in the \(window) days before \(snapshot), the day to score; "
        + (stage == nil ? "check --as-of, or lengthen features.window_days" : "lengthen features.window_days")
    }
  }

  /// A usual horizon that the data is long enough for.
  private static func shorterHorizon(_ horizon: Int, _ missing: Int) -> Int? {
    let longest = horizon - missing
    return [365, 180, 90, 60, 30].first { $0 <= longest } ?? (longest >= 7 ? longest : nil)
  }

  /// The setting that could make the stage run, with a value where one is sure to; nil where more data is needed.
  package var setting: String? {
    switch self {
    case .historyTooShort(let stage, let horizon, let missing):
      Self.shorterHorizon(horizon, missing).map { "\(stage).horizon_days=\($0)" }
    case .oneClass: "churn.horizon_days"
    case .tooFewOfClass(let stage, _, _, _): "\(stage).min_class_size"
    case .noRevenue: "clv.horizon_days"
    case .nobodyToScore: "features.window_days"
    case .noCandidate(let stage): "\(stage).models"
    case .nobodyCameBack(_, _, _, let other): other == nil ? nil : "ingest.mapping.customer_id"
    case .tooFewCustomers, .tooFewToSegment, .nothingToBacktest, .noUsableRows: nil
    }
  }

  /// Why there are no clusters where segments do without them; without a full stop.
  package static func noClusters(found: Int, different: Int?, clusters: Int, needed: Int) -> String {
    tooFew(for: "clusters", found: found, different: different) + "\(clusters) clusters need at least \(needed)"
  }

  private static func tooFew(for purpose: String, found: Int, different: Int?) -> String {
    "not enough customers for \(purpose): \(counted(found, "customer")) to score"
      + (different.map { " with only \(counted($0, "distinct profile"))" } ?? "") + ", and "
  }
}
