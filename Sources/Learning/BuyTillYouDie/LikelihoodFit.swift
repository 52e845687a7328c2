/// How well a model fits the customers it was fitted to.
public struct LikelihoodFit: Sendable, Hashable, Codable {
  /// ln L in the units the customers were given in.
  public let logLikelihood: Double
  /// Weight of the customers fitted.
  public let customers: Double
  public let convergence: Convergence
}
