package import Numerics

/// Fits MBG/NBD by maximum likelihood; the same customers give the same model to the bit for any number of threads.
package struct MBGNBDLearner: Learner, Hashable {
  package let settings: LikelihoodFitSettings

  package init(_ settings: LikelihoodFitSettings.Validated) {
    self.settings = settings.settings
  }
}

extension MBGNBDLearner {
  /// - Parameter summaries: one customer each, or a weighted group of equal ones, in one time unit.
  /// - Throws: `Cancelled`, or `BuyTillYouDieError` for histories that are impossible or too poor to estimate anything.
  package func fit(
    _ summaries: [PurchaseSummary], context: ExecutionContext
  ) throws -> MBGNBDModel {
    let fitting = PurchaseFitting(model: "MBG/NBD", settings: settings)
    let result = try fitting.fit(summaries, context: context, starts: BetaGeometricLikelihood.starts) {
      BetaGeometricLikelihood($0, chances: .afterEveryPurchase, context: context)
    }
    let parameters = result.parameters
    return MBGNBDModel(r: parameters[0], alpha: parameters[1], a: parameters[2], b: parameters[3], fit: result.fit)
  }
}
