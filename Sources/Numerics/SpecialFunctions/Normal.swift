import CIntrinsics

/// Φ(x) of the standard normal distribution, to full precision in both tails.
public func normalCDF(_ x: Double) -> Double {
  0.5 * erfc(-x / 2.0.squareRoot())
}

/// Φ⁻¹(p): the rational start of Abramowitz & Stegun 26.2.23, refined by Halley's method on `erfc`.
///
/// - Returns: ∓infinity at 0 and 1, NaN outside 0...1.
public func normalQuantile(_ probability: Double) -> Double {
  guard probability > 0, probability < 1 else {
    return probability == 0 ? -.infinity : probability == 1 ? .infinity : .nan
  }
  // The upper half by symmetry: 1 − p is exact for p ≥ ½, and only small tails keep their digits.
  return probability <= 0.5 ? lowerNormalQuantile(probability) : -lowerNormalQuantile(1 - probability)
}

private func lowerNormalQuantile(_ probability: Double) -> Double {
  let t = (-2 * log(probability)).squareRoot()
  let numerator = 2.515517 + t * (0.802853 + t * 0.010328)
  let denominator = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308))
  var x = numerator / denominator - t
  for _ in 0..<3 {
    let step = (normalCDF(x) - probability) * (2 * Double.pi).squareRoot() * exp(x * x / 2)
    x -= step / (1 + x * step / 2)
  }
  return x
}
