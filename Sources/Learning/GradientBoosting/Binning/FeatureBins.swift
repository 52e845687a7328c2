/// Where one feature is cut into bins.
///
/// Bin b holds `edges[b − 1] < x ≤ edges[b]`; the last bin of numbers has no upper edge; the bin of missing values,
/// where there is one, comes last.
///
///     edges:      e₀    e₁    e₂
///     bins:    0  |  1  |  2  |  3  | 4 (missing)
package struct FeatureBins: Sendable, Equatable {
  /// Finite and ascending.
  package let edges: [Float]
  package let hasMissing: Bool
  /// Smallest and largest number seen, ±infinity as the largest finite ones; nil where all are missing.
  package let range: ClosedRange<Float>?

  package init(edges: [Float], hasMissing: Bool, range: ClosedRange<Float>?) {
    self.edges = edges
    self.hasMissing = hasMissing
    self.range = range
  }

  package var numericBins: Int { edges.count + 1 }
  package var binCount: Int { numericBins + (hasMissing ? 1 : 0) }
  /// A feature of one bin cannot be split, nor one without any number.
  package var isConstant: Bool { binCount == 1 || range == nil }

  /// A missing value that training never saw is read as 0, as LightGBM does.
  package func bin(of value: Float) -> UInt8 {
    if value.isNaN { return hasMissing ? UInt8(numericBins) : bin(of: 0) }
    return edges.withUnsafeBufferPointer { edges in
      var low = 0
      var high = edges.count
      while low < high {
        let middle = (low + high) / 2
        if edges[middle] < value { low = middle + 1 } else { high = middle }
      }
      return UInt8(low)
    }
  }

  /// Rows of a split at `bin` go left where x ≤ this.
  package func threshold(ofBin bin: Int) -> Double {
    bin < edges.count ? Double(edges[bin]) : .infinity
  }
}

/// A distinct value of a feature and the weight of the rows that have it.
package struct WeightedValue: Sendable, Equatable {
  package var value: Float
  package var weight: Double

  package init(value: Float, weight: Double) {
    self.value = value
    self.weight = weight
  }
}

extension FeatureBins {
  /// Cuts between distinct values so that bins hold about equal weight; a value heavier than a bin gets its own.
  ///
  /// - Parameters:
  ///   - distinct: ascending distinct numbers.
  ///   - limit: bins of numbers at most, at least 1.
  package static func edges(of distinct: [WeightedValue], limit: Int) -> [Float] {
    guard distinct.count > 1 else { return [] }
    if distinct.count <= limit {
      return (1..<distinct.count).map { edge(between: distinct[$0 - 1].value, and: distinct[$0].value) }
    }
    return quantileEdges(of: distinct, limit: limit)
  }

  private static func quantileEdges(of distinct: [WeightedValue], limit: Int) -> [Float] {
    let total = distinct.reduce(0) { $0 + $1.weight }
    let isHeavy = distinct.map { $0.weight * Double(limit) >= total }
    var heavyLeft = isHeavy.count { $0 }
    var lightWeightLeft = zip(distinct, isHeavy).reduce(0) { $1.1 ? $0 : $0 + $1.0.weight }
    var edges: [Float] = []
    var filled = 0.0
    for index in 0..<distinct.count - 1 where edges.count < limit - 1 {
      let lightBinsLeft = max(1, limit - edges.count - heavyLeft)
      let goal = (lightWeightLeft + (isHeavy[index] ? 0 : filled)) / Double(lightBinsLeft)
      filled += distinct[index].weight
      if isHeavy[index] { heavyLeft -= 1 } else { lightWeightLeft -= distinct[index].weight }
      // Before a heavy value the bin is closed early, unless it is still small.
      let closesBeforeHeavy = isHeavy[index + 1] && filled >= goal / 2
      guard isHeavy[index] || filled >= goal || closesBeforeHeavy else { continue }
      edges.append(edge(between: distinct[index].value, and: distinct[index + 1].value))
      filled = 0
    }
    return edges
  }

  /// A float e with lower ≤ e < upper, at the middle where there is one.
  package static func edge(between lower: Float, and upper: Float) -> Float {
    let middle = Float((Double(lower) + Double(upper)) / 2)
    return middle < upper ? max(middle, lower) : upper.nextDown
  }
}
