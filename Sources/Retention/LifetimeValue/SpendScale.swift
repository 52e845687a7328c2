import Learning
package import Numerics

/// What a customer's past spend alone says of the value to come: exp(intercept) · (1 + spend)^slope.
///
/// Trees cannot predict beyond the values they saw, and the few largest customers always lie there. They learn each
/// customer's ratio to this scale instead. A slope below 1 is regression to the mean.
package struct SpendScale: Sendable, Codable, Equatable {
  package let intercept: Double
  /// 0...1.
  package let slope: Double

  /// The same for everybody.
  package static let flat = SpendScale(intercept: 0, slope: 0)

  package init(intercept: Double, slope: Double) {
    (self.intercept, self.slope) = (intercept, slope)
  }

  /// The Tweedie quasi-likelihood estimate (Jørgensen 1987) of a log-linear mean with one slope.
  ///
  /// For a fixed slope b the intercept is closed, exp(a) = A/B with A = Σ y·xᵇ⁽¹⁻ᵖ⁾ and B = Σ xᵇ⁽²⁻ᵖ⁾, and the deviance
  /// left is proportional to A²⁻ᵖ·Bᵖ⁻¹, whose logarithm is convex in b: a golden-section search finds its minimum.
  ///
  /// - Parameters:
  ///   - pastSpend: ≥ 0, one per row.
  ///   - values: what came, ≥ 0; `flat` where nothing came at all.
  ///   - power: of the variance, in (1, 2).
  /// - Throws: `Cancelled`.
  package init(pastSpend: [Double], values: [Double], power: Double, context: ExecutionContext) throws(Cancelled) {
    precondition(pastSpend.count == values.count && power > 1 && power < 2)
    guard values.contains(where: { $0 > 0 }) else {
      self = .flat
      return
    }
    let logSpend = try context.array(of: pastSpend.count) { rows, output in
      for row in rows { output[row] = logOnePlus(max(0, pastSpend[row])) }
    }
    let sums = { (slope: Double) throws(Cancelled) in
      var (first, second) = (0.0, 0.0)
      for start in stride(from: 0, to: values.count, by: Self.rowsBetweenChecks) {
        try context.checkCancellation()
        for row in start..<min(start + Self.rowsBetweenChecks, values.count) {
          if values[row] > 0 { first += values[row] * exponential((1 - power) * slope * logSpend[row]) }
          second += exponential((2 - power) * slope * logSpend[row])
        }
      }
      return (first: logarithm(first), second: logarithm(second))
    }
    let slope = try goldenSectionMinimum(in: 0...1, tolerance: 1e-6) { slope throws(Cancelled) in
      let sums = try sums(slope)
      return (2 - power) * sums.first + (power - 1) * sums.second
    }
    let best = try sums(slope)
    self.init(intercept: best.first - best.second, slope: slope)
  }

  /// Scale of each row, > 0.
  package func scales(of pastSpend: [Double], context: ExecutionContext) throws(Cancelled) -> [Double] {
    try context.array(of: pastSpend.count) { rows, output in
      for row in rows { output[row] = exponential(intercept + slope * logOnePlus(max(0, pastSpend[row]))) }
    }
  }

  private static let rowsBetweenChecks = 1 << 20
}
