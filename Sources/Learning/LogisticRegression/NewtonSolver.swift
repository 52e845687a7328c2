import Numerics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Maximises a penalised log-likelihood on standardised features by Newton's method with step-halving.
struct NewtonSolver {
  /// − ½ Σ ridge · point², or Firth's ½ ln det of the information.
  enum Objective {
    case ridge([Double])
    case firth
  }

  var design: LogisticDesign
  let objective: Objective
  let selection: RowSelection
  /// Sum of the weights of all rows.
  let totalWeight: Double
  /// Greatest |z| of each column: bounds how far a step moves any row.
  let reach: [Double]

  /// Steps taken so far.
  private(set) var iterations = 0
  private(set) var converged = false
  private(set) var separatingDirection: [Double]?

  init(
    design: LogisticDesign, objective: Objective, selection: RowSelection = .all, totalWeight: Double, reach: [Double]
  ) {
    self.design = design
    self.objective = objective
    self.selection = selection
    self.totalWeight = totalWeight
    self.reach = reach
  }
}

/// A point and all that is known there.
struct NewtonState {
  var point: [Double]
  var summary: NewtonSummary
  /// Penalised log-likelihood; −infinity where Firth's information is singular.
  var value: Double
  /// Gradient of `value`.
  var gradient: [Double]
  /// Factor of the penalised information; nil where it is singular.
  var factor: CholeskyFactor?
}

extension NewtonSolver {
  /// Least share of a column that must be left over after the others for a Cholesky step.
  static let independence = 1e-12

  /// Runs from `start` until the mean gradient is within `tolerance`, or `maxIterations` steps.
  mutating func run(from start: NewtonState, maxIterations: Int, tolerance: Double) throws(Cancelled) -> NewtonState {
    var state = start
    while true {
      let flat = (state.gradient.map(abs).max() ?? 0) <= tolerance * totalWeight
      let step = newtonStep(state)
      // Under separation the gradient fades while the steps stay about 1: only both together are a maximum.
      if flat, step.map({ travel($0) <= 0.05 }) ?? true {
        converged = true
        return state
      }
      guard iterations < maxIterations, let step else { return state }
      if flat, isUnpenalized, try isSeparating(step) {
        separatingDirection = step
        return state
      }
      iterations += 1
      guard let next = try improve(state, along: step) else {
        // No step of any length helps: as good as the arithmetic allows.
        converged = flat || (state.gradient.map(abs).max() ?? 0) <= 1e-6 * totalWeight
        return state
      }
      state = next
    }
  }

  /// Bounds how far a step moves the predictor of any row.
  private func travel(_ step: [Double]) -> Double {
    zip(step, reach).reduce(0) { $0 + abs($1.0) * $1.1 }
  }

  /// Evaluates `point` with one pass (two for Firth's gradient).
  func evaluate(_ point: [Double]) throws(Cancelled) -> NewtonState {
    var summary = try design.newtonSummary(at: point, selection)
    if selection.stride > 1 { summary.scale(by: Double(selection.stride)) }
    switch objective {
    case .ridge(let ridge): return ridgeState(point, summary, ridge)
    case .firth: return try firthState(point, summary)
    }
  }

  private var isUnpenalized: Bool {
    if case .ridge(let ridge) = objective { ridge.allSatisfy { $0 == 0 } } else { false }
  }

  private func isSeparating(_ direction: [Double]) throws(Cancelled) -> Bool {
    let margins = try design.margins(along: direction)
    return margins.greatest > 0 && margins.least >= -1e-5 * margins.greatest
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

  /// The penalised information; 1 on the diagonal of a column that takes no part, whose coefficient so stays 0.
  private func curvature(_ summary: NewtonSummary) -> Matrix<Double> {
    var curvature = summary.information
    for index in 0..<design.width {
      if case .ridge(let ridge) = objective { curvature[index, index] += ridge[index] }
      if curvature[index, index] == 0 { curvature[index, index] = 1 }
    }
    return curvature
  }

  private func newtonStep(_ state: NewtonState) -> [Double]? {
    if let factor = state.factor { return factor.solve(state.gradient) }
    var curvature = curvature(state.summary)
    curvature.copyLowerTriangleToUpper()
    return curvature.leastNormSolution(state.gradient)?.solution
  }

  /// The first of the full step, its half, its quarter… that does not lower the value by more than rounding.
  private func improve(_ state: NewtonState, along step: [Double]) throws(Cancelled) -> NewtonState? {
    var length = 1.0
    for _ in 0..<30 {
      let candidate = try evaluate(zip(state.point, step).map { $0 + length * $1 })
      let slack = 1e-13 * abs(state.value)
      if candidate.value >= state.value - slack { return candidate }
      length /= 2
    }
    return nil
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
