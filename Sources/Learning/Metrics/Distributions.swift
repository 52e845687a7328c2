import CIntrinsics
import Numerics

/// Herfindahl–Hirschman index Σ s² of the amounts' shares: 1 where one has all; 1 / index is their effective number.
///
/// - Parameter amounts: at least 0; they need not add up to 1.
/// - Returns: nil where they add up to nothing.
package func herfindahlIndex(_ amounts: [Double]) -> Double? {
  let total = amounts.reduce(0, +)
  guard total > 0 else { return nil }
  return amounts.reduce(0) { $0 + ($1 / total) * ($1 / total) }
}

/// Population stability index Σ (a − e) · ln(a / e) of two lists of shares over the same bins.
///
/// - Returns: infinity where a bin is empty on one side only; `populationStability` of counts avoids that.
package func populationStabilityIndex(expected: [Double], actual: [Double]) -> Double {
  precondition(expected.count == actual.count, "shares over the same bins")
  return zip(expected, actual).reduce(0) { sum, pair in
    pair.0 == pair.1 ? sum : sum + (pair.1 - pair.0) * log(pair.1 / pair.0)
  }
}

/// A stability index with what it would be without any drift.
package struct PopulationStability: Sendable, Hashable, Codable {
  /// Population stability index.
  package let index: Double
  /// Exceeded in 5 of 100 comparisons of samples of these sizes from one population.
  package let noDriftBand: Double

  /// Whether more has changed than chance explains.
  package var exceedsBand: Bool { index > noDriftBand }
}

/// Stability of counts over the same bins, each count raised by a half so that an empty bin is rare, not impossible.
///
/// - Returns: nil unless both sides have counts in at least two bins.
package func populationStability(expectedCounts: [Int], actualCounts: [Int]) -> PopulationStability? {
  precondition(expectedCounts.count == actualCounts.count, "counts over the same bins")
  let (expected, actual) = (expectedCounts.reduce(0, +), actualCounts.reduce(0, +))
  guard expectedCounts.count > 1, expected > 0, actual > 0 else { return nil }
  func shares(_ counts: [Int], _ total: Int) -> [Double] {
    counts.map { (Double($0) + 0.5) / (Double(total) + 0.5 * Double(counts.count)) }
  }
  return PopulationStability(
    index: populationStabilityIndex(
      expected: shares(expectedCounts, expected), actual: shares(actualCounts, actual)),
    noDriftBand: noDriftStabilityIndex(bins: expectedCounts.count, expectedRows: expected, actualRows: actual))
}

/// The index that samples of one population stay below with probability `level`: (1/N + 1/M) · χ² with bins − 1 degrees
/// of freedom (Yurdakul 2018).
package func noDriftStabilityIndex(
  bins: Int, expectedRows: Int, actualRows: Int, level: Double = 0.95
) -> Double {
  precondition(bins > 1 && expectedRows > 0 && actualRows > 0, "two samples over at least two bins")
  return (1 / Double(expectedRows) + 1 / Double(actualRows))
    * chiSquareQuantile(level, degreesOfFreedom: Double(bins - 1))
}
