import CIntrinsics

/// 1 / (1 + e^−x), without overflow.
public func sigmoid(_ x: Double) -> Double {
  if x >= 0 { return 1 / (1 + exp(-x)) }
  let e = exp(x)
  return e / (1 + e)
}

/// ln(p / (1 − p)); ∓infinity at 0 and 1.
public func logit(_ probability: Double) -> Double {
  log(probability) - log1p(-probability)
}

/// ln(1 + e^x), without overflow.
public func softplus(_ x: Double) -> Double {
  max(x, 0) + log1p(exp(-abs(x)))
}
