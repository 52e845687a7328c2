import CIntrinsics

/// Upper tail P(X > x) of the chi-square distribution with `degreesOfFreedom` (> 0).
public func chiSquareTail(_ x: Double, degreesOfFreedom: Double) -> Double {
  precondition(degreesOfFreedom > 0, "a chi-square distribution has positive degrees of freedom")
  return regularizedUpperGamma(shape: degreesOfFreedom / 2, x / 2)
}

/// The x with P(X ≤ x) = `probability`, by bisection of the tail from an enclosing interval.
///
/// - Parameter probability: in 0..<1.
public func chiSquareQuantile(_ probability: Double, degreesOfFreedom: Double) -> Double {
  precondition(probability >= 0 && probability < 1, "a finite quantile needs a probability below 1")
  let tail = 1 - probability
  var low = 0.0
  var high = degreesOfFreedom + 1
  while chiSquareTail(high, degreesOfFreedom: degreesOfFreedom) > tail { high *= 2 }
  for _ in 0..<100 where high - low > 1e-14 * high {
    let middle = (low + high) / 2
    if chiSquareTail(middle, degreesOfFreedom: degreesOfFreedom) > tail { low = middle } else { high = middle }
  }
  return (low + high) / 2
}

/// Q(a, x) = Γ(a, x) / Γ(a): one minus the power series below a + 1, Legendre's continued fraction (evaluated by Lentz's
/// method) above.
public func regularizedUpperGamma(shape: Double, _ x: Double) -> Double {
  guard x > 0 else { return x.isNaN ? .nan : 1 }
  guard x.isFinite else { return 0 }
  let scale = exp(shape * log(x) - x - lgamma(shape))
  return x < shape + 1
    ? 1 - scale * lowerGammaSeries(shape, x)
    : scale * upperGammaFraction(shape, x)
}

private func lowerGammaSeries(_ shape: Double, _ x: Double) -> Double {
  var term = 1 / shape
  var sum = term
  var denominator = shape
  for _ in 0..<10_000 where term > sum * 1e-17 {
    denominator += 1
    term *= x / denominator
    sum += term
  }
  return sum
}

private func upperGammaFraction(_ shape: Double, _ x: Double) -> Double {
  let tiny = 1e-300
  var b = x + 1 - shape
  var c = 1 / tiny
  var d = 1 / b
  var fraction = d
  for step in 1...10_000 {
    let a = -Double(step) * (Double(step) - shape)
    b += 2
    d = a * d + b
    d = 1 / (abs(d) < tiny ? tiny : d)
    c = b + a / c
    c = abs(c) < tiny ? tiny : c
    fraction *= c * d
    if abs(c * d - 1) < 1e-16 { break }
  }
  return fraction
}
