import CIntrinsics
import Numerics

/// The steps that all models of purchases are fitted in.
struct PurchaseFitting {
  /// For messages.
  let model: String
  let settings: LikelihoodFitSettings

  /// In the times as they were given.
  struct Result {
    var parameters: [Double]
    var fit: LikelihoodFit
  }
}

extension PurchaseFitting {
  /// - Parameters:
  ///   - summaries: as a caller gave them.
  ///   - starts: log parameters for a mean rate of repeat purchases per customer, in scaled time.
  ///   - likelihood: of collapsed summaries.
  /// - Throws: `Cancelled` or `BuyTillYouDieError`.
  func fit(
    _ summaries: [PurchaseSummary], context: ExecutionContext, starts: (_ rate: Double) -> [[Double]],
    _ likelihood: ([PurchaseSummary]) -> some PurchaseLikelihood
  ) throws -> Result {
    for (row, summary) in summaries.enumerated() { try summary.check(row: row) }
    let weighted = summaries.contains { $0.weight == 0 } ? summaries.filter { $0.weight > 0 } : summaries
    try context.checkCancellation()
    let collapsed = PurchaseSummary.collapsed(weighted)
    try check(collapsed)
    try context.checkCancellation()
    let likelihood = likelihood(collapsed)
    let search = settings.search(weight: likelihood.customers)
    let rate = likelihood.repeatPurchases / likelihood.customers
    guard let maximum = try search.maximize(from: starts(rate), likelihood.evaluate) else {
      throw BuyTillYouDieError.noFiniteLikelihood(model: model)
    }
    let value = likelihood.unscaled(maximum.logLikelihood)
    let errors = try maximum.relativeErrors(likelihood.evaluate)
    let parameters = likelihood.unscaled(maximum.logParameters.map(exp))
    return Result(
      parameters: parameters,
      fit: LikelihoodFit(
        logLikelihood: value, customers: likelihood.customers, convergence: maximum.convergence,
        standardErrors: errors.map { zip(parameters, $0).map(*) },
        dropout: try evidence(of: value, collapsed, context)))
  }

  private func check(_ collapsed: [PurchaseSummary]) throws(BuyTillYouDieError) {
    let totals = PurchaseTotals(collapsed)
    guard totals.customers >= Double(settings.minimumCustomers) else {
      throw .tooFewCustomers(found: totals.customers, needed: settings.minimumCustomers)
    }
    guard collapsed.contains(where: { $0.age > 0 }) else { throw .noObservation(customers: totals.customers) }
    guard totals.repeatPurchases > 0 else { throw .noRepeatPurchasers(customers: totals.customers) }
    guard collapsed.count > 1 else { throw .equalHistories(customers: totals.customers) }
  }

  /// Fits the same customers without dropout. Times of purchases say nothing about their rate then, so customers with
  /// the same count and age are one.
  ///
  /// - Throws: `Cancelled`.
  private func evidence(
    of logLikelihood: Double, _ collapsed: [PurchaseSummary], _ context: ExecutionContext
  ) throws -> DropoutEvidence? {
    let counts = PurchaseSummary.collapsed(
      collapsed.map { PurchaseSummary(repeats: $0.repeats, recency: 0, age: $0.age, weight: $0.weight) })
    let likelihood = BetaGeometricLikelihood(counts, chances: .never, context: context)
    let rate = likelihood.repeatPurchases / likelihood.customers
    let starts = [1.0, 0.3, 4].map { r in [log(r), log(min(max(r / rate, 1e-4), 1e4))] }
    let search = LikelihoodSearch(
      maxIterations: settings.maxIterations, tolerance: settings.tolerance, starts: starts.count,
      weight: likelihood.customers)
    let maximum = try search.maximize(from: starts) { point in
      let here = try likelihood.evaluate(point + [0, 0])
      return BoundedBFGS.Evaluation(value: here.value, gradient: Array(here.gradient.prefix(2)))
    }
    return maximum.map {
      DropoutEvidence(logLikelihood: logLikelihood, withoutDropout: likelihood.unscaled($0.logLikelihood))
    }
  }
}
