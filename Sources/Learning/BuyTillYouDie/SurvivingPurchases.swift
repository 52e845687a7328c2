import CIntrinsics
import Numerics

/// Purchases of a customer who starts alive, in a period ahead: λ ~ Gamma(shape, rate), p ~ Beta(a, b).
///
/// The paper writes the mean as (a+b−1)/(a−1) · [1 − (α/(α+t))^r · ₂F₁(r, b; a+b−1; t/(α+t))], which is 0/0 at a = 1
/// and has poles where a + b is 1, 0, …. The same number without either: if a customer who never dropped out would make
/// N purchases, N ~ NegativeBinomial(r, α/(α+t)), then the k-th of them happens with probability E[(1−p)^(k−1)], so
///
///     mean = Σₙ P(N = n) · Σ_{k<n} (b)ₖ / (a+b)ₖ
///
/// in which every term is positive: no cancellation, no special case.
struct SurvivingPurchases {
  /// r, or r + x.
  let shape: Double
  /// t / α, or t / (α + T).
  let odds: Double
  let a: Double
  let b: Double

  /// Above this many terms the integral over p is the shorter way.
  private static let seriesLimit = 20_000.0
}

extension SurvivingPurchases {
  /// To about 1e-12 of its size.
  var mean: Double {
    precondition(odds >= 0 && odds.isFinite, "a horizon is finite and not negative")
    if odds == 0 { return 0 }
    return odds * (shape + 40) < Self.seriesLimit ? series : integral
  }

  /// The sum of the type's description, P(N = n) by its recurrence and divided by their own sum.
  var series: Double {
    let z = odds / (1 + odds)
    var (probability, total) = (1.0, 1.0)
    var (survivor, survivors, sum) = (1.0, 0.0, 0.0)
    var n = 0.0
    while true {
      n += 1
      probability *= z * (shape + n - 1) / n
      survivors += survivor
      survivor *= (b + n - 1) / (a + b + n - 1)
      total += probability
      sum += probability * survivors
      if probability > 1e200 {
        probability *= 1e-200
        total *= 1e-200
        sum *= 1e-200
      }
      // What is left is less than a geometric series with this ratio.
      let ratio = z * (shape + n) / n
      if ratio < 1, probability * survivors * ratio < 1e-17 * sum * (1 - ratio) { return sum / total }
    }
  }

  /// ∫ (1 − (1 + p·odds)^−shape) / p · Beta(p; a, b) dp by the trapezoid rule in v, p = 1 / (1 + exp(−sinh v)), halving
  /// the step until two sums agree.
  var integral: Double {
    let logBeta = logGamma(a) + logGamma(b) - logGamma(a + b)
    let left = -asinh(40 / a + log1p(odds) + 40)
    let right = asinh(40 / b + 40)
    var intervals = 512
    var step = (right - left) / Double(intervals)
    var sum = (1..<intervals).reduce(0) { $0 + integrand(left + step * Double($1), logBeta) }
    while intervals < 1 << 20 {
      let between = (0..<intervals).reduce(0) { $0 + integrand(left + step * (Double($1) + 0.5), logBeta) }
      let isSettled = abs(between - sum) <= 1e-13 * sum
      sum += between
      intervals *= 2
      step /= 2
      if isSettled { break }
    }
    return sum * step
  }

  private func integrand(_ v: Double, _ logBeta: Double) -> Double {
    let u = sinh(v)
    let tail = log1p(exp(-abs(u)))
    let (logP, logQ) = (min(u, 0) - tail, min(-u, 0) - tail)
    let p = exp(logP)
    // As p vanishes, so does the gap between the curve and its tangent, shape · odds.
    let purchases = p * odds < 1e-300 ? shape * odds : -expm1(-shape * log1p(p * odds)) / p
    return purchases * exp(a * logP + b * logQ - logBeta) * cosh(v)
  }
}
