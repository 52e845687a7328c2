import Numerics

extension LikelihoodSearch {
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
  /// - Returns: ends of `whole`, one for each start that led to it; nil where a parameter is not determined well enough to
  ///   go on from a sample: towards the edge the likelihood is so flat that a search may not leave it although all
  ///   observations would, or may stop on the way.
  func ends(from starts: [[Double]], on sample: Objective, then whole: Objective) throws -> [BoundedBFGS.Minimum]? {
    let ofSample = try starts.compactMap { try end(from: $0, of: sample) }
    guard let best = Self.best(of: ofSample) else { return nil }
    var ends: [BoundedBFGS.Minimum] = []
    var known: [(ofSample: [Double], ofWhole: BoundedBFGS.Minimum)] = []
    for end in ofSample where end.value <= best.value + Self.indistinguishable / sample.weight {
      if let same = known.first(where: { Self.areNear($0.ofSample, end.point) }) {
        ends.append(same.ofWhole)
        continue
      }
      guard !Self.isAtEdge(end), let next = try continued(end, sample, whole), !Self.isAtEdge(next) else { return nil }
      known.append((end.point, next))
      ends.append(next)
    }
    return ends
  }

  /// Differences of ln L on a sample up to this are chance: 2 · 10 is beyond χ² of four parameters in 1 of 2,000 cases.
  private static let indistinguishable = 10.0

  private static func areNear(_ point: [Double], _ other: [Double]) -> Bool {
    zip(point, other).allSatisfy { abs($0 - $1) < 0.1 }
  }

  /// From the end on a sample, with its curvature there; nil where there is none.
  private func continued(
    _ end: BoundedBFGS.Minimum, _ sample: Objective, _ whole: Objective
  ) throws -> BoundedBFGS.Minimum? {
    guard let covariance = try sample.covariance(at: end.point) else { return nil }
    let metric = end.point.indices.map { row in end.point.indices.map { sample.weight * covariance[row, $0] } }
    var next = try self.end(from: end.point, metric: metric, of: whole)
    next?.iterations += end.iterations
    return next
  }
}
