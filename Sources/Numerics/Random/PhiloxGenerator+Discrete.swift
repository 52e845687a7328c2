import CIntrinsics

extension PhiloxGenerator {
  /// True with the given probability; always one uniform.
  public mutating func bernoulli(_ probability: Double) -> Bool {
    uniform() < probability
  }

  /// Failures before the first success: 0, 1, 2, … with mean (1 − p) / p, by inversion.
  ///
  /// - Parameter successProbability: p in (0, 1].
  public mutating func geometric(successProbability: Double) -> Int {
    precondition(successProbability > 0 && successProbability <= 1, "a probability of success is in (0, 1]")
    if successProbability == 1 { return 0 }
    let failures = log(positiveUniform()) / log1p(-successProbability)
    return Int(min(failures, 0x1p62))
  }

  /// Poisson: sequential search for small means, transformed rejection from 10 on (Hörmann 1993, "The transformed
  /// rejection method for generating Poisson random variables", algorithm PTRS).
  ///
  /// - Parameter mean: 0 ... 2⁵³.
  public mutating func poisson(mean: Double) -> Int {
    precondition(mean >= 0 && mean <= 0x1p53, "a Poisson mean is not negative, and counts stay exact")
    if mean == 0 { return 0 }
    return mean < 10 ? poissonBySearch(mean) : poissonByRejection(mean)
  }

  private mutating func poissonBySearch(_ mean: Double) -> Int {
    var remaining = uniform()
    var probability = exp(-mean)
    var count = 0
    // The terms underflow long after all of a 53-bit uniform is spent, so the loop ends even where their sum rounds below 1.
    while remaining >= probability && probability > 0 {
      remaining -= probability
      count += 1
      probability *= mean / Double(count)
    }
    return count
  }

  private mutating func poissonByRejection(_ mean: Double) -> Int {
    let b = 0.931 + 2.53 * mean.squareRoot()
    let a = -0.059 + 0.02483 * b
    let inverseAlpha = 1.1239 + 1.1328 / (b - 3.4)
    let accepted = 0.9277 - 3.6224 / (b - 2)
    while true {
      let u = uniform() - 0.5
      let v = positiveUniform()
      let us = 0.5 - abs(u)
      let k = ((2 * a / us + b) * u + mean + 0.43).rounded(.down)
      if us >= 0.07 && v <= accepted { return Int(k) }
      if k < 0 || (us < 0.013 && v > us) { continue }
      let left = log(v) + log(inverseAlpha) - log(a / (us * us) + b)
      if left <= k * log(mean) - mean - logFactorial(k) { return Int(k) }
    }
  }

  /// Puts the elements in a uniformly random order (Fisher & Yates; Durstenfeld 1964).
  public mutating func shuffle<Element>(_ elements: inout [Element]) {
    var last = elements.count - 1
    while last > 0 {
      elements.swapAt(last, index(below: last + 1))
      last -= 1
    }
  }
}

/// ln k!: a product for small k, Stirling's series from there on (error below 1e-13).
private func logFactorial(_ k: Double) -> Double {
  if k < 10 {
    var product = 1.0
    var factor = 2.0
    while factor <= k {
      product *= factor
      factor += 1
    }
    return log(product)
  }
  let x = k + 1
  let inverse = 1 / x
  let square = inverse * inverse
  let series = inverse * (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square / 1680)))
  return (x - 0.5) * log(x) - x + 0.5 * log(2 * Double.pi) + series
}
