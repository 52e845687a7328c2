package import Numerics

extension Calibrator {
  /// Platt scaling of the log-odds by Newton's method with step-halving (Lin, Lin & Weng 2007), with targets
  /// (N₊ + 1) / (N₊ + 2) and 1 / (N₋ + 2) in place of 1 and 0.
  ///
  /// - Parameters:
  ///   - weights: at least 0, one for each row; nil for equal ones.
  ///   - slopeDeviation: standard deviation of a normal prior around 1 of the slope, whose most likely value a posteriori
  ///     is taken; nil for none. Few rows, or probabilities that hardly differ, else leave the slope to chance.
  /// - Returns: `.identity` where all rows have one label, a slope of 0 where the order is reversed.
  package static func fitPlatt(
    probabilities: [Double], labels: [Bool], weights: [Double]? = nil, slopeDeviation: Double? = nil,
    context: ExecutionContext
  ) throws(Cancelled) -> Calibrator {
    precondition(probabilities.count == labels.count, "one label per probability")
    let weights = weights ?? [Double](repeating: 1, count: labels.count)
    let positives = zip(labels, weights).reduce(0) { $1.0 ? $0 + $1.1 : $0 }
    let negatives = weights.reduce(0, +) - positives
    guard positives > 0, negatives > 0 else { return .identity }
    let problem = PlattProblem(
      logOdds: probabilities.map(boundedLogit),
      targets: labels.map { $0 ? (positives + 1) / (positives + 2) : 1 / (negatives + 2) }, weights: weights,
      slopePrecision: slopeDeviation.map { 1 / ($0 * $0) } ?? 0, cancellation: context.cancellation)
    let (slope, intercept) = try problem.solve()
    if slope >= 0 { return .platt(slope: slope, intercept: intercept) }
    return .platt(slope: 0, intercept: logit(problem.meanTarget))
  }
}

private struct PlattProblem {
  let logOdds: [Double]
  let targets: [Double]
  let weights: [Double]
  /// Of the prior of the slope; 0 for none.
  let slopePrecision: Double
  /// Checked before each pass.
  let cancellation: CancellationFlag

  var meanTarget: Double {
    zip(targets, weights).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)
  }

  func solve() throws(Cancelled) -> (slope: Double, intercept: Double) {
    var (slope, intercept) = (0.0, logit(meanTarget))
    var loss = try loss(slope, intercept)
    for _ in 0..<100 {
      let (first, second) = try derivatives(slope, intercept)
      if max(abs(first.slope), abs(first.intercept)) <= 1e-10 * weights.reduce(0, +) { break }
      // A trace of ridge keeps the system regular where all log-odds are equal.
      let a = second.slope * (1 + 1e-12) + 1e-12
      let c = second.intercept * (1 + 1e-12) + 1e-12
      let determinant = a * c - second.both * second.both
      let step = (
        (c * first.slope - second.both * first.intercept) / determinant,
        (a * first.intercept - second.both * first.slope) / determinant
      )
      var length = 1.0
      while length > 1e-10 {
        let next = try self.loss(slope - length * step.0, intercept - length * step.1)
        if next < loss {
          (slope, intercept, loss) = (slope - length * step.0, intercept - length * step.1, next)
          break
        }
        length /= 2
      }
      if length <= 1e-10 { break }
    }
    return (slope, intercept)
  }

  private func loss(_ slope: Double, _ intercept: Double) throws(Cancelled) -> Double {
    try cancellation.check()
    var sum = slopePrecision * (slope - 1) * (slope - 1) / 2
    for row in logOdds.indices {
      let score = slope * logOdds[row] + intercept
      sum += weights[row] * (softplus(score) - targets[row] * score)
    }
    return sum
  }

  private func derivatives(
    _ slope: Double, _ intercept: Double
  ) throws(Cancelled) -> (
    first: (slope: Double, intercept: Double), second: (slope: Double, intercept: Double, both: Double)
  ) {
    try cancellation.check()
    var first = (slope: slopePrecision * (slope - 1), intercept: 0.0)
    var second = (slope: slopePrecision, intercept: 0.0, both: 0.0)
    for row in logOdds.indices {
      let x = logOdds[row]
      let p = sigmoid(slope * x + intercept)
      let residual = weights[row] * (p - targets[row])
      let weight = weights[row] * p * (1 - p)
      first.slope += residual * x
      first.intercept += residual
      second.slope += weight * x * x
      second.intercept += weight
      second.both += weight * x
    }
    return (first, second)
  }
}
