/// MBG/NBD: BG/NBD with a chance to drop out after the first purchase too, so that customers without a repeat purchase
/// may be gone.
///
/// Purchase rates λ ~ Gamma(r, α), dropout probabilities p ~ Beta(a, b), independent.
/// Batislam, Denizel & Filiztekin (2007), "Empirical validation and comparison of models for customer base analysis",
/// IJRM 24(3); the expectations as in Wagner & Hoppe (2008), "Erratum on the MBG/NBD model", IJRM 25(3).
package struct MBGNBDModel: Sendable, Hashable, Codable {
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
