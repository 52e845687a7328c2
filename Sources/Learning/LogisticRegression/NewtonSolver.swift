import Numerics

/// Maximizes a penalized log-likelihood on standardized features by Newton's method with step-halving.
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

/// A point and everything computed there.
struct NewtonState {
  var point: [Double]
  var summary: NewtonSummary
  /// Penalized log-likelihood; −infinity where Firth's information is singular.
  var value: Double
  /// Gradient of `value`.
  var gradient: [Double]
  /// Factor of the penalized information; nil where it is singular.
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

  private var isUnpenalized: Bool {
    if case .ridge(let ridge) = objective { ridge.allSatisfy { $0 == 0 } } else { false }
  }

  private func isSeparating(_ direction: [Double]) throws(Cancelled) -> Bool {
    let margins = try design.margins(along: direction)
    return margins.greatest > 0 && margins.least >= -1e-5 * margins.greatest
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
