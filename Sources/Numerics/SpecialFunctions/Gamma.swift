import CIntrinsics

/// ln |Γ(x)|; unlike the C library's `lgamma` it writes no global variable, so it is thread-safe.
public func logGamma(_ x: Double) -> Double {
  var sign: Int32 = 0
  return lgamma_r(x, &sign)
}

/// ln of the Pochhammer symbol (rising factorial), ln Γ(x + n) − ln Γ(x), for x > 0 and n ≥ 0, to a few 1e-16 of its size
/// plus those of n: where x is large, the difference of two `logGamma` would lose as many digits as these have before the
/// point.
///
/// Stirling's series of both, subtracted term by term; x is lifted above 10 first, as in `digamma`.
public func logPochhammer(at x: Double, by n: Double) -> Double {
  precondition(x > 0 && n >= 0, "the gamma function is for positive arguments here")
  var (x, lifted) = (x, 1.0)
  while x < 10 {
    lifted *= x / (x + n)
    x += 1
  }
  let end = x + n
  return log(lifted) + (x - 0.5) * log1p(n / x) + n * (log(end) - 1) + stirlingRest(end) - stirlingRest(x)
}

/// ln Γ(x) − [(x − ½) ln x − x + ½ ln 2π] = Σ B₂ₖ / (2k (2k − 1) x²ᵏ⁻¹), for x ≥ 10.
private func stirlingRest(_ x: Double) -> Double {
  let inverse = 1 / x
  let square = inverse * inverse
  var sum = 0.0
  for k in digammaSeries.indices.reversed() { sum = sum * square + digammaSeries[k] / Double(2 * k + 1) }
  return sum * inverse
}

/// ψ(x + n) − ψ(x) for x > 0 and n ≥ 0, to a few 1e-16 of its size.
public func digammaIncrease(at x: Double, by n: Double) -> Double {
  precondition(x > 0 && n >= 0, "digamma is for positive arguments here")
  var (x, lifted) = (x, 0.0)
  while x < 10 {
    lifted += n / (x * (x + n))
    x += 1
  }
  let end = x + n
  return lifted + log1p(n / x) + n / (2 * x * end) + digammaRest(x) - digammaRest(end)
}

/// Σ B₂ₖ / (2k x²ᵏ), for x ≥ 10.
private func digammaRest(_ x: Double) -> Double {
  let square = 1 / (x * x)
  var sum = 0.0
  for k in digammaSeries.indices.reversed() { sum = (sum + digammaSeries[k]) * square }
  return sum
}

/// ψ(x) = d ln Γ(x) / dx for x > 0, to about 1e-15 of max(1, |ψ(x)|).
///
/// The recurrence ψ(x) = ψ(x + 1) − 1/x lifts x above 10, where the asymptotic series converges quickly enough
/// (Abramowitz & Stegun 1964, 6.3.5 and 6.3.18).
public func digamma(_ x: Double) -> Double {
  precondition(x > 0, "digamma is for positive arguments here")
  var x = x
  var shift = 0.0
  while x < 10 {
    shift += 1 / x
    x += 1
  }
  return log(x) - 1 / x / 2 - digammaRest(x) - shift
}

/// B₂ₖ / 2k for k = 1…7, B the Bernoulli numbers.
private let digammaSeries: [Double] = [
  1.0 / 12, -1.0 / 120, 1.0 / 252, -1.0 / 240, 1.0 / 132, -691.0 / 32760, 1.0 / 12,
]
