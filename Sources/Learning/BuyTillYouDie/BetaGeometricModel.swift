/// BG/NBD: purchases as long as a customer is alive, and a chance to drop out after each repeat purchase.
///
/// Fader, Hardie & Lee (2005), "'Counting Your Customers' the Easy Way", Marketing Science 24(2).
package typealias BGNBDModel = BetaGeometricModel<DropoutAfterRepeats>

/// MBG/NBD: BG/NBD with a chance to drop out after the first purchase too, so that customers without a repeat purchase
/// may be gone.
///
/// Batislam, Denizel & Filiztekin (2007), "Empirical validation and comparison of models for customer base analysis",
/// IJRM 24(3); the expectations as in Wagner & Hoppe (2008), "Erratum on the MBG/NBD model", IJRM 25(3).
package typealias MBGNBDModel = BetaGeometricModel<DropoutAfterEveryPurchase>

/// Purchase rates λ ~ Gamma(r, α), dropout probabilities p ~ Beta(a, b), independent.
package struct BetaGeometricModel<Chances: DropoutChances>: Sendable, Hashable, Codable {
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
    self.init(parameters: [r, alpha, a, b], fit: nil)
  }
}
