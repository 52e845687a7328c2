import Retention

/// Every plugin by kind and name: the built-in ones and those of the definition files, checked when it is made.
public struct PluginRegistry: Sendable {
  /// By kind, then the built-in ones, then those of files in the order of their paths.
  public let entries: [PluginEntry]
  let namings: [String: RuleNaming]
  let strategyBooks: [String: StrategyBook]
  let definitions: [PluginKey: ResolvedDefinition]
  /// What makes the models and allocations at the ends of the chains of `uses`.
  let makers: [PluginKey: BuiltInPlugin.Maker]
}

struct PluginKey: Hashable, Sendable {
  let kind: PluginKind
  let name: String
}
