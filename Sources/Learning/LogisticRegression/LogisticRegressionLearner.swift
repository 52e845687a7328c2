public import Numerics

/// Fits logistic regressions by Newton's method (iteratively reweighted least squares).
///
/// Features are standardised inside, block by block and without a copy; each step is one pass over the rows, whose
/// gradient and information are summed in the order of the rows, so a fit is the same to the bit for any number of
/// threads.
public struct LogisticRegressionLearner: Sendable, Hashable {
  public let settings: LogisticRegressionSettings

  public init(_ settings: LogisticRegressionSettings.Validated) {
    self.settings = settings.settings
  }
}

extension LogisticRegressionLearner {
  /// Rows from which a fit to a systematic sample gives the start value.
  static let warmStartRows = 1 << 17
  static let warmStartStride = 16

  /// Fits one coefficient a feature.
  ///
  /// - Parameters:
  ///   - features: rows × features, finite.
  ///   - labels: 0 or 1 for each row.
  ///   - weights: finite and at least 0, one for each row; a whole number counts as that many equal rows.
  /// - Throws: `Cancelled`, or `LogisticRegressionError`.
  public func fit(
    features: Matrix<Double>, labels: [Double], weights: [Double]? = nil, context: ExecutionContext
  ) throws -> LogisticRegressionModel {
    try check(features, labels, weights)
    let profile = try FeatureProfile(features: features, labels: labels, weights: weights, context: context)
    try check(profile, features, context)
    let problem = Problem(settings: settings, profile: profile, features: features)
    let design = LogisticDesign(
      features: features, labels: labels, weights: weights, centers: problem.centers,
      inverseScales: problem.scales.map { $0 > 0 ? 1 / $0 : 0 }, intercept: settings.intercept,
      context: context)
    var solver = problem.solver(design)
    let point = try warmStart(problem, design) ?? problem.nullPoint
    var start = try solver.evaluate(point)
    let aliased = problem.aliased(start.summary.information)
    for feature in aliased { solver.design.inverseScales[feature] = 0 }
    // A sample that says nothing of the other rows must not lead the fit astray.
    let misleads = start.value < problem.nullLogLikelihood && point != problem.nullPoint
    if misleads || aliased != problem.constants {
      start = try solver.evaluate(misleads ? problem.nullPoint : problem.withoutAliased(point, aliased))
    }
    let end = try solver.run(from: start, maxIterations: settings.maxIterations, tolerance: settings.tolerance)
    return problem.model(end, solver, aliased)
  }

  /// The maximum for a sample of the rows, where there are many: a few full passes fewer.
  private func warmStart(_ problem: Problem, _ design: LogisticDesign) throws(Cancelled) -> [Double]? {
    guard design.features.rows >= Self.warmStartRows, case .ridge(var ridge) = problem.objective else { return nil }
    for index in 0..<design.features.columns { ridge[index] += 1e-6 * problem.profile.weight }
    var solver = NewtonSolver(
      design: design, objective: .ridge(ridge), selection: .everyBlock(Self.warmStartStride),
      totalWeight: problem.profile.weight, reach: problem.reach)
    let start = try solver.evaluate(problem.nullPoint)
    return try solver.run(from: start, maxIterations: 10, tolerance: 1e-4).point
  }
}
