import Numerics

/// How a grown leaf gets its value.
enum LeafRenewal: Sendable, Equatable {
  /// −G / (H + λ) from the leaf's sums.
  case newtonStep
  /// Weighted quantile of the leaf's residuals, for losses whose hessian says nothing.
  case residualQuantile(Double)
}

/// The arithmetic of an objective.
///
/// Passes over rows are requirements with a default, so that each conforming type has its own specialised copy and a
/// row costs no dynamic call.
protocol BoostingLoss: Sendable {
  /// The constant raw score that minimizes the loss.
  func startingScore(targets: [Double], weights: [Double]?) -> Double
  /// Of a row of weight 1.
  func derivatives(score: Double, target: Double) -> GradientPair
  /// Of a row of weight 1.
  func loss(score: Double, target: Double) -> Double
  func response(_ score: Double) -> Double
  var renewal: LeafRenewal { get }

  /// Writes the weighted derivatives of the rows `chunk`, times the scale of `output`.
  func fill(_ chunk: Range<Int>, _ rows: LossPointers, into output: DerivativeOutput) -> DerivativeSummary
  /// Weighted mean loss.
  func meanLoss(_ rows: LossRows, context: ExecutionContext) throws(Cancelled) -> Double
}
