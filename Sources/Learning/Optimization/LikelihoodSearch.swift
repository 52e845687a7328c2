/// Maximum likelihood of positive parameters from several starts.
struct LikelihoodSearch {
  /// BFGS steps at most, from each start.
  let maxIterations: Int
  /// A start has converged when no element of the gradient by log parameter exceeds this, per unit of weight.
  let tolerance: Double
  /// Starts to try.
  let starts: Int
  /// Of all observations: gradients and values are judged per unit of it.
  let weight: Double

  /// Parameters stay within e^±10 of the data's own units: beyond, what they describe is the same for all customers.
  static let bound = 10.0
  /// Within a factor of e of its bound a parameter is as good as there: on the way the likelihood is so flat that a
  /// search may stop for its rounding, or for its gradient, before it arrives.
  static let edge = bound - 1

  struct Maximum {
    var logParameters: [Double]
    var logLikelihood: Double
    var convergence: Convergence
  }

  /// - Parameters:
  ///   - points: log parameters, in order of trust; the first `starts` of these are tried.
  ///   - logLikelihood: value and gradient by log parameter.
  /// - Returns: nil where no start has a finite likelihood.
  func maximize(
    from points: [[Double]], _ logLikelihood: ([Double]) throws -> BoundedBFGS.Evaluation
  ) rethrows -> Maximum? {
    let search = BoundedBFGS(
      bound: Self.bound, maxIterations: maxIterations, tolerance: tolerance)
    let ends = try points.prefix(starts).compactMap { start in
      try search.minimize(from: start) { point in
        let evaluation = try logLikelihood(point)
        return BoundedBFGS.Evaluation(
          value: -evaluation.value / weight, gradient: evaluation.gradient.map { -$0 / weight })
      }
    }
    guard var best = ends.first else { return nil }
    for end in ends.dropFirst() where end.value < best.value - 1e-12 * abs(best.value) { best = end }
    let agreeing = ends.count { $0.value <= best.value + 1e-6 }
    let isAtEdge = best.point.contains { abs($0) > Self.edge }
    return Maximum(
      logParameters: best.point, logLikelihood: -best.value * weight,
      convergence: Convergence(
        outcome: isAtEdge ? .atBoundary : best.outcome, iterations: best.iterations, gradient: best.gradient,
        agreeingStarts: agreeing))
  }
}
