import Numerics

extension LikelihoodSearch {
  /// A start, and where a search from it ended.
  private struct Path {
    var start: [Double]
    var end: BoundedBFGS.Minimum
  }

  func end(
    from start: [Double], metric: [[Double]]? = nil, of objective: Objective
  ) throws -> BoundedBFGS.Minimum? {
    let weight = objective.weight
    return try BoundedBFGS(bound: Self.bound, maxIterations: maxIterations, tolerance: tolerance)
      .minimize(from: start, metric: metric) { point in
        let evaluation = try objective.evaluate(point)
        return BoundedBFGS.Evaluation(
          value: -evaluation.value / weight, gradient: evaluation.gradient.map { -$0 / weight })
      }
  }

  /// The earliest of equals.
  static func best(of ends: [BoundedBFGS.Minimum]) -> BoundedBFGS.Minimum? {
    guard var best = ends.first else { return nil }
    for end in ends.dropFirst() where end.value < best.value - 1e-12 * abs(best.value) { best = end }
    return best
  }

  static func isAtEdge(_ end: BoundedBFGS.Minimum) -> Bool { end.point.contains { abs($0) > edge } }

  /// Searches a sample from each start, and `whole` from every end that the sample cannot tell from its best one.
  ///
  /// - Returns: ends of `whole`, one for each start that led to it.
  func ends(from starts: [[Double]], on sample: Objective, then whole: Objective) throws -> [BoundedBFGS.Minimum] {
    let paths = try starts.compactMap { start in
      try end(from: start, of: sample).map { Path(start: start, end: $0) }
    }
    guard let best = Self.best(of: paths.map(\.end)) else { return [] }
    let rivals = paths.filter { $0.end.value <= best.value + Self.indistinguishable / sample.weight }
    let leader = rivals.firstIndex { $0.end.value == best.value }!
    var found: [(path: Path, end: BoundedBFGS.Minimum?)] = []
    var ends: [BoundedBFGS.Minimum] = []
    // The best one first: it stands for all that are about the same.
    for path in [rivals[leader]] + rivals[..<leader] + rivals[(leader + 1)...] {
      let known = found.first { Self.areAlike($0.path.end, path.end) }
      if known == nil { found.append((path, try continued(path, sample, whole))) }
      let (other, end) = known ?? found[found.count - 1]
      if let end, path.end.value <= other.end.value + Self.agreement { ends.append(end) }
    }
    return ends
  }

  /// Ends this close, per unit of weight, are as good as each other.
  static let agreement = 1e-6

  /// Differences of ln L on a sample up to this are chance: 2 · 10 is beyond χ² of four parameters in 1 of 2,000 cases.
  private static let indistinguishable = 10.0

  /// Near each other, or both at the edge, where they may be far from each other and about as good.
  private static func areAlike(_ end: BoundedBFGS.Minimum, _ other: BoundedBFGS.Minimum) -> Bool {
    isAtEdge(end) && isAtEdge(other) || zip(end.point, other.point).allSatisfy { abs($0 - $1) < 0.1 }
  }

  /// From the end on a sample, with its curvature there. At the edge the likelihood is so flat that a search may not
  /// leave it although all observations would: from the start too, then.
  private func continued(_ path: Path, _ sample: Objective, _ whole: Objective) throws -> BoundedBFGS.Minimum? {
    if Self.isAtEdge(path.end) {
      let ends = [
        try end(from: path.start, of: whole), try end(from: path.end.point, of: whole),
      ].compactMap { $0 }
      return Self.best(of: ends)
    }
    let covariance = try sample.covariance(at: path.end.point)
    let metric = covariance.map { covariance in
      path.end.point.indices.map { row in path.end.point.indices.map { sample.weight * covariance[row, $0] } }
    }
    var next = try end(from: path.end.point, metric: metric, of: whole)
    next?.iterations += path.end.iterations
    return next
  }
}
