import CIntrinsics
package import Numerics

/// What is done to a feature before it is standardized; the raw values are those of settings.
package enum FeatureTransform: String, Sendable, Hashable, Codable, CaseIterable {
  case none
  /// sign(x) · ln(1 + |x|): tames long tails, and takes refunds too.
  case log1p
  /// Share of the training values below (half of those equal), in 0...1: ranks.
  case quantile
}

/// Puts features on one footing: transforms each, then subtracts its mean and divides by its standard deviation.
///
/// A feature that does not vary becomes 0 everywhere, also for rows where it differs from its training value.
package struct Standardizer: Sendable, Hashable, Codable {
  /// Applied before the means and scales.
  package let transform: FeatureTransform
  /// Of the transformed features.
  package let means: [Double]
  /// Standard deviations (divisor n) of the transformed features; 0 for features that do not vary.
  package let scales: [Double]
  /// Ascending values of each feature at equal steps of rank, for the quantile transform; else empty.
  package let knots: [[Float]]
}

extension Standardizer {
  private static let knotCount = 1001

  /// Learns from the columns of `points` (rows × features).
  ///
  /// - Throws: `Cancelled`, or `KMeansError.nonFinite`.
  package init(fitting points: Matrix<Float>, transform: FeatureTransform, context: ExecutionContext) throws {
    if let (row, column) = try points.firstNonFinite(context: context) {
      throw KMeansError.nonFinite(row: row, column: column, found: points[row, column])
    }
    let knots = transform == .quantile ? try context.map(points.columns) { Self.knots(points.column($0)) } : []
    let moments = try context.map(points.columns) { column in
      points.withColumn(column) { values in
        Self.moments(of: values, transform, knots: transform == .quantile ? knots[column] : [])
      }
    }
    self.init(transform: transform, means: moments.map(\.mean), scales: moments.map(\.scale), knots: knots)
  }

  /// Transformed and standardized features, rows × features.
  package func transform(_ points: Matrix<Float>, context: ExecutionContext) throws(Cancelled) -> Matrix<Float> {
    precondition(points.columns == means.count, "features in another number than in training")
    return try Matrix(rows: points.rows, columns: points.columns, context: context) { column, rows, output in
      let (mean, scale) = (means[column], scales[column])
      let knots = transform == .quantile ? knots[column] : []
      points.withColumn(column) { values in
        for row in rows {
          output[row] = scale > 0 ? Float((Self.transformed(values[row], transform, knots) - mean) / scale) : 0
        }
      }
    }
  }

  private static func moments(
    of values: UnsafeBufferPointer<Float>, _ transform: FeatureTransform, knots: [Float]
  ) -> (mean: Double, scale: Double) {
    guard let first = values.first else { return (0, 0) }
    // About the first value, so that a small spread beside a large mean keeps its digits.
    let origin = transformed(first, transform, knots)
    var sums = (0.0, 0.0)
    var largest = 0.0
    for value in values {
      let offset = transformed(value, transform, knots) - origin
      sums.0 += offset
      sums.1 += offset * offset
      largest = max(largest, abs(offset))
    }
    let mean = sums.0 / Double(values.count)
    let variance = max(0, sums.1 / Double(values.count) - mean * mean)
    // The last bit of a 32-bit value is rounding.
    let isNoise = largest <= 1.2e-7 * abs(origin)
    return (origin + mean, isNoise ? 0 : variance.squareRoot())
  }

  private static func knots(_ values: [Float]) -> [Float] {
    guard !values.isEmpty else { return [] }
    let order = ascendingOrder(of: values.map(Double.init))
    guard order.count > knotCount else { return order.map { values[Int($0)] } }
    return (0..<knotCount).map { values[Int(order[$0 * (order.count - 1) / (knotCount - 1)])] }
  }

  @inline(__always)
  private static func transformed(_ value: Float, _ transform: FeatureTransform, _ knots: [Float]) -> Double {
    switch transform {
    case .none: Double(value)
    case .log1p: value < 0 ? -log1p(-Double(value)) : log1p(Double(value))
    case .quantile: rank(of: value, among: knots)
    }
  }

  /// Rank in 0...1: linear between knots, the middle of the run for a value that several knots have.
  private static func rank(of value: Float, among knots: [Float]) -> Double {
    guard knots.count > 1, let lowest = knots.first, let highest = knots.last else { return 0.5 }
    if value < lowest { return 0 }
    if value > highest { return 1 }
    let below = knots.partitioningIndex { $0 >= value }
    let through = knots.partitioningIndex { $0 > value }
    let last = Double(knots.count - 1)
    if through > below { return Double(below + through - 1) / 2 / last }
    let (left, right) = (Double(knots[below - 1]), Double(knots[below]))
    return (Double(below - 1) + (Double(value) - left) / (right - left)) / last
  }
}
