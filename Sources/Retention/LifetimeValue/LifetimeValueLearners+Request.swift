package import Learning
import Settings

extension LifetimeValueSettings {
  /// Of the trees for the expected value, which those of the interval are made from.
  package func treeSettings(seed: UInt64) -> GradientBoostingSettings {
    trees.boosting(objective == .tweedie ? .tweedie(power: tweedieVariancePower) : .squaredError, seed: seed)
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

extension PastSpendLearner {
  /// - Throws: `SettingsError`.
  package init(_ request: ModelRequest) throws {
    let horizon = try LifetimeValueSettings(request.configuration).horizonDays
    self.init(scale: Double(horizon) / Double(try FeatureSettings(request.configuration).windowDays))
  }
}
