import CIntrinsics
package import Numerics

/// Gamma-Gamma: spend per purchase ~ Gamma(p, ν) around a customer's own mean, and ν ~ Gamma(q, γ) over customers.
///
/// Fader & Hardie (2013), "The Gamma-Gamma Model of Monetary Value"; Fader, Hardie & Lee (2005), JMR 42(4).
/// It assumes that spend per purchase does not depend on how often a customer buys: see `association`.
package struct GammaGammaModel: Sendable, Hashable, Codable {
  /// Shape of a customer's spend per purchase.
  package let p: Double
  /// Above 1, so that the population has a mean.
  package let q: Double
  /// In the money unit of the summaries.
  package let gamma: Double
  /// nil where the parameters were given, not fitted.
  package let fit: LikelihoodFit?
  /// Between purchases and mean spend of the customers fitted; nil where not fitted.
  package let association: SpendAssociation?

  /// A model with given parameters: p and γ positive, q above 1.
  package init(p: Double, q: Double, gamma: Double) {
    self.init(p: p, q: q, gamma: gamma, fit: nil, association: nil)
  }

  init(p: Double, q: Double, gamma: Double, fit: LikelihoodFit?, association: SpendAssociation?) {
    precondition(p > 0 && q > 1 && gamma > 0, "p and gamma are positive and q is above 1")
    self.p = p
    self.q = q
    self.gamma = gamma
    self.fit = fit
    self.association = association
  }
}

extension GammaGammaModel: Predictor {
  /// Mean spend per purchase of a customer of whom nothing is known: γp / (q − 1).
  package var populationMean: Double { gamma * p / (q - 1) }

  /// E[M | x, m̄]: the customer's own mean and the population's, weighted by their precision.
  package func expectedSpend(_ summary: SpendSummary) -> Double {
    guard summary.purchases > 0 else { return populationMean }
    let known = p * Double(summary.purchases)
    return (gamma * p + known * summary.mean) / (known + q - 1)
  }

  /// `expectedSpend` of each customer.
  package func predict(_ summaries: [SpendSummary], context: ExecutionContext) throws(Cancelled) -> [Double] {
    try context.array(of: summaries.count) { rows, output in
      for row in rows { output[row] = expectedSpend(summaries[row]) }
    }
  }

  /// ln L of customers under these parameters; those without purchases are left out.
  ///
  /// - Throws: `Cancelled`, `BuyTillYouDieError.invalidSummary`, or `.tooFewCustomers` where nobody bought.
  package func logLikelihood(
    of summaries: [SpendSummary], context: ExecutionContext
  ) throws -> Double {
    for (row, summary) in summaries.enumerated() { try summary.check(row: row) }
    let buyers = summaries.filter { $0.purchases > 0 && $0.weight > 0 }
    guard !buyers.isEmpty else { throw BuyTillYouDieError.tooFewCustomers(found: 0, needed: 1) }
    let likelihood = GammaGammaLikelihood(rows: SpendRows(SpendSummary.sorted(buyers)), context: context)
    let scaled = [p, q - 1, gamma / likelihood.rows.moneyScale].map { log($0) }
    return likelihood.unscaled(try likelihood.evaluate(scaled).value)
  }
}
