import Numerics

extension NewtonSolver {
  /// Evaluates `point` with one pass (two for Firth's gradient).
  func evaluate(_ point: [Double]) throws(Cancelled) -> NewtonState {
    var summary = try design.newtonSummary(at: point, selection)
    if selection.stride > 1 { summary.scale(by: Double(selection.stride)) }
    switch objective {
    case .ridge(let ridge): return ridgeState(point, summary, ridge)
    case .firth: return try firthState(point, summary)
    }
  }

  private func ridgeState(_ point: [Double], _ summary: NewtonSummary, _ ridge: [Double]) -> NewtonState {
    var value = summary.logLikelihood
    var gradient = summary.gradient
    for index in point.indices {
      value -= 0.5 * ridge[index] * point[index] * point[index]
      gradient[index] -= ridge[index] * point[index]
    }
    return NewtonState(
      point: point, summary: summary, value: value, gradient: gradient,
      factor: CholeskyFactor(curvature(summary), tolerance: Self.independence))
  }

  private func firthState(_ point: [Double], _ summary: NewtonSummary) throws(Cancelled) -> NewtonState {
    guard let factor = CholeskyFactor(curvature(summary), tolerance: Self.independence) else {
      return NewtonState(
        point: point, summary: summary, value: -.infinity, gradient: summary.gradient, factor: nil)
    }
    return NewtonState(
      point: point, summary: summary, value: summary.logLikelihood + 0.5 * factor.logDeterminant,
      gradient: try design.firthGradient(at: point, factor: factor), factor: factor)
  }

  /// The penalized information; 1 on the diagonal of a column that takes no part, whose coefficient therefore stays 0.
  func curvature(_ summary: NewtonSummary) -> Matrix<Double> {
    var curvature = summary.information
    for index in 0..<design.width {
      if case .ridge(let ridge) = objective { curvature[index, index] += ridge[index] }
      if curvature[index, index] == 0 { curvature[index, index] = 1 }
    }
    return curvature
  }
}

extension NewtonSummary {
  /// Makes the sums over a sample stand for all rows.
  mutating func scale(by factor: Double) {
    logLikelihood *= factor
    for index in gradient.indices { gradient[index] *= factor }
    for index in information.elements.indices { information.elements[index] *= factor }
  }
}
