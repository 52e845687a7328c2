import CIntrinsics

extension BetaGeometricModel: PurchaseModel {
  package static var name: String { Chances.modelName }
  package static var timeParameters: [Int] { [1] }

  /// (r, a, b).
  package static func starts(rate: Double) -> [[Double]] {
    let shapes = [[1, 1, 3], [0.3, 0.5, 2], [4, 1, 1], [1, 0.2, 4], [0.5, 3, 9], [2, 5, 5]]
    return shapes.map { [$0[0], startingAlpha(r: $0[0], rate: rate), $0[1], $0[2]] }
  }

  package static func likelihood(_ parameters: SIMD4<Double>) -> BetaGeometricLikelihood {
    BetaGeometricLikelihood(
      r: parameters[0], alpha: parameters[1], a: parameters[2], b: parameters[3], firstChances: Double(Chances.first))
  }

  package init(parameters: [Double], fit: LikelihoodFit?) {
    Self.check(parameters)
    (r, alpha, a, b) = (parameters[0], parameters[1], parameters[2], parameters[3])
    self.fit = fit
  }

  package var parameters: [Double] { [r, alpha, a, b] }

  /// P(alive at T | x, t_x, T); 1 without a chance to drop out: in BG/NBD, without a repeat purchase.
  package func probabilityAlive(_ summary: PurchaseSummary) -> Double {
    let chances = summary.repeats + Chances.first
    guard chances > 0 else { return 1 }
    let events = r + Double(summary.repeats)
    let logOdds =
      log(a) - log(b + Double(chances - 1)) + events * (log(alpha + summary.age) - log(alpha + summary.recency))
    return 1 / (1 + exp(logOdds))
  }

  /// E[X(t)]: purchases of a new customer in the `horizon` after the first one, which is not counted.
  ///
  /// The k-th repeat happens with probability E[(1−p)^(k−1)] where there is time for it; in MBG/NBD with
  /// E[(1−p)^k] = b/(a+b) · (b+1)ₖ₋₁/(a+b+1)ₖ₋₁.
  ///
  /// - Parameter horizon: at least 0, in the time unit of the fit.
  package func expectedPurchases(horizon: Double) -> Double {
    let first = Double(Chances.first)
    let staying = Chances.first == 0 ? 1 : b / (a + b)
    return staying * SurvivingPurchases(shape: r, odds: horizon / alpha, a: a, b: b + first).mean
  }

  /// E[Y(t) | x, t_x, T]: purchases of a customer in the `horizon` after T.
  ///
  /// Given life at T, λ ~ Gamma(r + x, α + T) and p ~ Beta(a, b + n), n the chances taken: a new customer of BG/NBD under
  /// these parameters.
  package func expectedPurchases(horizon: Double, given summary: PurchaseSummary) -> Double {
    let alive = SurvivingPurchases(
      shape: r + Double(summary.repeats), odds: horizon / (alpha + summary.age), a: a,
      b: b + Double(summary.repeats + Chances.first))
    return probabilityAlive(summary) * alive.mean
  }
}
