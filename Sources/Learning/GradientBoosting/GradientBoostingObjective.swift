/// What the trees minimize, and with it the scale of raw scores.
package enum GradientBoostingObjective: Sendable, Hashable {
  /// Log-loss of targets 0 and 1; raw scores are log-odds, responses probabilities.
  case logistic
  /// Half the squared error of any target; raw scores are responses.
  case squaredError
  /// Pinball loss at `alpha` in (0, 1) (Koenker & Bassett 1978); raw scores are responses.
  case quantile(alpha: Double)
  /// Tweedie deviance of targets ≥ 0 with variance `power` in 1.1...1.9; raw scores are logs of responses.
  case tweedie(power: Double)
}

extension GradientBoostingObjective {
  /// The arithmetic of this objective: looked up once a pass, never a row.
  var loss: any BoostingLoss {
    switch self {
    case .logistic: LogisticLoss()
    case .squaredError: SquaredErrorLoss()
    case .quantile(let alpha): QuantileLoss(alpha: alpha)
    case .tweedie(let power): TweedieLoss(power: power)
    }
  }

  /// Why `target` cannot be learned, or nil where it can.
  func complaint(about target: Double) -> GradientBoostingError.TargetRequirement? {
    guard target.magnitude <= Double(Float.greatestFiniteMagnitude) else { return .finite }
    switch self {
    case .logistic: return target == 0 || target == 1 ? nil : .zeroOrOne
    case .tweedie: return target >= 0 ? nil : .notNegative
    case .squaredError, .quantile: return nil
    }
  }
}
