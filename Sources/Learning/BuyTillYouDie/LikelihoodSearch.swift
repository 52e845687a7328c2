/// Maximum likelihood of positive parameters from several starts.
struct LikelihoodSearch {
  let settings: LikelihoodFitSettings
  /// Weight of all customers: gradients and values are judged a customer.
  let customers: Double

  /// Parameters stay within e^±10 of the data's own units: beyond, what they describe is the same for all customers.
  static let bound = 10.0

  struct Maximum {
    var logParameters: [Double]
    var logLikelihood: Double
    var convergence: Convergence
  }

  /// - Parameters:
  ///   - starts: log parameters, in order of trust; the first `settings.starts` are tried.
  ///   - logLikelihood: value and gradient by log parameter.
  /// - Returns: nil where no start has a finite likelihood.
  func maximize(
    from starts: [[Double]], _ logLikelihood: ([Double]) throws -> BoundedBFGS.Evaluation
  ) rethrows -> Maximum? {
    let search = BoundedBFGS(
      bound: Self.bound, maxIterations: settings.maxIterations, tolerance: settings.tolerance)
    let ends = try starts.prefix(settings.starts).compactMap { start in
      try search.minimize(from: start) { point in
        let evaluation = try logLikelihood(point)
        return BoundedBFGS.Evaluation(
          value: -evaluation.value / customers, gradient: evaluation.gradient.map { -$0 / customers })
      }
    }
    guard var best = ends.first else { return nil }
    for end in ends.dropFirst() where end.value < best.value - 1e-12 * abs(best.value) { best = end }
    let agreeing = ends.count { $0.value <= best.value + 1e-6 }
    return Maximum(
      logParameters: best.point, logLikelihood: -best.value * customers,
      convergence: Convergence(
        outcome: best.outcome, iterations: best.iterations, gradient: best.gradient, agreeingStarts: agreeing))
  }
}
