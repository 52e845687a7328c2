public import Learning
public import Retention
public import Settings

extension PluginRegistry {
  /// The churn models that the configuration names, in its order; a stack comes last, after what it combines.
  ///
  /// - Throws: `PluginError` for an unknown name, `SettingsError` for parameters that a definition file gets wrong.
  public func churnCandidates(_ configuration: Configuration, seed: UInt64) throws -> [ChurnCandidate] {
    let candidates = try ChurnSettings(configuration).models.map { name in
      let definition = try definition(kind: .churn, name: name)
      return ChurnCandidate(name: name, kind: try churnKind(definition, configuration, seed: seed))
    }
    return candidates.filter { !$0.isStack } + candidates.filter(\.isStack)
  }

  private func churnKind(
    _ definition: ResolvedDefinition, _ configuration: Configuration, seed: UInt64
  ) throws -> ChurnCandidate.Kind {
    let configuration = try configuration.overriding(
      "churn.\(definition.implementation)", with: definition.parameters)
    let settings = try ChurnSettings(configuration)
    switch definition.implementation {
    case "gbdt":
      return .learner(
        BoostedChurnLearner(
          settings: settings.trees.boosting(.logistic, seed: seed), classWeights: settings.classWeights
        ))
    case "logistic":
      return .learner(
        LogisticChurnLearner(
          settings: try LogisticRegressionSettings(settings.logistic).validated(),
          firth: settings.logistic.firth, classWeights: settings.classWeights))
    case "stack": return .stack(l2: settings.stackL2)
    default: preconditionFailure("built-in churn model \(definition.implementation) has no maker")
    }
  }

  /// The model of lifetime value that decides, and the trees behind its interval.
  ///
  /// - Parameter histories: for models that read purchases, and when the first was.
  public func lifetimeValueModel(
    _ configuration: Configuration, histories: CustomerHistories, seed: UInt64
  ) throws -> (learner: any LifetimeValueLearner, trees: GradientBoostingSettings) {
    let name = try LifetimeValueSettings(configuration).model
    let definition = try definition(kind: .clv, name: name)
    let section = ["gbdt", "bgnbd"].contains(definition.implementation) ? "clv.\(definition.implementation)" : "clv"
    let configuration = try configuration.overriding(section, with: definition.parameters)
    let settings = try LifetimeValueSettings(configuration)
    let windowDays = try FeatureSettings(configuration).windowDays
    let trees = settings.trees.boosting(settings.treeObjective, seed: seed)
    let learner: any LifetimeValueLearner
    switch definition.implementation {
    case "gbdt":
      learner =
        BoostedValueLearner(
          settings: trees,
          window: ObservedWindow(windowDays: windowDays, dataStart: histories.lines.time.min() ?? 0))
    case "bgnbd":
      learner = BuyTillYouDieLearner(
        histories: histories, horizonDays: settings.horizonDays, settings: settings.buyTillYouDie)
    case "past-spend": learner = PastSpendLearner(scale: Double(settings.horizonDays) / Double(windowDays))
    case "mean": learner = MeanValueLearner()
    default: preconditionFailure("built-in clv model \(definition.implementation) has no maker")
    }
    return (learner, trees)
  }

  /// The allocation that the configuration names, and the settings with its parameters.
  public func allocationStrategy(
    _ configuration: Configuration
  ) throws -> (strategy: any AllocationStrategy, settings: AllocationSettings) {
    let name = try AllocationSettings(configuration).strategy
    let definition = try definition(kind: .allocation, name: name)
    let settings = try AllocationSettings(configuration.overriding("allocation", with: definition.parameters))
    switch definition.implementation {
    case "lagrangian": return (LagrangianAllocation(), settings)
    case "greedy": return (GreedyAllocation(), settings)
    case "proportional": return (ProportionalAllocation(), settings)
    default: preconditionFailure("built-in allocation \(definition.implementation) has no maker")
    }
  }

  /// The configuration with the parameters of the segmentation plugin that it names.
  public func segmentationSettings(_ configuration: Configuration) throws -> SegmentationSettings {
    let name = try SegmentationSettings(configuration).algorithm
    let definition = try definition(kind: .segmentation, name: name)
    return try SegmentationSettings(configuration.overriding("segmentation", with: definition.parameters))
  }
}

extension ChurnCandidate {
  fileprivate var isStack: Bool {
    if case .stack = kind { true } else { false }
  }
}

extension LifetimeValueSettings {
  fileprivate var treeObjective: GradientBoostingObjective {
    objective == .tweedie ? .tweedie(power: tweedieVariancePower) : .squaredError
  }
}

extension LogisticRegressionSettings {
  fileprivate init(_ settings: ChurnSettings.Logistic) {
    self.init(
      penalty: .ridge(strength: settings.l2), maxIterations: settings.maxIterations, tolerance: settings.tolerance)
  }
}
