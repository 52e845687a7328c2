package import Learning
import Settings

extension LifetimeValueSettings {
  /// Of the trees of the model `gbdt`.
  package func treeSettings(seed: UInt64) -> GradientBoostingSettings {
    trees.boosting(objective == .tweedie ? .tweedie(power: tweedieVariancePower) : .squaredError, seed: seed)
  }
}

extension ScaledTreesLearner {
  /// - Throws: `SettingsError`.
  package init(_ request: ModelRequest) throws {
    let settings = try LifetimeValueSettings(request.configuration)
    self.init(
      settings: settings.scaledTrees.boosting(
        .tweedie(power: settings.tweedieVariancePower), seed: request.seed))
  }
}

extension BoostedValueLearner {
  /// - Throws: `SettingsError`.
  package init(_ request: ModelRequest, histories: CustomerHistories) throws {
    let settings = try LifetimeValueSettings(request.configuration)
    let windowDays = try FeatureSettings(request.configuration).windowDays
    self.init(
      settings: settings.treeSettings(seed: request.seed),
      window: ObservedWindow(windowDays: windowDays, dataStart: histories.lines.time.min() ?? 0))
  }
}

extension BuyTillYouDieLearner {
  /// - Throws: `SettingsError`.
  package init(_ request: ModelRequest, histories: CustomerHistories) throws {
    let settings = try LifetimeValueSettings(request.configuration)
    self.init(histories: histories, horizonDays: settings.horizonDays, settings: settings.buyTillYouDie)
  }
}
