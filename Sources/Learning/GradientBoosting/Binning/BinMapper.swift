package import Numerics

/// How every feature is cut into bins: learned from the training rows, used for validation rows too.
package struct BinMapper: Sendable {
  /// One per column.
  package let features: [FeatureBins]

  /// Learns the edges from a stratified sample of rows; whether values are missing from all of them.
  package init(
    _ matrix: Matrix<Float>, weights: [Double]?, categoricalColumns: Set<Int> = [], settings: GradientBoostingSettings,
    context: ExecutionContext
  ) throws(Cancelled) {
    let sample = sampledRows(matrix.rows, settings)
    features = try context.map(matrix.columns) { column in
      matrix.withColumn(column) { values in
        let summary = ColumnSummary(values)
        let sampled = SampledColumn(values, weights: weights, rows: sample)
        if categoricalColumns.contains(column) {
          return FeatureBins(categoriesOf: values, limit: settings.maxBin - 1, range: summary.range)
        }
        return FeatureBins(
          edges: FeatureBins.edges(
            of: sampled.distinctValues(), limit: settings.maxBin - (summary.hasMissing ? 1 : 0)),
          hasMissing: summary.hasMissing, range: summary.range)
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

/// What all values of a column tell.
private struct ColumnSummary {
  var hasMissing: Bool
  var range: ClosedRange<Float>?

  init(_ values: UnsafeBufferPointer<Float>) {
    var (low, high) = (SIMD16<Float>(repeating: .infinity), SIMD16<Float>(repeating: -.infinity))
    var unequal = SIMDMask<SIMD16<Int32>>(repeating: false)
    let whole = values.count / 16 * 16
    for start in stride(from: 0, to: whole, by: 16) {
      let lanes = UnsafeRawPointer(values.baseAddress! + start).loadUnaligned(as: SIMD16<Float>.self)
      unequal = unequal .| (lanes .!= lanes)
      // A comparison with NaN is false, which leaves the bounds as they are.
      low.replace(with: lanes, where: lanes .< low)
      high.replace(with: lanes, where: lanes .> high)
    }
    hasMissing = any(unequal)
    var (least, most) = (low.min(), high.max())
    for value in values[whole...] {
      if value.isNaN { hasMissing = true }
      if value < least { least = value }
      if value > most { most = value }
    }
    range = least <= most ? finite(least)...finite(most) : nil
  }
}

private func finite(_ value: Float) -> Float {
  min(max(value, -.greatestFiniteMagnitude), .greatestFiniteMagnitude)
}

extension FeatureBins {
  /// The most frequent categories among all rows, at most `limit`; among equals the smaller.
  fileprivate init(categoriesOf values: UnsafeBufferPointer<Float>, limit: Int, range: ClosedRange<Float>?) {
    var counts = [Int](repeating: 0, count: 65_536)
    for value in values where value > -1 && value < 65_536 { counts[Int(value)] += 1 }
    let found = counts.indices.filter { counts[$0] > 0 }
    let kept = found.sorted { (counts[$1], $0) < (counts[$0], $1) }.prefix(limit).sorted()
    let rows = kept.reduce(0) { $0 + counts[$1] }
    self.init(categories: kept, hasOthers: rows < values.count, range: range)
  }
}

/// Streams of `Philox`, one a purpose, so that no two draw the same numbers. The low bits are free for an iteration.
enum RandomStream {
  static let binSample: UInt64 = 1 << 56
  static let bagging: UInt64 = 2 << 56
  static let columns: UInt64 = 3 << 56
  static let rounding: UInt64 = 4 << 56
  static let goss: UInt64 = 5 << 56
}
