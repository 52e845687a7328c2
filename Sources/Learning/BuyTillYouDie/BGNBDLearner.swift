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
  /// - Throws: `Cancelled`, or `BuyTillYouDieError` for histories that are impossible or too poor to estimate anything.
  package func fit(
    _ summaries: [PurchaseSummary], context: ExecutionContext
  ) throws -> BGNBDModel {
    let fitting = PurchaseFitting(model: "BG/NBD", settings: settings)
    let result = try fitting.fit(summaries, context: context, starts: BetaGeometricLikelihood.starts) {
      BetaGeometricLikelihood($0, chances: .afterRepeats, context: context)
    }
    let parameters = result.parameters
    return BGNBDModel(r: parameters[0], alpha: parameters[1], a: parameters[2], b: parameters[3], fit: result.fit)
  }
}

extension BetaGeometricLikelihood {
  /// (ln r, ln α, ln a, ln b), α chosen so that r/α is the mean rate of repeat purchases.
  static func starts(_ rate: Double) -> [[Double]] {
    let shapes: [(r: Double, a: Double, b: Double)] = [
      (1, 1, 3), (0.3, 0.5, 2), (4, 1, 1), (1, 0.2, 4), (0.5, 3, 9), (2, 5, 5),
    ]
    return shapes.map { shape in
      let alpha = min(max(shape.r / rate, 1e-4), 1e4)
      return [shape.r, alpha, shape.a, shape.b].map(log)
    }
  }
}
