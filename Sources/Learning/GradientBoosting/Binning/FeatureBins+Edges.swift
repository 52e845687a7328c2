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
