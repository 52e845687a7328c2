import CIntrinsics

// Draws are the same to the bit for one seed, one stream and one C library (`log`, `exp` and `cos` come from there).

extension PhiloxGenerator {
  /// Uniform in (0, 1]: safe to take the logarithm of.
  @inline(__always) mutating func positiveUniform() -> Double {
    1 - uniform()
  }

  /// Standard normal (Box & Muller 1958); always two uniforms.
  public mutating func normal() -> Double {
    let radius = (-2 * log(positiveUniform())).squareRoot()
    return radius * cos(2 * Double.pi * uniform())
  }

  /// Normal with the given mean and standard deviation (≥ 0).
  public mutating func normal(mean: Double, standardDeviation: Double) -> Double {
    mean + standardDeviation * normal()
  }

  /// exp of a normal with mean `logMean` and standard deviation `logStandardDeviation`; its median is exp(`logMean`).
  public mutating func lognormal(logMean: Double, logStandardDeviation: Double) -> Double {
    exp(normal(mean: logMean, standardDeviation: logStandardDeviation))
  }

  /// Exponential with mean 1 / `rate`, by inversion.
  public mutating func exponential(rate: Double = 1) -> Double {
    precondition(rate > 0, "a rate is positive")
    return -log(positiveUniform()) / rate
  }

  /// Gamma with mean `shape` · `scale` and variance `shape` · `scale`² (Marsaglia & Tsang 2000, "A simple method for
  /// generating gamma variables"; a shape below 1 by their boost, gamma(shape + 1) · U^(1/shape)).
  public mutating func gamma(shape: Double, scale: Double = 1) -> Double {
    precondition(shape > 0 && scale > 0, "shape and scale are positive")
    guard shape < 1 else { return scale * gammaOfShapeAtLeastOne(shape) }
    let boost = pow(positiveUniform(), 1 / shape)
    return scale * boost * gammaOfShapeAtLeastOne(shape + 1)
  }

  private mutating func gammaOfShapeAtLeastOne(_ shape: Double) -> Double {
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = normal()
      let root = 1 + c * x
      guard root > 0 else { continue }
      let v = root * root * root
      if log(positiveUniform()) < 0.5 * x * x + d * (1 - v + log(v)) { return d * v }
    }
  }

  /// Beta with mean a / (a + b): a ratio of gammas, or Jöhnk's method (1964) where both shapes are at most 1, since two
  /// gammas of tiny shapes may both underflow to 0.
  public mutating func beta(_ a: Double, _ b: Double) -> Double {
    precondition(a > 0 && b > 0, "both shapes are positive")
    if a <= 1 && b <= 1 { return betaOfSmallShapes(a, b) }
    let x = gamma(shape: a)
    return x / (x + gamma(shape: b))
  }

  private mutating func betaOfSmallShapes(_ a: Double, _ b: Double) -> Double {
    while true {
      let logX = log(positiveUniform()) / a
      let logY = log(positiveUniform()) / b
      let larger = max(logX, logY)
      // log(x + y), which stays finite where x and y underflow.
      let logSum = larger + log(exp(logX - larger) + exp(logY - larger))
      if logSum <= 0 { return exp(logX - logSum) }
    }
  }
}
