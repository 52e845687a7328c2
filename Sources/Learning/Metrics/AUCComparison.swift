import Numerics

/// The areas under the ROC curves of two scores of the same rows, and whether they differ.
package struct AUCComparison: Sendable, Hashable, Codable {
  /// AUC of the first score.
  package let first: Double
  /// AUC of the second score.
  package let second: Double
  /// First less second; the interval is clipped to −1...1.
  package let difference: MetricInterval
  /// The difference in standard errors; 0 without a difference, nil for one whose estimated error is 0.
  package let z: Double?
  /// Of two sides, for equal areas; 1 without a difference, nil where `z` is.
  package let pValue: Double?
}

/// Compares two scores of the same rows by the paired test of DeLong, DeLong & Clarke-Pearson (1988), computed from
/// mid-ranks in n log n (Sun & Xu 2014).
///
/// The variance of the difference is that of each row's own differences, which is what the covariance matrix of both
/// areas comes to. Rows are counted in whole numbers and halves, so scores that rank all rows alike have a difference
/// and an error of exactly 0, and swapping the scores changes signs only.
///
/// - Parameters:
///   - first, second: without NaN, one for each label.
///   - level: of the interval.
/// - Returns: nil unless both classes have two rows.
package func comparedAUC(
  first: [Double], second: [Double], labels: [Bool], level: Double = 0.95
) -> AUCComparison? {
  precondition(first.count == labels.count && second.count == labels.count, "one label per score")
  guard let one = OutrankedRows(scores: first, labels: labels),
    let other = OutrankedRows(scores: second, labels: labels)
  else { return nil }
  let (p, n) = (Double(one.byPositives.count), Double(one.byNegatives.count))
  let ofPositives = zip(one.byPositives, other.byPositives).map { $0 - $1 }
  let ofNegatives = zip(one.byNegatives, other.byNegatives).map { $0 - $1 }
  let difference = ofPositives.reduce(0, +) / (p * n)
  let variance = sampleVariance(ofPositives) / (p * n * n) + sampleVariance(ofNegatives) / (n * p * p)
  let error = variance.squareRoot()
  let reach = normalQuantile((1 + level) / 2) * error
  let z = error > 0 ? difference / error : difference == 0 ? 0 : nil
  return AUCComparison(
    first: one.byPositives.reduce(0, +) / (p * n), second: other.byPositives.reduce(0, +) / (p * n),
    difference: MetricInterval(
      estimate: difference, standardError: error, lower: max(-1, difference - reach),
      upper: min(1, difference + reach), level: level),
    z: z, pValue: z.map { 2 * normalCDF(-abs($0)) })
}
