import CIntrinsics
package import Numerics

package typealias BGNBDLearner = PurchaseLearner<BGNBDModel>
package typealias MBGNBDLearner = PurchaseLearner<MBGNBDModel>
package typealias ParetoNBDLearner = PurchaseLearner<ParetoNBDModel>

/// Fits a model of purchases by maximum likelihood; the same customers give the same model to the bit, in any order, for
/// any number of threads.
package struct PurchaseLearner<Model: PurchaseModel>: Learner, Hashable {
  package let settings: LikelihoodFitSettings

  package init(_ settings: LikelihoodFitSettings.Validated) {
    self.settings = settings.settings
  }
}

extension PurchaseLearner {
  /// - Parameter summaries: one customer each, or a weighted group of equal ones, in one time unit.
  /// - Throws: `Cancelled`, or `BuyTillYouDieError` for histories that are impossible or too poor to estimate anything.
  package func fit(_ summaries: [PurchaseSummary], context: ExecutionContext) throws -> Model {
    for (row, summary) in summaries.enumerated() { try summary.check(row: row) }
    let weighted = summaries.contains { $0.weight == 0 } ? summaries.filter { $0.weight > 0 } : summaries
    try context.checkCancellation()
    let collapsed = PurchaseSummary.collapsed(weighted)
    try check(collapsed)
    try context.checkCancellation()
    let likelihood = likelihood(PurchaseRows(collapsed), context)
    let rate = likelihood.rows.repeatPurchases / likelihood.rows.customers
    let starts = Array(Model.starts(rate: rate).prefix(settings.starts))
    guard
      let maximum = try maximum(
        of: likelihood, collapsed, from: starts, rows: { self.likelihood($0, context) })
    else { throw BuyTillYouDieError.noFiniteLikelihood(model: Model.name) }
    let value = likelihood.unscaled(maximum.logLikelihood)
    let errors = try maximum.relativeErrors(likelihood.objective)
    let parameters = likelihood.unscaled(maximum.logParameters.map(exp))
    return Model(
      parameters: parameters,
      fit: LikelihoodFit(
        logLikelihood: value, customers: likelihood.rows.customers, convergence: maximum.convergence,
        standardErrors: errors.map { zip(parameters, $0).map(*) },
        dropout: try evidence(of: value, collapsed, context)))
  }

  private func likelihood(_ rows: PurchaseRows, _ context: ExecutionContext) -> PurchaseLikelihood<Model.Likelihood> {
    PurchaseLikelihood(
      rows: rows, timeParameters: Model.timeParameters, context: context, likelihood: Model.likelihood)
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
    func likelihood(_ rows: PurchaseRows) -> PurchaseLikelihood<NBDLikelihood> {
      PurchaseLikelihood(rows: rows, timeParameters: [1], context: context) {
        NBDLikelihood(r: $0[0], alpha: $0[1])
      }
    }
    let whole = likelihood(PurchaseRows(counts))
    let rate = whole.rows.repeatPurchases / whole.rows.customers
    let starts = [1.0, 0.3, 4].map { r in [r, Model.startingAlpha(r: r, rate: rate)] }
    return try maximum(of: whole, counts, from: starts, rows: likelihood).map {
      DropoutEvidence(logLikelihood: logLikelihood, withoutDropout: whole.unscaled($0.logLikelihood))
    }
  }

  /// - Parameters:
  ///   - collapsed: the customers of `whole`.
  ///   - starts: parameters in scaled time.
  ///   - rows: the same likelihood of other customers.
  private func maximum<Likelihood>(
    of whole: PurchaseLikelihood<Likelihood>, _ collapsed: [PurchaseSummary], from starts: [[Double]],
    rows likelihood: (PurchaseRows) -> PurchaseLikelihood<Likelihood>
  ) throws -> LikelihoodSearch.Maximum? {
    let sample = SystematicSample.rows(weights: collapsed.lazy.map(\.weight), limit: settings.sampleRows).map { drawn in
      likelihood(
        PurchaseRows(
          drawn.map { row, weight in
            var summary = collapsed[row]
            summary.weight = weight
            return summary
          }, timeScale: whole.rows.timeScale))
    }
    return try settings.search.maximize(
      from: starts.map { $0.map(log) },
      on: sample?.objective, then: whole.objective)
  }
}
