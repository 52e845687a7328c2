import CIntrinsics
package import Numerics

extension ParetoNBDModel: PurchaseModel {
  /// P(alive at T | x, t_x, T); 1 for a purchase at T itself.
  package func probabilityAlive(_ summary: PurchaseSummary) -> Double {
    ParetoNBDPoint(r: r, alpha: alpha, s: s, beta: beta)
      .history(repeats: Double(summary.repeats), recency: summary.recency, age: summary.age).kept
  }

  /// E[X(t)]: purchases of a new customer in the `horizon` after the first one, which is not counted.
  ///
  /// - Parameter horizon: at least 0, in the time unit of the fit.
  package func expectedPurchases(horizon: Double) -> Double {
    r / alpha * expectedLife(upTo: horizon, age: 0)
  }

  /// E[Y(t) | x, t_x, T]: purchases of a customer in the `horizon` after T.
  ///
  /// Given life at T, λ ~ Gamma(r + x, α + T) and μ ~ Gamma(s, β + T).
  package func expectedPurchases(horizon: Double, given summary: PurchaseSummary) -> Double {
    let rate = (r + Double(summary.repeats)) / (alpha + summary.age)
    return probabilityAlive(summary) * rate * expectedLife(upTo: horizon, age: summary.age)
  }

  /// ln L of customers under these parameters: of others than those fitted, a measure of the fit.
  ///
  /// - Throws: `Cancelled`, `BuyTillYouDieError.invalidSummary`, or `.tooFewCustomers` for none.
  package func logLikelihood(
    of summaries: [PurchaseSummary], context: ExecutionContext
  ) throws -> Double {
    try logLikelihood(of: summaries, at: [r, alpha, s, beta]) {
      ParetoNBDLikelihood($0, context: context)
    }
  }

  /// Time that a customer who is alive at `age` lives on, of a `horizon`: (β+T)/(s−1) · [1 − ((β+T)/(β+T+t))^(s−1)],
  /// and its limit at s = 1.
  private func expectedLife(upTo horizon: Double, age: Double) -> Double {
    precondition(horizon >= 0 && horizon.isFinite, "a horizon is finite and not negative")
    let (scale, excess) = (beta + age, s - 1)
    let length = log1p(horizon / scale)
    return scale * (excess == 0 ? length : -expm1(-excess * length) / excess)
  }
}
