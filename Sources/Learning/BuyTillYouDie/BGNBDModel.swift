/// BG/NBD: purchases as long as a customer is alive, and a chance to drop out after each repeat purchase.
///
/// Purchase rates λ ~ Gamma(r, α), dropout probabilities p ~ Beta(a, b), independent.
/// Fader, Hardie & Lee (2005), "'Counting Your Customers' the Easy Way", Marketing Science 24(2).
package struct BGNBDModel: Sendable, Hashable, Codable {
  /// Shape of the purchase rates.
  package let r: Double
  /// Rate parameter of the purchase rates, in the time unit of the summaries.
  package let alpha: Double
  /// First parameter of the dropout probabilities.
  package let a: Double
  /// Second parameter of the dropout probabilities.
  package let b: Double
  /// At the parameters; nil where they were given, not fitted.
  package let fit: LikelihoodFit?

  /// A model with given parameters, all positive and finite.
  package init(r: Double, alpha: Double, a: Double, b: Double) {
    self.init(r: r, alpha: alpha, a: a, b: b, fit: nil)
  }

  init(r: Double, alpha: Double, a: Double, b: Double, fit: LikelihoodFit?) {
    precondition([r, alpha, a, b].allSatisfy { $0 > 0 && $0.isFinite }, "the parameters are positive")
    self.r = r
    self.alpha = alpha
    self.a = a
    self.b = b
    self.fit = fit
  }
}
