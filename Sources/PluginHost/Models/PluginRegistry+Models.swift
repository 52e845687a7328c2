package import Retention
package import Settings

extension PluginRegistry {
  /// The churn models that the configuration names, in its order except that a stack comes last, after the models that
  /// it combines.
  ///
  /// - Throws: `PluginError` for an unknown name, `SettingsError` for wrong parameters in a definition file.
  package func churnCandidates(_ configuration: Configuration, seed: UInt64) throws -> [ChurnCandidate] {
    let candidates = try ChurnSettings(configuration).models.map { name in
      let definition = try definition(kind: .churn, name: name)
      guard case .churn(let section, let make) = maker(of: definition) else { misplaced(definition) }
      let configuration = try configuration.overriding(section, with: definition)
      return ChurnCandidate(name: name, kind: try make(ModelRequest(configuration: configuration, seed: seed)))
    }
    return candidates.filter { !$0.isStack } + candidates.filter(\.isStack)
  }

  /// The lifetime value models that the configuration names, in its order.
  ///
  /// - Parameter histories: all purchases, for models that read more than features.
  /// - Throws: As `churnCandidates`.
  package func lifetimeValueCandidates(
    _ configuration: Configuration, histories: CustomerHistories, seed: UInt64
  ) throws -> [ValueCandidate] {
    try LifetimeValueSettings(configuration).models.map { name in
      let definition = try definition(kind: .clv, name: name)
      guard case .lifetimeValue(let section, let make) = maker(of: definition) else { misplaced(definition) }
      let configuration = try configuration.overriding(section, with: definition)
      return ValueCandidate(
        name: name, learner: try make(ModelRequest(configuration: configuration, seed: seed), histories))
    }
  }

  /// The allocation that the configuration names, and the settings with its parameters.
  ///
  /// - Throws: As `churnCandidates`.
  package func allocationStrategy(
    _ configuration: Configuration
  ) throws -> (strategy: any AllocationStrategy, settings: AllocationSettings) {
    let definition = try definition(kind: .allocation, name: AllocationSettings(configuration).strategy)
    guard case .allocation(let make) = maker(of: definition) else { misplaced(definition) }
    return (make(), try AllocationSettings(configuration.overriding("allocation", with: definition)))
  }

  /// The segmentation that the configuration names, and the settings with its parameters.
  ///
  /// - Throws: As `churnCandidates`; `SettingsError` also for features that do not exist.
  package func segmentation(
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

  /// Cannot happen: the factory methods of `BuiltInPlugin` give each kind its own case of `Maker`.
  private func misplaced(_ definition: ResolvedDefinition) -> Never {
    preconditionFailure("the built-in \(definition.kind) plugin \(definition.implementation) has a maker of its kind")
  }
}

extension Configuration {
  /// The configuration with the parameters of a definition laid over a section.
  ///
  /// - Parameter section: nil for a plugin without settings, whose definitions must not have parameters.
  /// - Throws: `SettingsError` for parameters that the section does not allow.
  fileprivate func overriding(_ section: String?, with definition: ResolvedDefinition) throws -> Configuration {
    try definition.parameters.isEmpty ? self : overriding(section ?? definition.name, with: definition.parameters)
  }
}

extension ChurnCandidate {
  fileprivate var isStack: Bool {
    if case .stack = kind { true } else { false }
  }
}
