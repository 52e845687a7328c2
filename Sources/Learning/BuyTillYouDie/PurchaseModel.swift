package import Numerics

/// What every model of repeat purchases answers; times in the unit of its fit.
package protocol PurchaseModel: Sendable, Hashable, Codable {
  /// At the parameters; nil where they were given, not fitted.
  var fit: LikelihoodFit? { get }

  /// P(alive at T | x, t_x, T).
  func probabilityAlive(_ summary: PurchaseSummary) -> Double

  /// E[X(t)]: purchases of a new customer in the `horizon` after the first one, which is not counted.
  ///
  /// - Parameter horizon: at least 0 and finite.
  func expectedPurchases(horizon: Double) -> Double

  /// E[Y(t) | x, t_x, T]: purchases of a customer in the `horizon` after T.
  func expectedPurchases(horizon: Double, given summary: PurchaseSummary) -> Double

  /// ln L of customers under these parameters: of others than those fitted, a measure of the fit.
  ///
  /// - Throws: `Cancelled`, `BuyTillYouDieError.invalidSummary`, or `.tooFewCustomers` for none.
  func logLikelihood(of summaries: [PurchaseSummary], context: ExecutionContext) throws -> Double
}

extension PurchaseModel {
  /// Whether P(alive) is more than an assumption, see `DropoutEvidence`; nil where the parameters were given.
  package var dropoutIsIdentified: Bool? { fit?.dropout?.isIdentified }

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

  /// - Throws: `Cancelled`, `BuyTillYouDieError.invalidSummary`, or `.tooFewCustomers` for none.
  func logLikelihood(
    of summaries: [PurchaseSummary], at parameters: [Double],
    _ likelihood: ([PurchaseSummary]) -> some PurchaseLikelihood
  ) throws -> Double {
    for (row, summary) in summaries.enumerated() { try summary.check(row: row) }
    let likelihood = likelihood(PurchaseSummary.collapsed(summaries))
    guard likelihood.customers > 0 else { throw BuyTillYouDieError.tooFewCustomers(found: 0, needed: 1) }
    return try likelihood.value(at: parameters)
  }
}
