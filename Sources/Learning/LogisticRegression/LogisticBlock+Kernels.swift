import Numerics

extension LogisticBlock {
  /// Adds the block's log-likelihood and least margin; leaves w(y − p) in `first` and √(w·p(1 − p)) in `second`.
  func evaluate(into summary: inout NewtonSummary) {
    let (predictor, labels, weights) = (lanes(predictor), lanes(labels), lanes(weights))
    let (residual, root) = (lanes(first), lanes(second))
    var loss = Lanes(repeating: 0)
    var least = Lanes(repeating: .infinity)
    let zero = Lanes(repeating: 0)
    for lane in 0..<laneCount {
      let eta = predictor[lane]
      let positive = eta .>= zero
      let e = expOfNonPositive((-eta).replacing(with: eta, where: eta .< zero))
      let inverse = 1 / (1 + e)
      let probability = (e * inverse).replacing(with: inverse, where: positive)
      let margin = (-eta).replacing(with: eta, where: labels[lane] .> zero)
      // −ln P(y) = ln(1 + e^−margin), from e^−|margin| so that nothing overflows.
      let rowLoss = log1pOfUnit(e) - margin.replacing(with: zero, where: margin .> zero)
      loss.addProduct(weights[lane], rowLoss)
      least.replace(with: margin, where: (weights[lane] .> zero) .& (margin .< least))
      residual[lane] = weights[lane] * (labels[lane] - probability)
      root[lane] = (weights[lane] * e * inverse * inverse).squareRoot()
    }
    summary.logLikelihood -= loss.sum()
    summary.leastMargin = min(summary.leastMargin, least.min())
  }

  /// gradient += zᵀ · values.
  func addGradient(of values: UnsafeMutablePointer<Double>, into gradient: inout [Double]) {
    let values = lanes(values)
    for column in 0..<width {
      let factor = lanes(z + column * capacity)
      var sum = Lanes(repeating: 0)
      for lane in 0..<laneCount { sum.addProduct(factor[lane], values[lane]) }
      gradient[column] += sum.sum()
    }
  }

  /// Multiplies each row of z by its factor.
  func scaleRows(by factors: UnsafeMutablePointer<Double>) {
    let factors = lanes(factors)
    for column in 0..<width {
      let values = lanes(z + column * capacity)
      for lane in 0..<laneCount { values[lane] *= factors[lane] }
    }
  }

  /// gradient += zᵀ · h(½ − p), after `evaluate`; z is overwritten.
  ///
  /// With x = √(w·p(1 − p)) · z and the information L·Lᵀ, a row's h is the square length of L⁻¹·x. The term needs z again
  /// after L⁻¹ has been applied: zᵀ·v = L · (L⁻¹·zᵀ)·v, so one block of memory serves both.
  func addFirthTerm(_ factor: CholeskyFactor, into gradient: inout [Double]) {
    whiten(z, rows: paddedRows, leadingDimension: capacity, by: factor)
    let (predictor, term, root) = (lanes(predictor), lanes(first), lanes(second))
    for lane in 0..<laneCount { term[lane] = Lanes(repeating: 0) }
    for column in 0..<width {
      let values = lanes(z + column * capacity)
      for lane in 0..<laneCount { term[lane].addProduct(values[lane], values[lane]) }
    }
    for lane in 0..<laneCount {
      let eta = predictor[lane]
      let e = expOfNonPositive((-eta).replacing(with: eta, where: eta .< Lanes(repeating: 0)))
      // ½ − p = ∓½ (1 − e) / (1 + e) for a predictor of either sign.
      let half = 0.5 * (1 - e) / (1 + e)
      let offset = half.replacing(with: -half, where: eta .>= Lanes(repeating: 0))
      term[lane] = term[lane] * root[lane] * root[lane] * offset
    }
    var whitened = [Double](repeating: 0, count: width)
    addGradient(of: first, into: &whitened)
    for (index, value) in factor.lower.times(whitened).enumerated() { gradient[index] += value }
  }
}
