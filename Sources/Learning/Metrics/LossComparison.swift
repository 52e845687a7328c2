package import Numerics

/// The mean losses of two predictions of the same rows, and how far chance moves what lies between them.
package struct LossComparison: Sendable, Hashable, Codable {
  /// Mean loss of the first prediction less that of the second.
  package let difference: MetricInterval
  /// Mean loss of the first prediction over that of the second.
  ///
  /// nil where a loss is negative, or where all losses of the second prediction are 0 in some resample.
  package let ratio: MetricInterval?
  /// The root of the ratio: of squared errors, the ratio of the root-mean-square errors. nil where the ratio is.
  package let rootRatio: MetricInterval?
  /// Units that were drawn: customers, or rows.
  package let units: Int
}

/// How losses are resampled.
package struct LossResampling: Sendable, Hashable {
  /// At least 2.
  package var resamples: Int
  package var seed: UInt64
  /// Of random numbers; comparisons with the same seed and stream draw the same units.
  package var stream: UInt64
  /// Confidence level of the percentile intervals.
  package var level: Double

  package init(resamples: Int = 1000, seed: UInt64 = 0, stream: UInt64 = 0, level: Double = 0.95) {
    self.resamples = resamples
    self.seed = seed
    self.stream = stream
    self.level = level
  }
}

/// Compares two predictions by their losses on the same rows: a paired bootstrap, in which a resample holds the same
/// customers for both.
///
/// Each customer counts in a resample as often as an independent random weight says, so that a weight depends on
/// nothing but seed, resample and customer: any thread can draw it, in any order, and memory is read in order.
/// Weights have the mean, the variance and almost the skewness (0.98) of Poisson's with mean 1, which the counts of
/// drawing with replacement tend to as customers get many (Hanley & MacGibbon 2006; general weights: Præstgaard &
/// Wellner 1993). Their probabilities are multiples of 1/256, so sixteen weights come from one block of random bits.
/// With few customers the intervals are too short, as those of any bootstrap; below some 20, do not trust them.
///
/// - Parameters:
///   - first, second: a loss for each row.
///   - customers: rows with the same number are drawn together; nil draws each row by itself.
/// - Returns: nil for fewer than two units, or a loss that is not finite. With customers, the order of rows matters for
///   rounding only; the number of threads never matters.
/// - Throws: `Cancelled`.
package func comparedLosses(
  first: [Double], second: [Double], customers: [Int32]? = nil, resampling: LossResampling = LossResampling(),
  context: ExecutionContext
) throws(Cancelled) -> LossComparison? {
  precondition(first.count == second.count, "two losses per row")
  precondition(customers.map { $0.count == first.count } ?? true, "one customer per row")
  precondition(resampling.resamples > 1, "an interval needs resamples")
  let units = LossUnits(first, second, customers)
  let observed = LossSums(units.total)
  guard units.sums.count > 1, observed.isFinite else { return nil }
  let drawn = try units.resampled(resampling, context: context).filter { $0.rows > 0 }
  guard drawn.count > 1 else { return nil }
  func interval(_ statistic: (LossSums) -> Double) -> MetricInterval {
    let values = drawn.map(statistic).sorted()
    let tail = (1 - resampling.level) / 2
    return MetricInterval(
      estimate: statistic(observed), standardError: sampleVariance(values).squareRoot(),
      lower: quantile(tail, ofSorted: values)!, upper: quantile(1 - tail, ofSorted: values)!, level: resampling.level)
  }
  let hasRatio = units.areNotNegative && observed.second > 0 && drawn.allSatisfy { $0.second > 0 }
  return LossComparison(
    difference: interval(\.meanDifference), ratio: hasRatio ? interval(\.ratio) : nil,
    rootRatio: hasRatio ? interval { $0.ratio.squareRoot() } : nil, units: units.sums.count)
}

/// Sums over the rows of a resample.
struct LossSums {
  let first: Double
  let second: Double
  let difference: Double
  let rows: Double

  init(_ lanes: SIMD4<Double>) { (first, second, difference, rows) = (lanes[0], lanes[1], lanes[2], lanes[3]) }

  var meanDifference: Double { difference / rows }
  var ratio: Double { first / second }
  var isFinite: Bool { first.isFinite && second.isFinite && difference.isFinite }
}
