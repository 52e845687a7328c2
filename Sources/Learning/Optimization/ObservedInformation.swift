import Numerics

extension LikelihoodSearch.Maximum {
  /// Standard errors of the log parameters, which are the relative errors of the parameters (delta method).
  ///
  /// - Parameter objective: that was maximized.
  /// - Returns: nil unless the search arrived within its bounds and the information is positive definite there.
  func relativeErrors(_ objective: LikelihoodSearch.Objective) throws -> [Double]? {
    guard convergence.outcome == .converged || convergence.outcome == .stalled,
      let covariance = try objective.covariance(at: logParameters)
    else { return nil }
    return logParameters.indices.map { covariance[$0, $0].squareRoot() }
  }
}

extension LikelihoodSearch.Objective {
  /// The inverse of the observed information by log parameter, by central differences of the gradient.
  ///
  /// - Returns: nil unless the information is positive definite.
  func covariance(at point: [Double]) throws -> Matrix<Double>? {
    let size = point.count
    var information = Matrix<Double>(rows: size, columns: size)
    for column in 0..<size {
      let (ahead, behind) = (
        try gradient(at: point, moving: column, by: Self.step), try gradient(at: point, moving: column, by: -Self.step)
      )
      for row in 0..<size {
        // Each element twice, as the mean of both derivatives.
        let second = (behind[row] - ahead[row]) / (4 * Self.step)
        information[row, column] += second
        information[column, row] += second
      }
    }
    guard information.elements.allSatisfy(\.isFinite) else { return nil }
    return CholeskyFactor(information, tolerance: Self.leastShare)?.inverse
  }

  /// The cube root of a double's precision, roughly: what is cut off and what is rounded are about equal.
  private static var step: Double { 1e-4 }
  /// Differences are good to about 1e-8 of their size; less independence than this is noise.
  private static var leastShare: Double { 1e-7 }

  private func gradient(at point: [Double], moving place: Int, by step: Double) throws -> [Double] {
    var point = point
    point[place] += step
    return try evaluate(point).gradient
  }
}
