import Numerics

extension LikelihoodSearch.Maximum {
  /// Standard errors of the log parameters, which are the relative errors of the parameters (delta method): the inverse
  /// of the observed information, by central differences of the gradient.
  ///
  /// - Parameter logLikelihood: that was maximized.
  /// - Returns: nil unless the search arrived within its bounds and the information is positive definite there.
  func relativeErrors(
    _ logLikelihood: ([Double]) throws -> BoundedBFGS.Evaluation
  ) rethrows -> [Double]? {
    guard convergence.outcome == .converged || convergence.outcome == .stalled else { return nil }
    let size = logParameters.count
    var information = Matrix<Double>(rows: size, columns: size)
    for column in 0..<size {
      let (ahead, behind) = (
        try gradient(moving: column, by: Self.step, logLikelihood),
        try gradient(moving: column, by: -Self.step, logLikelihood)
      )
      for row in 0..<size {
        // Each element twice, as the mean of both derivatives.
        let second = (behind[row] - ahead[row]) / (4 * Self.step)
        information[row, column] += second
        information[column, row] += second
      }
    }
    guard information.elements.allSatisfy(\.isFinite),
      let factor = CholeskyFactor(information, tolerance: Self.leastShare)
    else { return nil }
    let covariance = factor.inverse
    return (0..<size).map { covariance[$0, $0].squareRoot() }
  }

  /// The cube root of a double's precision, roughly: what is cut off and what is rounded are about equal.
  private static var step: Double { 1e-4 }
  /// Differences are good to about 1e-8 of their size; less independence than this is noise.
  private static var leastShare: Double { 1e-7 }

  private func gradient(
    moving place: Int, by step: Double, _ logLikelihood: ([Double]) throws -> BoundedBFGS.Evaluation
  ) rethrows -> [Double] {
    var point = logParameters
    point[place] += step
    return try logLikelihood(point).gradient
  }
}
