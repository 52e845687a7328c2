package import Numerics

/// How every feature is cut into bins: learned from the training rows, used for validation rows too.
package struct BinMapper: Sendable {
  package let features: [FeatureBins]

  /// Learns the edges from a stratified sample of rows; whether values are missing from all of them.
  package init(
    _ matrix: Matrix<Float>, weights: [Double]?, settings: GradientBoostingSettings, parallelism: Parallelism
  ) {
    let sample = sampledRows(matrix.rows, settings)
    features = parallelism.map(matrix.columns) { column in
      matrix.withColumn(column) { values in
        let missing = values.contains { $0.isNaN }
        let distinct = distinctValues(values, weights: weights, rows: sample)
        return FeatureBins(
          edges: FeatureBins.edges(of: distinct, limit: settings.maxBin - (missing ? 1 : 0)), hasMissing: missing,
          range: numericRange(values))
      }
    }
  }
}

/// One row from each of equal stretches of rows; nil where every row is looked at.
private func sampledRows(_ rows: Int, _ settings: GradientBoostingSettings) -> [Int32]? {
  let count = settings.binConstructSampleCount
  guard count < rows else { return nil }
  let random = Philox(seed: settings.seed)
  return (0..<count).map { index in
    let position = Double(index) + random.uniform(stream: RandomStream.binSample, counter: UInt64(index))
    return Int32(min(rows - 1, Int(position * Double(rows) / Double(count))))
  }
}

/// Numbers among `rows` (all where nil) in ascending order with the weight of each.
private func distinctValues(
  _ values: UnsafeBufferPointer<Float>, weights: [Double]?, rows: [Int32]?
) -> [WeightedValue] {
  var pairs: [WeightedValue] = []
  pairs.reserveCapacity(rows?.count ?? values.count)
  func take(_ row: Int) {
    guard !values[row].isNaN else { return }
    pairs.append(WeightedValue(value: finite(values[row]), weight: weights?[row] ?? 1))
  }
  if let rows { for row in rows { take(Int(row)) } } else { for row in values.indices { take(row) } }
  pairs.sort { $0.value < $1.value }
  return merged(pairs)
}

private func merged(_ sorted: [WeightedValue]) -> [WeightedValue] {
  var distinct: [WeightedValue] = []
  for pair in sorted {
    if let last = distinct.last, last.value == pair.value {
      distinct[distinct.count - 1].weight += pair.weight
    } else {
      distinct.append(pair)
    }
  }
  return distinct
}

private func numericRange(_ values: UnsafeBufferPointer<Float>) -> ClosedRange<Float>? {
  var low = Float.infinity
  var high = -Float.infinity
  for value in values where !value.isNaN {
    low = min(low, value)
    high = max(high, value)
  }
  return low <= high ? finite(low)...finite(high) : nil
}

private func finite(_ value: Float) -> Float {
  min(max(value, -.greatestFiniteMagnitude), .greatestFiniteMagnitude)
}

/// Streams of `Philox`, one a purpose, so that no two draw the same numbers. The low bits are free for an iteration.
enum RandomStream {
  static let binSample: UInt64 = 1 << 56
  static let bagging: UInt64 = 2 << 56
  static let columns: UInt64 = 3 << 56
}
