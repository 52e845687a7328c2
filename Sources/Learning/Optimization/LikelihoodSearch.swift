/// Maximum likelihood of positive parameters from several starts.
struct LikelihoodSearch {
  /// BFGS steps at most, from each start.
  let maxIterations: Int
  /// A start has converged when no element of the gradient by log parameter exceeds this, per unit of weight.
  let tolerance: Double

  /// Parameters stay within e^±10 of the data's own units: beyond, what they describe is the same for all customers.
  static let bound = 10.0
  /// Within a factor of e of its bound a parameter is as good as there: on the way the likelihood is so flat that a
  /// search may stop for its rounding, or for its gradient, before it arrives.
  static let edge = bound - 1

  /// A log-likelihood: value and gradient by log parameter.
  struct Objective {
    /// Of all observations: gradients and values are judged per unit of it.
    let weight: Double
    let evaluate: ([Double]) throws -> BoundedBFGS.Evaluation
  }

  struct Maximum {
    var logParameters: [Double]
    var logLikelihood: Double
    var convergence: Convergence
  }
}

extension LikelihoodSearch {
  /// - Parameters:
  ///   - starts: log parameters, in order of trust.
  ///   - sample: the same of a few of the observations, searched from the starts in place of `whole`, which is then
  ///     searched from the ends, unless a parameter is hardly determined; nil to search `whole` only.
  ///   - whole: what is maximized.
  /// - Returns: nil where no start has a finite likelihood.
  /// - Throws: what the objectives throw.
  func maximize(from starts: [[Double]], on sample: Objective?, then whole: Objective) throws -> Maximum? {
    let ends =
      try sample.flatMap { try self.ends(from: starts, on: $0, then: whole) }
      ?? starts.compactMap { try end(from: $0, of: whole) }
    guard let best = Self.best(of: ends) else { return nil }
    return Maximum(
      logParameters: best.point, logLikelihood: -best.value * whole.weight,
      convergence: Convergence(
        outcome: Self.isAtEdge(best) ? .atBoundary : best.outcome, iterations: best.iterations,
        gradient: best.gradient, agreeingStarts: ends.count { $0.value <= best.value + 1e-6 }))
  }
}
