import CIntrinsics

/// Log-loss of 0/1 targets on the log-odds scale.
struct LogisticLoss: BoostingLoss {
  var renewal: LeafRenewal { .newtonStep }

  func startingScore(targets: [Double], weights: [Double]?) -> Double {
    let mean = weightedMean(targets, weights)
    return log(mean / (1 - mean))
  }

  func derivatives(score: Double, target: Double) -> GradientPair {
    let probability = response(score)
    return GradientPair(gradient: probability - target, hessian: probability * (1 - probability))
  }

  func loss(score: Double, target: Double) -> Double {
    // log(1 + e^s) − y·s, without overflow for large scores.
    max(score, 0) + log1p(exp(-score.magnitude)) - target * score
  }

  func response(_ score: Double) -> Double { 1 / (1 + exp(-score)) }
}

/// Half the squared error.
struct SquaredErrorLoss: BoostingLoss {
  var renewal: LeafRenewal { .newtonStep }

  func startingScore(targets: [Double], weights: [Double]?) -> Double { weightedMean(targets, weights) }

  func derivatives(score: Double, target: Double) -> GradientPair {
    GradientPair(gradient: score - target, hessian: 1)
  }

  func loss(score: Double, target: Double) -> Double { (score - target) * (score - target) / 2 }

  func response(_ score: Double) -> Double { score }
}

/// Pinball loss (Koenker & Bassett 1978).
struct QuantileLoss: BoostingLoss {
  let alpha: Double

  var renewal: LeafRenewal { .residualQuantile(alpha) }

  func startingScore(targets: [Double], weights: [Double]?) -> Double {
    guard let weights else {
      var values = targets
      return unweightedQuantile(alpha, &values)
    }
    var pairs = targets.indices.map { (value: targets[$0], weight: weights[$0]) }
    return weightedQuantile(alpha, &pairs)
  }

  func derivatives(score: Double, target: Double) -> GradientPair {
    GradientPair(gradient: score >= target ? 1 - alpha : -alpha, hessian: 1)
  }

  func loss(score: Double, target: Double) -> Double {
    let residual = target - score
    return residual >= 0 ? alpha * residual : (alpha - 1) * residual
  }

  func response(_ score: Double) -> Double { score }
}

/// Tweedie deviance without its constant part, on the log scale (Jørgensen 1987; as in Yang, Qian & Zou 2018).
struct TweedieLoss: BoostingLoss {
  let power: Double

  var renewal: LeafRenewal { .newtonStep }

  func startingScore(targets: [Double], weights: [Double]?) -> Double { log(weightedMean(targets, weights)) }

  func derivatives(score: Double, target: Double) -> GradientPair {
    let observed = target * exp((1 - power) * score)
    let expected = exp((2 - power) * score)
    return GradientPair(gradient: expected - observed, hessian: (2 - power) * expected - (1 - power) * observed)
  }

  func loss(score: Double, target: Double) -> Double {
    exp((2 - power) * score) / (2 - power) - target * exp((1 - power) * score) / (1 - power)
  }

  func response(_ score: Double) -> Double { exp(score) }
}
