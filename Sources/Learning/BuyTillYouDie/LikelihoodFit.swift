/// How well a model fits the customers it was fitted to.
package struct LikelihoodFit: Sendable, Hashable, Codable {
  /// ln L in the units the customers were given in.
  package let logLikelihood: Double
  /// Weight of the customers fitted.
  package let customers: Double
  package let convergence: Convergence
  /// One for each parameter, in the order in which the model declares them and in its unit.
  ///
  /// From the observed information at the maximum, by log parameter, and the delta method; weights count as that many
  /// customers. nil where a parameter is at its bound, the search did not arrive, or the information is not positive
  /// definite: the data do not determine all parameters then.
  package let standardErrors: [Double]?
  /// nil for a model of spend.
  package let dropout: DropoutEvidence?
}
