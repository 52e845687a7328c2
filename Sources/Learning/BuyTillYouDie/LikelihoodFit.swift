/// How well a model fits the customers it was fitted to.
package struct LikelihoodFit: Sendable, Hashable, Codable {
  /// ln L in the units the customers were given in.
  package let logLikelihood: Double
  /// Weight of the customers fitted.
  package let customers: Double
  package let convergence: Convergence
}
