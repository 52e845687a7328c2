/// Pareto/NBD: purchases as long as a customer is alive, and dropout at any moment, whether or not they buy.
///
/// Purchase rates λ ~ Gamma(r, α), dropout rates μ ~ Gamma(s, β), independent.
/// Schmittlein, Morrison & Colombo (1987), "Counting Your Customers", Management Science 33(1); the likelihood as in
/// Fader & Hardie (2005), "A Note on Deriving the Pareto/NBD Model and Related Expressions".
package struct ParetoNBDModel: Sendable, Hashable, Codable {
  /// Shape of the purchase rates.
  package let r: Double
  /// Rate parameter of the purchase rates, in the time unit of the summaries.
  package let alpha: Double
  /// Shape of the dropout rates.
  package let s: Double
  /// Rate parameter of the dropout rates, in the time unit of the summaries.
  package let beta: Double
  /// At the parameters; nil where they were given, not fitted.
  package let fit: LikelihoodFit?

  /// A model with given parameters, all positive and finite.
  package init(r: Double, alpha: Double, s: Double, beta: Double) {
    self.init(parameters: [r, alpha, s, beta], fit: nil)
  }
}
