import CIntrinsics

/// ln |Γ(x)|; unlike the C library's `lgamma` it writes no global variable, so it is thread-safe.
public func logGamma(_ x: Double) -> Double {
  var sign: Int32 = 0
  return lgamma_r(x, &sign)
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
  let inverse = 1 / x
  let square = inverse * inverse
  let series = digammaSeries.reversed().reduce(0) { sum, coefficient in (sum + coefficient) * square }
  return log(x) - inverse / 2 - series - shift
}

/// B₂ₖ / 2k for k = 1…7, B the Bernoulli numbers.
private let digammaSeries: [Double] = [
  1.0 / 12, -1.0 / 120, 1.0 / 252, -1.0 / 240, 1.0 / 132, -691.0 / 32760, 1.0 / 12,
]
