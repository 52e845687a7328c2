package import Numerics

/// What every model of repeat purchases answers; times in the unit of its fit.
package protocol PurchaseModel: Sendable, Hashable, Codable {
  associatedtype Likelihood: HistoryLikelihood

  /// For messages.
  static var name: String { get }
  /// Places of the parameters that are times.
  static var timeParameters: [Int] { get }

  /// Parameters to search from, `LikelihoodFitSettings.maximumStarts` times, in order of trust; in time divided by the
  /// mean age.
  ///
  /// - Parameter rate: mean repeat purchases of a customer.
  static func starts(rate: Double) -> [[Double]]

  static func likelihood(_ parameters: SIMD4<Double>) -> Likelihood

  /// - Parameter parameters: in the order of their declarations, all positive and finite.
  init(parameters: [Double], fit: LikelihoodFit?)

  /// In the order of their declarations.
  var parameters: [Double] { get }

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

  /// ln L of customers under these parameters: of others than those fitted, a measure of the fit.
  ///
  /// - Throws: `Cancelled`, `BuyTillYouDieError.invalidSummary`, or `.tooFewCustomers` for none.
  package func logLikelihood(of summaries: [PurchaseSummary], context: ExecutionContext) throws -> Double {
    for (row, summary) in summaries.enumerated() { try summary.check(row: row) }
    let likelihood = PurchaseLikelihood(
      rows: PurchaseRows(PurchaseSummary.collapsed(summaries)), timeParameters: Self.timeParameters, context: context,
      likelihood: Self.likelihood)
    guard likelihood.rows.customers > 0 else { throw BuyTillYouDieError.tooFewCustomers(found: 0, needed: 1) }
    return try likelihood.value(at: parameters)
  }

  static func check(_ parameters: [Double]) {
    precondition(parameters.allSatisfy { $0 > 0 && $0.isFinite }, "the parameters are positive")
  }

  /// Makes r/α the mean rate of repeat purchases, where that is within reach.
  static func startingAlpha(r: Double, rate: Double) -> Double { min(max(r / rate, 1e-4), 1e4) }
}
