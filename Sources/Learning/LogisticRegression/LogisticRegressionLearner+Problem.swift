import CIntrinsics
import Numerics

extension LogisticRegressionLearner {
  /// A fit in standardized terms, and the way back.
  struct Problem {
    let settings: LogisticRegressionSettings
    let profile: FeatureProfile
    /// 0 for each feature without an intercept: then nothing may be shifted.
    let centers: [Double]
    /// 0 for constant features, unless there is no intercept to take their place.
    let scales: [Double]
    let width: Int
  }
}

extension LogisticRegressionLearner.Problem {
  init(settings: LogisticRegressionSettings, profile: FeatureProfile, features: Matrix<Double>) {
    self.settings = settings
    self.profile = profile
    switch settings.intercept {
    case .fitted:
      centers = profile.columns.map(\.mean)
      scales = profile.scales
      width = features.columns + 1
    case .absent:
      centers = [Double](repeating: 0, count: features.columns)
      scales = zip(profile.scales, profile.columns).map { $0 > 0 ? $0 : abs($1.mean) }
      width = features.columns
    }
  }

  var objective: NewtonSolver.Objective {
    var ridge = [Double](repeating: 0, count: width)
    switch settings.penalty {
    case .none: break
    case .firth: return .firth
    case .ridge(let strength, .standardized):
      for index in scales.indices { ridge[index] = strength }
    case .ridge(let strength, .original):
      for (index, scale) in scales.enumerated() where scale > 0 { ridge[index] = strength / (scale * scale) }
    }
    return .ridge(ridge)
  }

  func solver(_ design: LogisticDesign) -> NewtonSolver {
    NewtonSolver(design: design, objective: objective, totalWeight: profile.weight, reach: reach)
  }

  /// Greatest |z| of each column.
  var reach: [Double] {
    let features = zip(profile.columns, zip(centers, scales)).map { column, place in
      let (center, scale) = place
      return scale > 0 ? max(column.highest.max() - center, center - column.lowest.min()) / scale : 0
    }
    return settings.intercept == .fitted ? features + [1] : features
  }

  /// The maximum without any feature.
  var nullPoint: [Double] {
    var point = [Double](repeating: 0, count: width)
    if settings.intercept == .fitted {
      point[width - 1] = log(profile.positiveWeight / (profile.weight - profile.positiveWeight))
    }
    return point
  }

  /// Log-likelihood at `nullPoint`.
  var nullLogLikelihood: Double {
    let share = settings.intercept == .fitted ? profile.positiveWeight / profile.weight : 0.5
    return profile.positiveWeight * log(share) + (profile.weight - profile.positiveWeight) * log1p(-share)
  }

  /// `point` with 0 for features that take no part.
  func withoutAliased(_ point: [Double], _ aliased: [Int]) -> [Double] {
    var point = point
    for feature in aliased { point[feature] = 0 }
    return point
  }

  /// Features without any spread of their own.
  var constants: [Int] { scales.indices.filter { scales[$0] == 0 } }

  /// Constant features and, where no ridge decides between them, those that depend on earlier ones.
  func aliased(_ information: Matrix<Double>) -> [Int] {
    if case .ridge(let ridge) = objective, ridge.contains(where: { $0 > 0 }) { return constants }
    let kept = Set(independentColumns(ofGram: information))
    return scales.indices.filter { !kept.contains($0) }
  }

  /// The state in the features' own units.
  func model(_ state: NewtonState, _ solver: NewtonSolver, _ aliased: [Int]) -> LogisticRegressionModel {
    let inverse = solver.design.inverseScales
    let coefficients = inverse.indices.map { state.point[$0] * inverse[$0] }
    let shift = zip(coefficients, centers).reduce(0) { $0 + $1.0 * $1.1 }
    let separation = separation(state, solver)
    let exists = settings.penalty != .none || separation == .none
    return LogisticRegressionModel(
      intercept: settings.intercept == .fitted ? state.point[width - 1] - shift : 0, coefficients: coefficients,
      featureMeans: profile.columns.map(\.mean), featureScales: profile.scales, iterations: solver.iterations,
      converged: solver.converged && exists, logLikelihood: state.summary.logLikelihood,
      penalizedLogLikelihood: state.value, separation: separation, aliasedFeatures: aliased,
      standardErrors: standardErrors(state, inverse))
  }

  private func separation(_ state: NewtonState, _ solver: NewtonSolver) -> Separation {
    let single = profile.separation(settings.intercept)
    if case .complete = single { return single }
    if state.summary.leastMargin > 0 { return .complete(feature: greatestPart(of: state.point)) }
    if single != .none { return single }
    return solver.separatingDirection.map { .quasiComplete(feature: greatestPart(of: $0)) } ?? .none
  }

  private func greatestPart(of direction: [Double]) -> Int {
    scales.indices.max { (abs(direction[$0]), $1) < (abs(direction[$1]), $0) } ?? 0
  }

  /// The features' standard errors, then the intercept's, from the covariance on standardized features.
  private func standardErrors(_ state: NewtonState, _ inverseScales: [Double]) -> [Double]? {
    guard let covariance = state.factor?.inverse else { return nil }
    var errors = inverseScales.indices.map { covariance[$0, $0].squareRoot() * inverseScales[$0] }
    if settings.intercept == .fitted {
      let direction = zip(centers, inverseScales).map { -$0 * $1 } + [1]
      let variance = zip(direction, covariance.times(direction)).reduce(0) { $0 + $1.0 * $1.1 }
      errors.append(max(variance, 0).squareRoot())
    }
    return errors
  }
}
