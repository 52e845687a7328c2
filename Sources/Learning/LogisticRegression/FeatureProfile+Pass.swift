import Numerics

extension FeatureProfile {
  /// Profiles all rows in one pass.
  init(features: Matrix<Double>, labels: [Double], weights: [Double]?, context: ExecutionContext) throws(Cancelled) {
    let empty = FeatureProfile(columns: [Column](repeating: Column(), count: features.columns))
    self = try context.reduce(of: features.rows, chunkSize: 2048, into: empty) { rows in
      let weights = weights.map { Array($0[rows]) } ?? [Double](repeating: 1, count: rows.count)
      return FeatureProfile(rows, features, Array(labels[rows]), weights)
    }
  }

  /// Profiles one chunk, whose labels and weights are given.
  private init(_ rows: Range<Int>, _ features: Matrix<Double>, _ labels: [Double], _ weights: [Double]) {
    weight = weights.reduce(0, +)
    positiveWeight = zip(labels, weights).reduce(0) { $0 + $1.0 * $1.1 }
    var columns = [Column](repeating: Column(), count: features.columns)
    for column in columns.indices {
      features.withColumn(column) { values in
        labels.withUnsafeBufferPointer { labels in
          weights.withUnsafeBufferPointer { weights in
            columns[column] = Column(UnsafeBufferPointer(rebasing: values[rows]), labels, weights)
          }
        }
      }
    }
    self.columns = columns
  }

  /// Whether all values are finite: a sum is, only if its terms are.
  var isFinite: Bool {
    columns.allSatisfy { $0.mean.isFinite && $0.squares.isFinite }
  }
}

extension FeatureProfile.Column {
  /// Moments about the first value, which keeps their digits where the spread is small beside the mean.
  init(
    _ values: UnsafeBufferPointer<Double>, _ labels: UnsafeBufferPointer<Double>,
    _ weights: UnsafeBufferPointer<Double>
  ) {
    self.init()
    guard let origin = values.first else { return }
    var moments = (weight: Lanes(), first: Lanes(), second: Lanes())
    var low = (Lanes(repeating: .infinity), Lanes(repeating: .infinity))
    var high = (-low.0, -low.1)
    for start in stride(from: 0, to: values.count, by: Lanes.scalarCount) {
      let weight = lanes(weights, start, padding: 0)
      let label = lanes(labels, start, padding: 0)
      let value = lanes(values, start, padding: origin)
      let offset = value - origin
      moments.weight += weight
      moments.first.addProduct(weight, offset)
      moments.second.addProduct(weight * offset, offset)
      let (counts, positive) = (weight .> Lanes(), label .> Lanes())
      let (inNegative, inPositive) = (counts .& .!positive, counts .& positive)
      low.0.replace(with: value, where: inNegative .& (value .< low.0))
      low.1.replace(with: value, where: inPositive .& (value .< low.1))
      high.0.replace(with: value, where: inNegative .& (value .> high.0))
      high.1.replace(with: value, where: inPositive .& (value .> high.1))
    }
    lowest = SIMD2(low.0.min(), low.1.min())
    highest = SIMD2(high.0.max(), high.1.max())
    let (weight, first) = (moments.weight.sum(), moments.first.sum())
    let second = moments.second.sum()
    mean = weight > 0 ? origin + first / weight : 0
    // 0 · ∞ and 0 · NaN are NaN, so a value that is not finite shows even in a row of weight 0; `max` would hide it.
    let left = weight > 0 ? second - first * first / weight : second
    squares = left < 0 ? 0 : left
  }
}

/// Eight values from `start` on, padded at the end.
@inline(__always)
private func lanes(_ values: UnsafeBufferPointer<Double>, _ start: Int, padding: Double) -> Lanes {
  if start + Lanes.scalarCount <= values.count {
    return UnsafeRawPointer(values.baseAddress! + start).loadUnaligned(as: Lanes.self)
  }
  var result = Lanes(repeating: padding)
  for index in start..<values.count { result[index - start] = values[index] }
  return result
}
