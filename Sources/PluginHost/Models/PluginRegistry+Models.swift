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
      guard case .churn(let section, let make) = maker(of: definition) else { misplaced(definition) }
      let configuration = try configuration.overriding(section, with: definition)
      return ChurnCandidate(name: name, kind: try make(ModelRequest(configuration: configuration, seed: seed)))
    }
    return candidates.filter { !$0.isStack } + candidates.filter(\.isStack)
  }

  /// The model of lifetime value that decides, and the trees behind its interval.
  ///
  /// - Parameter histories: for models that read purchases, and when the first was.
  /// - Throws: as `churnCandidates`.
  public func lifetimeValueModel(
    _ configuration: Configuration, histories: CustomerHistories, seed: UInt64
  ) throws -> (learner: any LifetimeValueLearner, trees: GradientBoostingSettings) {
    let definition = try definition(kind: .clv, name: LifetimeValueSettings(configuration).model)
    guard case .lifetimeValue(let section, let make) = maker(of: definition) else { misplaced(definition) }
    let request = ModelRequest(
      configuration: try configuration.overriding(section, with: definition), seed: seed)
    let trees = try LifetimeValueSettings(request.configuration).treeSettings(seed: seed)
    return (try make(request, histories), trees)
  }

  /// The allocation that the configuration names, and the settings with its parameters.
  ///
  /// - Throws: as `churnCandidates`.
  public func allocationStrategy(
    _ configuration: Configuration
  ) throws -> (strategy: any AllocationStrategy, settings: AllocationSettings) {
    let definition = try definition(kind: .allocation, name: AllocationSettings(configuration).strategy)
    guard case .allocation(let make) = maker(of: definition) else { misplaced(definition) }
    return (make(), try AllocationSettings(configuration.overriding("allocation", with: definition)))
  }

  /// The segmentation that the configuration names, and the settings with its parameters.
  ///
  /// - Throws: as `churnCandidates`; `SettingsError` for features that there are not.
  public func segmentation(
    _ configuration: Configuration, seed: UInt64
  ) throws -> (learner: any SegmentationLearner, settings: SegmentationSettings) {
    let definition = try definition(kind: .segmentation, name: SegmentationSettings(configuration).algorithm)
    guard case .segmentation(let make) = maker(of: definition) else { misplaced(definition) }
    let configuration = try configuration.overriding("segmentation", with: definition)
    return (
      try make(ModelRequest(configuration: configuration, seed: seed)), try SegmentationSettings(configuration)
    )
  }

  private func maker(of definition: ResolvedDefinition) -> BuiltInPlugin.Maker? {
    makers[PluginKey(kind: definition.kind, name: definition.implementation)]
  }

  /// The initializers of `BuiltInPlugin` give each kind its own sort of maker.
  private func misplaced(_ definition: ResolvedDefinition) -> Never {
    preconditionFailure("the built-in \(definition.kind) plugin \(definition.implementation) has a maker of its kind")
  }
}

extension Configuration {
  /// With the parameters of a definition laid over its section.
  ///
  /// - Parameter section: nil for a plugin without settings, whose definitions may have no parameters.
  fileprivate func overriding(_ section: String?, with definition: ResolvedDefinition) throws -> Configuration {
    try definition.parameters.isEmpty ? self : overriding(section ?? definition.name, with: definition.parameters)
  }
}

extension ChurnCandidate {
  fileprivate var isStack: Bool {
    if case .stack = kind { true } else { false }
  }
}
