import CIntrinsics
package import Numerics

extension MBGNBDModel: PurchaseModel {
  /// P(alive at T | x, t_x, T), below 1 for everybody.
  package func probabilityAlive(_ summary: PurchaseSummary) -> Double {
    let x = Double(summary.repeats)
    let logOdds = log(a) - log(b + x) + (r + x) * (log(alpha + summary.age) - log(alpha + summary.recency))
    return 1 / (1 + exp(logOdds))
  }

  /// E[X(t)]: purchases of a new customer in the `horizon` after the first one, which is not counted.
  ///
  /// The k-th repeat happens with probability E[(1−p)^k] = b/(a+b) · (b+1)ₖ₋₁/(a+b+1)ₖ₋₁ where there is time for it.
  ///
  /// - Parameter horizon: at least 0, in the time unit of the fit.
  package func expectedPurchases(horizon: Double) -> Double {
    b / (a + b) * SurvivingPurchases(shape: r, odds: horizon / alpha, a: a, b: b + 1).mean
  }

  /// E[Y(t) | x, t_x, T]: purchases of a customer in the `horizon` after T.
  ///
  /// Given life at T, λ ~ Gamma(r + x, α + T) and p ~ Beta(a, b + x + 1).
  package func expectedPurchases(horizon: Double, given summary: PurchaseSummary) -> Double {
    let x = Double(summary.repeats)
    let alive = SurvivingPurchases(shape: r + x, odds: horizon / (alpha + summary.age), a: a, b: b + x + 1)
    return probabilityAlive(summary) * alive.mean
  }

  /// ln L of customers under these parameters: of others than those fitted, a measure of the fit.
  ///
  /// - Throws: `Cancelled`, `BuyTillYouDieError.invalidSummary`, or `.tooFewCustomers` for none.
  package func logLikelihood(
    of summaries: [PurchaseSummary], context: ExecutionContext
  ) throws -> Double {
    try logLikelihood(of: summaries, at: [r, alpha, a, b]) {
      BetaGeometricLikelihood($0, chances: .afterEveryPurchase, context: context)
    }
  }
}
