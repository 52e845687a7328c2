import CIntrinsics
package import Numerics

extension BGNBDModel {
  /// P(alive at T | x, t_x, T); 1 without a repeat purchase, since only those can end a customer in this model.
  package func probabilityAlive(_ summary: PurchaseSummary) -> Double {
    guard summary.repeats > 0 else { return 1 }
    let x = Double(summary.repeats)
    let logOdds = log(a) - log(b + x - 1) + (r + x) * (log(alpha + summary.age) - log(alpha + summary.recency))
    return 1 / (1 + exp(logOdds))
  }

  /// E[X(t)]: purchases of a new customer in the `horizon` after the first one, which is not counted.
  ///
  /// - Parameter horizon: at least 0, in the time unit of the fit.
  package func expectedPurchases(horizon: Double) -> Double {
    SurvivingPurchases(shape: r, odds: horizon / alpha, a: a, b: b).mean
  }

  /// E[Y(t) | x, t_x, T]: purchases of a customer in the `horizon` after T.
  ///
  /// Given life at T, λ ~ Gamma(r + x, α + T) and p ~ Beta(a, b + x): a new customer of the updated model.
  package func expectedPurchases(horizon: Double, given summary: PurchaseSummary) -> Double {
    let x = Double(summary.repeats)
    let alive = SurvivingPurchases(shape: r + x, odds: horizon / (alpha + summary.age), a: a, b: b + x)
    return probabilityAlive(summary) * alive.mean
  }

  /// P(alive) of each customer.
  package func probabilitiesAlive(
    _ summaries: [PurchaseSummary], context: ExecutionContext
  ) throws(Cancelled) -> [Double] {
    try context.array(of: summaries.count, chunkSize: 1024) { rows, output in
      for row in rows { output[row] = probabilityAlive(summaries[row]) }
    }
  }

  /// Expected purchases of each customer in the `horizon` after their T.
  package func expectedPurchases(
    horizon: Double, given summaries: [PurchaseSummary], context: ExecutionContext
  ) throws(Cancelled) -> [Double] {
    context.progress.expect(summaries.count, unit: "rows")
    // A customer may take thousands of terms.
    return try context.array(of: summaries.count, chunkSize: 64) { rows, output in
      for row in rows { output[row] = expectedPurchases(horizon: horizon, given: summaries[row]) }
      context.progress.advance(by: rows.count)
    }
  }

  /// ln L of customers under these parameters: of others than those fitted, a measure of the fit.
  ///
  /// - Throws: `Cancelled`, `BuyTillYouDieError.invalidSummary`, or `.tooFewCustomers` for none.
  package func logLikelihood(
    of summaries: [PurchaseSummary], context: ExecutionContext
  ) throws -> Double {
    for (row, summary) in summaries.enumerated() { try summary.check(row: row) }
    let likelihood = BGNBDLikelihood(PurchaseSummary.collapsed(summaries), context: context)
    guard likelihood.customers > 0 else { throw BuyTillYouDieError.tooFewCustomers(found: 0, needed: 1) }
    let scaled = [r, alpha / likelihood.timeScale, a, b].map { log($0) }
    return likelihood.unscaled(try likelihood.evaluate(scaled).value)
  }
}
