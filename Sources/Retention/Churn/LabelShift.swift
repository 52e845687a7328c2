package import Learning

/// Weights that give rows the share of churners that another period has, as if only that share differed (Saerens, Latinne
/// & Decaestecker 2002).
///
/// One snapshot has its own season: calibrating to its share of churners would carry that season into every later one.
package struct LabelShift: Sendable, Equatable {
  /// Weight of a row that churned, and of one that did not; their mean over the rows is 1.
  package let churned: Double
  package let stayed: Double

  /// - Parameters:
  ///   - labels: 1 for churned, else 0; weights are 1 where all are equal.
  ///   - prevalence: the share of churners to have.
  package init(_ labels: [Double], to prevalence: Double) {
    let own = labels.reduce(0, +) / Double(max(labels.count, 1))
    let isUsable = own > 0 && own < 1 && prevalence > 0 && prevalence < 1
    churned = isUsable ? prevalence / own : 1
    stayed = isUsable ? (1 - prevalence) / (1 - own) : 1
  }

  package func weights(_ labels: [Double]) -> [Double] { labels.map { $0 > 0 ? churned : stayed } }

  /// The payoff whose sum over the rows is that over weighted rows.
  package func weighted(_ payoff: PayoffMatrix) -> PayoffMatrix {
    PayoffMatrix(
      truePositive: payoff.truePositive * churned, falsePositive: payoff.falsePositive * stayed,
      trueNegative: payoff.trueNegative * stayed, falseNegative: payoff.falseNegative * churned)
  }
}
