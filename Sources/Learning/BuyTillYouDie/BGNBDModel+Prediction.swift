public import Numerics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension BGNBDModel {
  /// P(alive at T | x, t_x, T); 1 without a repeat purchase, since only those can end a customer in this model.
  public func probabilityAlive(_ summary: PurchaseSummary) -> Double {
    guard summary.repeats > 0 else { return 1 }
    let x = Double(summary.repeats)
    let logOdds = log(a) - log(b + x - 1) + (r + x) * (log(alpha + summary.age) - log(alpha + summary.recency))
    return 1 / (1 + exp(logOdds))
  }

  /// E[X(t)]: purchases of a new customer in the `horizon` after the first one, which is not counted.
  ///
  /// - Parameter horizon: at least 0, in the time unit of the fit.
  public func expectedPurchases(horizon: Double) -> Double {
    SurvivingPurchases(shape: r, odds: horizon / alpha, a: a, b: b).mean
  }

  /// E[Y(t) | x, t_x, T]: purchases of a customer in the `horizon` after T.
  ///
  /// Given life at T, λ ~ Gamma(r + x, α + T) and p ~ Beta(a, b + x): a new customer of the updated model.
  public func expectedPurchases(horizon: Double, given summary: PurchaseSummary) -> Double {
    let x = Double(summary.repeats)
    let alive = SurvivingPurchases(shape: r + x, odds: horizon / (alpha + summary.age), a: a, b: b + x)
    return probabilityAlive(summary) * alive.mean
  }

  /// P(alive) of each customer.
  public func probabilitiesAlive(_ summaries: [PurchaseSummary], parallelism: Parallelism) -> [Double] {
    parallelism.mapChunks(of: summaries.count, chunkSize: 1024) { rows in
      rows.map { probabilityAlive(summaries[$0]) }
    }.flatMap { $0 }
  }

  /// Expected purchases of each customer in the `horizon` after their T.
  public func expectedPurchases(
    horizon: Double, given summaries: [PurchaseSummary], parallelism: Parallelism
  ) -> [Double] {
    parallelism.mapChunks(of: summaries.count, chunkSize: 1024) { rows in
      rows.map { expectedPurchases(horizon: horizon, given: summaries[$0]) }
    }.flatMap { $0 }
  }

  /// ln L of customers under these parameters: of others than those fitted, a measure of the fit.
  ///
  /// - Throws: `BuyTillYouDieError.invalidSummary`, or `.tooFewCustomers` for none.
  public func logLikelihood(
    of summaries: [PurchaseSummary], parallelism: Parallelism
  ) throws(BuyTillYouDieError) -> Double {
    for (row, summary) in summaries.enumerated() { try summary.check(row: row) }
    let likelihood = BGNBDLikelihood(PurchaseSummary.collapsed(summaries), parallelism: parallelism)
    guard likelihood.customers > 0 else { throw .tooFewCustomers(found: 0, needed: 1) }
    let scaled = [r, alpha / likelihood.timeScale, a, b].map { log($0) }
    return likelihood.unscaled(likelihood.evaluate(scaled).value)
  }
}
