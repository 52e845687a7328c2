package import Numerics

extension Calibrator {
  /// How the calibrator was fitted.
  package var method: Method {
    switch self {
    case .identity: .identity
    case .isotonic: .isotonic
    case .platt: .platt
    }
  }

  /// The calibrated probability of one in 0...1.
  package func callAsFunction(_ probability: Double) -> Double {
    switch self {
    case .identity: probability
    case .isotonic(let knots): interpolate(knots, probability)
    case .platt(let slope, let intercept): sigmoid(slope * boundedLogit(probability) + intercept)
    }
  }

  /// Calibrates each probability.
  package func calibrate(_ probabilities: [Double], context: ExecutionContext) throws(Cancelled) -> [Double] {
    try context.array(of: probabilities.count) { rows, output in
      for row in rows { output[row] = self(probabilities[row]) }
    }
  }

  private func interpolate(_ knots: [Knot], _ probability: Double) -> Double {
    guard let first = knots.first, let last = knots.last, !probability.isNaN else { return probability }
    if probability <= first.probability { return first.calibrated }
    if probability >= last.probability { return last.calibrated }
    let high = knots.partitioningIndex { $0.probability > probability }
    let (left, right) = (knots[high - 1], knots[high])
    let share = (probability - left.probability) / (right.probability - left.probability)
    return left.calibrated + share * (right.calibrated - left.calibrated)
  }
}

/// Log-odds of a probability kept 10⁻¹² from 0 and 1.
func boundedLogit(_ probability: Double) -> Double {
  logit(min(max(probability, 1e-12), 1 - 1e-12))
}

/// The probability for the population, where positives were weighted (or drawn) `positiveWeightRatio` times as much as
/// negatives in training: odds divided by the ratio.
///
/// - Parameter positiveWeightRatio: weight of a positive over the weight of a negative; above 0.
package func undoReweighting(_ probability: Double, positiveWeightRatio: Double) -> Double {
  precondition(positiveWeightRatio > 0, "a ratio of weights is positive")
  return probability / (probability + (1 - probability) * positiveWeightRatio)
}
