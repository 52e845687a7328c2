import Learning
import Settings

extension BoostedChurnLearner {
  /// - Throws: `SettingsError`.
  package init(_ request: ModelRequest) throws {
    let settings = try ChurnSettings(request.configuration)
    self.init(
      settings: settings.trees.boosting(.logistic, seed: request.seed),
      classWeights: settings.classWeights)
  }
}

extension BlendedChurnLearner {
  /// - Throws: `SettingsError`, `LogisticRegressionError`.
  package init(_ request: ModelRequest) throws {
    let settings = try ChurnSettings(request.configuration)
    let logistic = LogisticRegressionSettings(
      penalty: .ridge(strength: settings.blend.l2), maxIterations: settings.logistic.maxIterations,
      tolerance: settings.logistic.tolerance)
    self.init(
      logistic: LogisticChurnLearner(
        settings: try logistic.validated(), firth: .never, classWeights: .none,
        clip: settings.blend.clip, readsHistoryAlone: settings.blend.logisticFeatures == .history),
      trees: BoostedChurnLearner(
        settings: settings.blendTrees.boosting(.logistic, seed: request.seed), classWeights: .none))
  }
}

extension LogisticChurnLearner {
  /// - Throws: `SettingsError`, `LogisticRegressionError`.
  package init(_ request: ModelRequest) throws {
    let settings = try ChurnSettings(request.configuration)
    let logistic = LogisticRegressionSettings(
      penalty: .ridge(strength: settings.logistic.l2), maxIterations: settings.logistic.maxIterations,
      tolerance: settings.logistic.tolerance)
    self.init(
      settings: try logistic.validated(), firth: settings.logistic.firth, classWeights: settings.classWeights)
  }
}
