/// Least-squares line over buckets, with the bucket's index as x.
struct Trend {
  let slope: Double
  /// 0 if the slope is within 5 % of the mean bucket, else its sign.
  let direction: Double

  init(_ buckets: [Double]) {
    let middle = Double(buckets.count - 1) / 2
    let mean = buckets.reduce(0, +) / Double(buckets.count)
    var (covariance, variance) = (0.0, 0.0)
    for (index, value) in buckets.enumerated() {
      let x = Double(index) - middle
      covariance += x * (value - mean)
      variance += x * x
    }
    slope = variance == 0 ? 0 : covariance / variance
    direction = abs(slope) <= 0.05 * mean ? 0 : (slope > 0 ? 1 : -1)
  }
}
