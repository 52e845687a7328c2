import CIntrinsics
package import Numerics

/// Fits BG/NBD by maximum likelihood; the same customers give the same model to the bit for any number of threads.
package struct BGNBDLearner: Learner, Hashable {
  package let settings: LikelihoodFitSettings

  package init(_ settings: LikelihoodFitSettings.Validated) {
    self.settings = settings.settings
  }
}

extension BGNBDLearner {
  /// - Parameter summaries: one customer each, or a weighted group of equal ones, in one time unit.
  /// - Throws: `Cancelled`, or `BuyTillYouDieError` for impossible histories, too few customers, or none who bought again.
  package func fit(
    _ summaries: [PurchaseSummary], context: ExecutionContext
  ) throws -> BGNBDModel {
    for (row, summary) in summaries.enumerated() { try summary.check(row: row) }
    let weighted = summaries.contains { $0.weight == 0 } ? summaries.filter { $0.weight > 0 } : summaries
    try context.checkCancellation()
    let likelihood = BGNBDLikelihood(PurchaseSummary.collapsed(weighted), context: context)
    try check(likelihood)
    let search = settings.search(weight: likelihood.customers)
    guard let maximum = try search.maximize(from: Self.starts(likelihood), likelihood.evaluate) else {
      throw BuyTillYouDieError.noFiniteLikelihood(model: "BG/NBD")
    }
    let parameters = maximum.logParameters.map(exp)
    return BGNBDModel(
      r: parameters[0], alpha: parameters[1] * likelihood.timeScale, a: parameters[2], b: parameters[3],
      fit: LikelihoodFit(
        logLikelihood: likelihood.unscaled(maximum.logLikelihood), customers: likelihood.customers,
        convergence: maximum.convergence))
  }

  private func check(_ likelihood: BGNBDLikelihood) throws(BuyTillYouDieError) {
    guard likelihood.customers >= Double(settings.minimumCustomers) else {
      throw .tooFewCustomers(found: likelihood.customers, needed: settings.minimumCustomers)
    }
    guard likelihood.repeatPurchases > 0 else { throw .noRepeatPurchasers(customers: likelihood.customers) }
  }

  /// (ln r, ln α, ln a, ln b), α chosen so that r/α is the mean rate of repeat purchases.
  private static func starts(_ likelihood: BGNBDLikelihood) -> [[Double]] {
    let rate = likelihood.repeatPurchases / likelihood.customers
    let shapes: [(r: Double, a: Double, b: Double)] = [
      (1, 1, 3), (0.3, 0.5, 2), (4, 1, 1), (1, 0.2, 4), (0.5, 3, 9), (2, 5, 5),
    ]
    return shapes.map { shape in
      let alpha = min(max(shape.r / rate, 1e-4), 1e4)
      return [shape.r, alpha, shape.a, shape.b].map(log)
    }
  }
}
