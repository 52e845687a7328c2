import CIntrinsics
package import Numerics

/// Fits Gamma-Gamma by maximum likelihood over q > 1.
///
/// The same customers give the same model to the bit for any number of threads.
package struct GammaGammaLearner: Learner, Hashable {
  package let settings: LikelihoodFitSettings

  package init(_ settings: LikelihoodFitSettings.Validated) {
    self.settings = settings.settings
  }
}

extension GammaGammaLearner {
  /// - Parameter summaries: one customer each, or a weighted group of equal ones; those without purchases are left out.
  /// - Throws: `Cancelled`, or `BuyTillYouDieError` for impossible values, too few customers, or equal spend of all.
  package func fit(
    _ summaries: [SpendSummary], context: ExecutionContext
  ) throws -> GammaGammaModel {
    for (row, summary) in summaries.enumerated() { try summary.check(row: row) }
    let buyers = summaries.filter { $0.purchases > 0 && $0.weight > 0 }
    try check(buyers)
    try context.checkCancellation()
    let sorted = SpendSummary.sorted(buyers)
    try context.checkCancellation()
    let rows = SpendRows(sorted)
    let likelihood = GammaGammaLikelihood(rows: rows, context: context)
    let drawn = SystematicSample.rows(weights: sorted.lazy.map(\.weight), limit: settings.sampleRows)
    let sample = drawn.map { drawn in
      let summaries = drawn.map { SpendSummary(purchases: sorted[$0].purchases, mean: sorted[$0].mean, weight: $1) }
      return GammaGammaLikelihood(rows: SpendRows(summaries, moneyScale: rows.moneyScale), context: context)
    }
    let maximum = try settings.search.maximize(
      from: Array(Self.starts.prefix(settings.starts)), on: sample?.objective, then: likelihood.objective)
    guard let maximum else {
      throw BuyTillYouDieError.noFiniteLikelihood(model: "Gamma-Gamma")
    }
    let parameters = maximum.logParameters.map(exp)
    // The error of q is that of q − 1.
    let units = [parameters[0], parameters[1], parameters[2] * rows.moneyScale]
    let errors = try maximum.relativeErrors(likelihood.objective)
    return GammaGammaModel(
      p: parameters[0], q: 1 + parameters[1], gamma: parameters[2] * rows.moneyScale,
      fit: LikelihoodFit(
        logLikelihood: likelihood.unscaled(maximum.logLikelihood), customers: rows.customers,
        convergence: maximum.convergence, standardErrors: errors.map { zip(units, $0).map(*) }, dropout: nil),
      association: SpendAssociation(sorted))
  }

  private func check(_ buyers: [SpendSummary]) throws(BuyTillYouDieError) {
    let customers = buyers.reduce(0) { $0 + $1.weight }
    guard customers >= Double(settings.minimumCustomers) else {
      throw .tooFewCustomers(found: customers, needed: settings.minimumCustomers)
    }
    let first = buyers[0].mean
    // Sums of equal prices differ by their rounding.
    guard buyers.contains(where: { abs($0.mean - first) > SpendAssociation.rounding * first }) else {
      throw .noSpreadOfSpend(customers: customers)
    }
  }

  /// (ln p, ln (q − 1), ln γ); of mean spend 1, so γ is near (q − 1) / p.
  private static let starts: [[Double]] = [
    (p: 4.0, q: 3.0), (p: 1, q: 2), (p: 10, q: 5), (p: 0.3, q: 3), (p: 30, q: 10), (p: 2, q: 1.2),
  ].map { [log($0.p), log($0.q - 1), log(($0.q - 1) / $0.p)] }
}
