package import Numerics

/// Fits Pareto/NBD by maximum likelihood; the same customers give the same model to the bit for any number of threads.
package struct ParetoNBDLearner: Learner, Hashable {
  package let settings: LikelihoodFitSettings

  package init(_ settings: LikelihoodFitSettings.Validated) {
    self.settings = settings.settings
  }
}

extension ParetoNBDLearner {
  /// - Parameter summaries: one customer each, or a weighted group of equal ones, in one time unit.
  /// - Throws: `Cancelled`, or `BuyTillYouDieError` for histories that are impossible or too poor to estimate anything.
  package func fit(
    _ summaries: [PurchaseSummary], context: ExecutionContext
  ) throws -> ParetoNBDModel {
    let fitting = PurchaseFitting(model: "Pareto/NBD", settings: settings)
    let result = try fitting.fit(summaries, context: context, starts: ParetoNBDLikelihood.starts) {
      ParetoNBDLikelihood($0, context: context)
    }
    let parameters = result.parameters
    return ParetoNBDModel(
      r: parameters[0], alpha: parameters[1], s: parameters[2], beta: parameters[3], fit: result.fit)
  }
}
