import Learning
import Numerics

/// How far the values of a later period are moved, all by one factor, before they are acted on.
///
/// Models learn how much customers brought after past snapshots beside what they had brought before them, and with it the
/// seasons that followed. The season to come is another one. So the logarithm m of the sum of predicted values over that
/// of net spend as before becomes m · m² / (m² + v²): what is small beside the spread v of seasons is mostly chance, and
/// what is large, as in a shop whose customers all leave, stays (shrinkage as in empirical Bayes, Efron & Morris 1973).
package enum ValueLevel {
  /// - Parameters:
  ///   - expected: values of some customers.
  ///   - past: net spend as before of the same customers.
  ///   - spread: v; 0 leaves values as they are.
  package static func factor(expected: [Double], past: [Double], spread: Double) -> Double {
    let (sum, before) = (expected.reduce(0, +), past.reduce(0, +))
    guard sum > 0, before > 0, sum.isFinite, before.isFinite else { return 1 }
    let level = logarithm(sum / before)
    guard level != 0 else { return 1 }
    return exponential(level * (level * level / (level * level + spread * spread) - 1))
  }
}
