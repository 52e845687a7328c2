/// Minimizes a smooth function of a few variables inside a box, from a given start.
///
/// BFGS on the inverse Hessian with a weak-Wolfe bisection search (Nocedal & Wright 2006, ch. 6; Lewis & Overton 2013).
/// A variable at its bound whose gradient points outwards is held there.
struct BoundedBFGS {
  /// Value and gradient at a point; a value that is not finite is a point to keep away from.
  typealias Objective = ([Double]) throws -> Evaluation

  struct Evaluation {
    var value: Double
    var gradient: [Double]
  }

  struct Minimum {
    var point: [Double]
    var value: Double
    /// Largest absolute element of the gradient of the variables that are not held at a bound.
    var gradient: Double
    var iterations: Int
    var outcome: Convergence.Outcome
  }

  /// Every variable stays within ± this.
  let bound: Double
  let maxIterations: Int
  let tolerance: Double
}

extension BoundedBFGS {
  /// - Parameter metric: what the inverse Hessian at `start` is about; nil where nothing is known of it.
  /// - Returns: nil where the objective is not finite at `start`.
  func minimize(
    from start: [Double], metric: [[Double]]? = nil, _ objective: Objective
  ) rethrows -> Minimum? {
    var point = start
    var here = try objective(point)
    guard here.value.isFinite else { return nil }
    var inverseHessian = metric ?? identity(start.count, scale: 1)
    var held = heldVariables(point, here.gradient)
    var isFresh = metric == nil
    var idleSteps = 0
    for iteration in 0..<maxIterations {
      if norm(here.gradient, held) <= tolerance {
        return minimum(point, here, held, iteration, .converged)
      }
      if idleSteps == Self.idleLimit { return minimum(point, here, held, iteration, .stalled) }
      var direction = descent(inverseHessian, here.gradient, held)
      if dot(direction, here.gradient) >= 0 {
        inverseHessian = identity(start.count, scale: 1)
        isFresh = true
        direction = descent(inverseHessian, here.gradient, held)
      }
      guard let (next, there) = try search(objective, point, here, direction, isFresh: isFresh) else {
        if isFresh { return minimum(point, here, held, iteration, .stalled) }
        inverseHessian = identity(start.count, scale: 1)
        isFresh = true
        continue
      }
      let step = zip(next, point).map(-)
      let change = zip(there.gradient, here.gradient).map(-)
      idleSteps = there.value < here.value - rounding(here) ? 0 : idleSteps + 1
      (point, here) = (next, there)
      let nowHeld = heldVariables(point, here.gradient)
      if nowHeld != held {
        (held, inverseHessian, isFresh) = (nowHeld, identity(start.count, scale: 1), true)
      } else {
        update(&inverseHessian, step, change, isFresh: isFresh)
        isFresh = false
      }
    }
    return minimum(point, here, held, maxIterations, .iterationsExhausted)
  }

  /// Steps in a row that change the value by no more than its rounding.
  private static let idleLimit = 10

  private func rounding(_ here: Evaluation) -> Double { 1e-13 * abs(here.value) }

  private func minimum(
    _ point: [Double], _ here: Evaluation, _ held: [Bool], _ iterations: Int, _ outcome: Convergence.Outcome
  ) -> Minimum {
    Minimum(
      point: point, value: here.value, gradient: norm(here.gradient, held), iterations: iterations,
      outcome: held.contains(true) ? .atBoundary : outcome)
  }

  private func heldVariables(_ point: [Double], _ gradient: [Double]) -> [Bool] {
    zip(point, gradient).map { x, slope in (x >= bound && slope < 0) || (x <= -bound && slope > 0) }
  }

  /// A step along `direction` that lowers the value enough and, unless a bound ends it, flattens the slope enough.
  private func search(
    _ objective: Objective, _ point: [Double], _ here: Evaluation, _ direction: [Double], isFresh: Bool
  ) rethrows -> ([Double], Evaluation)? {
    let slope = dot(direction, here.gradient)
    let longest = zip(point, direction).reduce(Double.infinity) { longest, element in
      let (x, d) = element
      return d == 0 ? longest : min(longest, ((d > 0 ? bound : -bound) - x) / d)
    }
    guard longest > 0 else { return nil }
    let first = isFresh ? min(1, 1 / direction.lazy.map(abs).max()!) : 1
    var (low, high, length) = (0.0, Double.infinity, min(first, longest))
    // Near the minimum the value no longer changes beyond its rounding, while the gradient still points the way.
    let rounding = rounding(here)
    var accepted: ([Double], Evaluation)?
    for _ in 0..<40 {
      let trial = zip(point, direction).map { x, d in min(max(x + length * d, -bound), bound) }
      let there = try objective(trial)
      if !(there.value <= here.value + max(1e-4 * length * slope, -rounding) + rounding) {
        high = length
      } else {
        accepted = (trial, there)
        if dot(direction, there.gradient) >= 0.9 * slope || length >= longest { return accepted }
        low = length
      }
      length = high.isFinite ? (low + high) / 2 : min(2 * low, longest)
      if high - low <= 1e-14 * high { break }
    }
    return accepted
  }
}

// MARK: - Small dense vectors and matrices

extension BoundedBFGS {
  private func dot(_ x: [Double], _ y: [Double]) -> Double {
    zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
  }

  private func norm(_ gradient: [Double], _ held: [Bool]) -> Double {
    zip(gradient, held).reduce(0) { $1.1 ? $0 : max($0, abs($1.0)) }
  }

  private func identity(_ size: Int, scale: Double) -> [[Double]] {
    (0..<size).map { i in (0..<size).map { j in i == j ? scale : 0 } }
  }

  private func descent(_ inverseHessian: [[Double]], _ gradient: [Double], _ held: [Bool]) -> [Double] {
    let free = zip(gradient, held).map { $1 ? 0 : $0 }
    return zip(inverseHessian, held).map { row, isHeld in isHeld ? 0 : -dot(row, free) }
  }

  /// H ← (I − ρ s yᵀ) H (I − ρ y sᵀ) + ρ s sᵀ, left alone where the curvature sᵀy is not positive.
  private func update(_ inverseHessian: inout [[Double]], _ step: [Double], _ change: [Double], isFresh: Bool) {
    let curvature = dot(step, change)
    let size = step.count
    guard curvature > 1e-300 else { return }
    if isFresh { inverseHessian = identity(size, scale: curvature / dot(change, change)) }
    let image = inverseHessian.map { dot($0, change) }
    let factor = (1 + dot(change, image) / curvature) / curvature
    for i in 0..<size {
      for j in 0..<size {
        inverseHessian[i][j] += factor * step[i] * step[j] - (image[i] * step[j] + step[i] * image[j]) / curvature
      }
    }
  }
}
