package import Numerics

/// What to add to all log-odds so that the mean probability is the share of churners: calibration in the large.
///
/// - Parameters:
///   - labels: 1 for churned, else 0.
///   - weights: one a row; nil for equal ones.
/// - Returns: 0 unless both classes are there.
package func levelShift(
  logOdds: [Double], labels: [Double], weights: [Double]? = nil, context: ExecutionContext
) throws(Cancelled) -> Double {
  let total = weights?.reduce(0, +) ?? Double(labels.count)
  let churned = labels.indices.reduce(0.0) { $0 + labels[$1] * (weights?[$1] ?? 1) }
  guard churned > 0, churned < total, let least = logOdds.min(), let most = logOdds.max() else { return 0 }
  // With these shifts every probability is at most, or at least, the share.
  let target = logit(churned / total)
  var (low, high) = (target - most, target - least)
  var shift = min(max(0, low), high)
  for _ in 0..<100 where high - low > 1e-12 {
    try context.checkCancellation()
    var (excess, slope) = (-churned, 0.0)
    for (row, odds) in logOdds.enumerated() {
      let probability = sigmoid(odds + shift)
      let weight = weights?[row] ?? 1
      excess += weight * probability
      slope += weight * probability * (1 - probability)
    }
    if excess > 0 { high = shift } else { low = shift }
    // Newton's step, or the middle where that leaves the bracket.
    let step = shift - excess / slope
    let next = step > low && step < high ? step : low / 2 + high / 2
    if abs(next - shift) <= 1e-12 { return next }
    shift = next
  }
  return shift
}
