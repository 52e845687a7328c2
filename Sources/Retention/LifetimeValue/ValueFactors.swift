package import Learning

/// Values as products, in which their explanation can take parts away: scale × the mean ratio of several models of trees.
package struct ValueFactors: Sendable {
  /// What the scale is.
  package enum Kind: Sendable, Equatable {
    /// Learned from past spend.
    case learned
    /// Past spend itself: nothing else is expected to matter.
    case asBefore(PastSpendLearner.Basis)
  }

  package let kind: Kind
  /// By row, in units of the currency.
  package let scales: [Double]
  /// Predict the ratio; none where it is 1.
  package let trees: [GradientBoostingModel]
  /// No value is larger.
  package let limit: Double

  package init(
    _ kind: Kind = .learned, scales: [Double], trees: [GradientBoostingModel] = [], limit: Double = .infinity
  ) {
    (self.kind, self.scales, self.trees, self.limit) = (kind, scales, trees, limit)
  }

  /// The factors of values that were all multiplied by `factor`.
  package func scaled(by factor: Double) -> ValueFactors {
    factor == 1
      ? self : ValueFactors(kind, scales: scales.map { $0 * factor }, trees: trees, limit: limit * factor)
  }

  /// Ratio that trees predict where their raw score is `score`.
  package func ratio(score: Double, of model: Int) -> Double {
    if case .tweedie = trees[model].objective { exponential(score) } else { score }
  }
}
