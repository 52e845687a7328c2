package import Numerics

/// Fits logistic regressions by Newton's method (iteratively reweighted least squares).
///
/// Features are standardized inside, block by block and without a copy; each step is one pass over the rows, whose
/// gradient and information are summed in the order of the rows, so a fit is the same to the bit for any number of
/// threads.
package struct LogisticRegressionLearner: Learner, Hashable {
  package let settings: LogisticRegressionSettings

  package init(_ settings: LogisticRegressionSettings.Validated) {
    self.settings = settings.settings
  }

  /// Rows of two classes.
  package struct TrainingSet: Sendable, Equatable {
    /// rows × features, finite.
    package var features: Matrix<Double>
    /// 0 or 1 for each row.
    package var labels: [Double]
    /// Finite and at least 0, one for each row; a whole number counts as that many equal rows. nil for equal ones.
    package var weights: [Double]?

    package init(features: Matrix<Double>, labels: [Double], weights: [Double]? = nil) {
      (self.features, self.labels, self.weights) = (features, labels, weights)
    }
  }
}

extension LogisticRegressionLearner {
  /// Rows from which a fit to a systematic sample gives the start value.
  static let warmStartRows = 1 << 17
  static let warmStartStride = 16

  /// Fits one coefficient per feature.
  ///
  /// - Throws: `Cancelled`, or `LogisticRegressionError`.
  package func fit(_ rows: TrainingSet, context: ExecutionContext) throws -> LogisticRegressionModel {
    let (features, labels, weights) = (rows.features, rows.labels, rows.weights)
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
    // A sample that misrepresents the other rows must not mislead the fit.
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
