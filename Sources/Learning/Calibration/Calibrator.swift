/// Maps a model's probabilities to calibrated ones; never reverses an order.
package enum Calibrator: Sendable, Hashable, Codable {
  case identity
  /// Linear between knots that ascend in both coordinates, constant beyond the first and the last; never 0 or 1.
  case isotonic(knots: [Knot])
  /// Platt (1999) on log-odds: 1 / (1 + exp(−(slope · logit p + intercept))), slope ≥ 0.
  case platt(slope: Double, intercept: Double)

  /// A point of the calibration curve.
  package struct Knot: Sendable, Hashable, Codable {
    /// The model's.
    package let probability: Double
    /// What it is mapped to.
    package let calibrated: Double

    package init(probability: Double, calibrated: Double) {
      self.probability = probability
      self.calibrated = calibrated
    }
  }

  /// The ways to calibrate, the simplest first.
  package enum Method: String, Sendable, Hashable, Codable, CaseIterable {
    case identity
    case platt
    case isotonic
  }
}
