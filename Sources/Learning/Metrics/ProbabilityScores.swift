import CIntrinsics

/// Mean (p − y)²; nil for no rows (or no weight).
package func brierScore(probabilities: [Double], labels: [Bool], weights: [Double]? = nil) -> Double? {
  weightedMean(probabilities, labels, weights) { p, label in
    let error = p - (label ? 1 : 0)
    return error * error
  }
}

/// Mean −ln of the probability given to what happened, in nats; nil for no rows (or no weight).
///
/// - Parameter clip: probabilities are kept this far from 0 and 1, so that one wrong certainty costs much but not all.
package func logLoss(
  probabilities: [Double], labels: [Bool], weights: [Double]? = nil, clip: Double = 1e-15
) -> Double? {
  weightedMean(probabilities, labels, weights) { p, label in
    label ? -log(max(p, clip)) : -log1p(-min(p, 1 - clip))
  }
}

/// Share of positives; nil for no rows (or no weight).
package func prevalence(labels: [Bool], weights: [Double]? = nil) -> Double? {
  weightedMean([Double](repeating: 0, count: labels.count), labels, weights) { $1 ? 1 : 0 }
}

private func weightedMean(
  _ probabilities: [Double], _ labels: [Bool], _ weights: [Double]?, _ loss: (Double, Bool) -> Double
) -> Double? {
  precondition(probabilities.count == labels.count, "one label per probability")
  precondition(weights.map { $0.count == labels.count } ?? true, "one weight per label")
  var (sum, total) = (0.0, 0.0)
  for row in labels.indices {
    let weight = weights?[row] ?? 1
    sum += weight * loss(probabilities[row], labels[row])
    total += weight
  }
  return total > 0 ? sum / total : nil
}
