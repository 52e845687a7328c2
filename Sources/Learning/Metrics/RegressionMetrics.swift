/// Mean |predicted − actual|; nil for no rows (or no weight).
package func mae(predicted: [Double], actual: [Double], weights: [Double]? = nil) -> Double? {
  weightedMeanLoss(predicted, actual, weights) { abs($0 - $1) }
}

/// Root of the mean (predicted − actual)²; nil for no rows (or no weight).
package func rmse(predicted: [Double], actual: [Double], weights: [Double]? = nil) -> Double? {
  weightedMeanLoss(predicted, actual, weights) { ($0 - $1) * ($0 - $1) }?.squareRoot()
}

/// Pearson's correlation; nil for fewer than two rows or where one side does not vary by more than its rounding.
package func pearson(_ first: [Double], _ second: [Double]) -> Double? {
  guard let moments = comoments(first, second), moments.first > 0, moments.second > 0 else { return nil }
  return max(-1, min(1, moments.both / (moments.first * moments.second).squareRoot()))
}

/// Spearman's correlation: Pearson's of mid-ranks.
package func spearman(_ first: [Double], _ second: [Double]) -> Double? {
  pearson(midRanks(first), midRanks(second))
}

/// Gini of the actual values in the order of the predictions, over that in their own order: 1 for a perfect order, 0 for
/// none, negative for a reversed one. Equal predictions share their mid-rank.
///
/// - Returns: nil for fewer than two rows or where the actual values do not vary.
package func normalizedGini(predicted: [Double], actual: [Double]) -> Double? {
  guard let found = comoments(actual, midRanks(predicted)), let perfect = comoments(actual, midRanks(actual)),
    perfect.both > 0
  else { return nil }
  return found.both / perfect.both
}

/// Predicted and actual means of one tenth of the rows.
package struct RegressionDecile: Sendable, Hashable, Codable {
  /// 1 holds the highest predictions.
  package let decile: Int
  /// Rows in the decile.
  package let count: Int
  package let meanPredicted: Double
  package let meanActual: Double
}

/// Calibration of predictions by decile, the highest first; equal predictions share their mean actual value.
package func calibrationByDecile(predicted: [Double], actual: [Double]) -> [RegressionDecile] {
  precondition(predicted.count == actual.count, "one actual value per prediction")
  let ordered = TieGroups(predicted).averaged(actual, over: predicted)
  let last = predicted.count - 1
  return equalCuts(of: predicted.count, into: min(10, predicted.count)).enumerated().map { index, range in
    RegressionDecile(
      decile: index + 1, count: range.count,
      meanPredicted: range.reduce(0) { $0 + ordered.scores[last - $1] } / Double(range.count),
      meanActual: range.reduce(0) { $0 + ordered.means[last - $1] } / Double(range.count))
  }
}

private func weightedMeanLoss(
  _ predicted: [Double], _ actual: [Double], _ weights: [Double]?, _ loss: (Double, Double) -> Double
) -> Double? {
  precondition(predicted.count == actual.count, "one actual value per prediction")
  precondition(weights.map { $0.count == actual.count } ?? true, "one weight per row")
  var (sum, total) = (0.0, 0.0)
  for row in actual.indices {
    let weight = weights?[row] ?? 1
    sum += weight * loss(predicted[row], actual[row])
    total += weight
  }
  return total > 0 ? sum / total : nil
}

/// Sums of squares and products about the means; nil for fewer than two rows.
private func comoments(
  _ first: [Double], _ second: [Double]
) -> (first: Double, second: Double, both: Double)? {
  precondition(first.count == second.count, "two lists of the same rows")
  guard first.count > 1 else { return nil }
  let count = Double(first.count)
  let means = (first.reduce(0, +) / count, second.reduce(0, +) / count)
  var sums = (first: 0.0, second: 0.0, both: 0.0)
  for (a, b) in zip(first, second) {
    sums.first += (a - means.0) * (a - means.0)
    sums.second += (b - means.1) * (b - means.1)
    sums.both += (a - means.0) * (b - means.1)
  }
  func withoutRounding(_ squares: Double, about mean: Double) -> Double {
    (squares / count).squareRoot() > 1e-12 * abs(mean) ? squares : 0
  }
  sums.first = withoutRounding(sums.first, about: means.0)
  sums.second = withoutRounding(sums.second, about: means.1)
  return sums
}
