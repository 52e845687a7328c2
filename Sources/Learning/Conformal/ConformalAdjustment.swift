import Numerics

/// How far to move the ends of predicted intervals so that they hold what they promise: conformalized quantile
/// regression (Romano, Patterson & Candès 2019).
///
/// The promise is marginal (over all rows together) and holds where calibration rows and new rows are exchangeable.
package enum ConformalAdjustment: Sendable, Hashable {
  /// Both ends move outwards by this; inwards where it is negative.
  case finite(Double)
  /// So few calibration rows that only the whole line holds the promise.
  case unbounded(rows: Int, needed: Int)
}

/// Why intervals cannot be calibrated.
package enum ConformalError: Error, Sendable, Equatable {
  case invalidMiscoverage(Double)
  case countMismatch(lower: Int, upper: Int, targets: Int)
  case notANumber(row: Int)
}

extension ConformalError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .invalidMiscoverage(let found):
      "alpha is \(found); set it above 0 and below 1 (0.2 for an 80 % interval)."
    case .countMismatch(let lower, let upper, let targets):
      "There are \(lower) lower ends, \(upper) upper ends and \(targets) targets; give one of each a row."
    case .notANumber(let row):
      "An end or the target of calibration row \(row) is not a finite number; leave the row out or fill the value in."
    }
  }
}

extension ConformalAdjustment {
  /// The ⌈(1 − alpha)(n + 1)⌉-th smallest of max(lower − target, target − upper) over n calibration rows.
  ///
  /// - Parameters:
  ///   - lower: predicted lower ends, one per row.
  ///   - upper: predicted upper ends, one per row.
  ///   - targets: what happened, on rows the predictions were not trained on.
  ///   - alpha: share of rows that may fall outside, in (0, 1).
  /// - Throws: `ConformalError` for lengths that differ, NaN, an infinite target, or `alpha` out of range.
  package init(
    lower: [Double], upper: [Double], targets: [Double], alpha: Double
  ) throws(ConformalError) {
    guard alpha > 0 && alpha < 1 else { throw .invalidMiscoverage(alpha) }
    guard lower.count == targets.count && upper.count == targets.count else {
      throw .countMismatch(lower: lower.count, upper: upper.count, targets: targets.count)
    }
    let isUnusable = { row in lower[row].isNaN || upper[row].isNaN || !targets[row].isFinite }
    if let row = targets.indices.first(where: isUnusable) { throw .notANumber(row: row) }
    let scores = targets.indices.map { max(lower[$0] - targets[$0], targets[$0] - upper[$0]) }
    let rank = Self.rank(rows: scores.count, alpha: alpha)
    guard rank <= scores.count else {
      self = .unbounded(rows: scores.count, needed: Self.rowsNeeded(alpha: alpha))
      return
    }
    self = .finite(scores[Int(ascendingOrder(of: scores)[rank - 1])])
  }

  /// Calibration rows from which on the adjustment is finite: ⌈1/alpha⌉ − 1.
  package static func rowsNeeded(alpha: Double) -> Int {
    max(1, Int((1 / alpha - 1 - roundingSlack / alpha).rounded(.up)))
  }

  /// ⌈(1 − alpha)(n + 1)⌉, as in exact arithmetic: 1 − 0.1 is a little more than 0.9 in binary or a little less.
  private static func rank(rows: Int, alpha: Double) -> Int {
    let exact = (1 - alpha) * Double(rows + 1)
    return max(1, Int((exact - roundingSlack * Double(rows + 1)).rounded(.up)))
  }

  private static let roundingSlack = 1e-12
}

extension ConformalAdjustment {
  /// The interval between two predicted ends after the adjustment; where an inward one would turn the ends around, both
  /// become their middle.
  package func interval(lower: Double, upper: Double) -> (lower: Double, upper: Double) {
    guard case .finite(let margin) = self else { return (-.infinity, .infinity) }
    let (low, high) = (lower - margin, upper + margin)
    guard low > high else { return (low, high) }
    let middle = low / 2 + high / 2
    return (middle, middle)
  }

  /// `interval` row by row.
  package func intervals(lower: [Double], upper: [Double]) -> (lower: [Double], upper: [Double]) {
    precondition(lower.count == upper.count, "one lower and one upper end per row")
    var adjusted = (lower: lower, upper: upper)
    for row in lower.indices {
      (adjusted.lower[row], adjusted.upper[row]) = interval(lower: lower[row], upper: upper[row])
    }
    return adjusted
  }
}

/// Share of targets between their lower and upper end, both included; nil for no rows.
package func intervalCoverage(lower: [Double], upper: [Double], targets: [Double]) -> Double? {
  precondition(lower.count == targets.count && upper.count == targets.count, "one of each per row")
  guard !targets.isEmpty else { return nil }
  let covered = targets.indices.count { lower[$0] <= targets[$0] && targets[$0] <= upper[$0] }
  return Double(covered) / Double(targets.count)
}
