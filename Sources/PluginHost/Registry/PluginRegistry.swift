import Retention

/// Every plugin by kind and name: the built-in ones and those from definition files, all checked when the registry is
/// made.
package struct PluginRegistry: Sendable {
  /// By kind; within a kind the built-in ones come first, then those from files in the order of their paths.
  package let entries: [PluginEntry]
  let namings: [String: RuleNaming]
  let strategyBooks: [String: StrategyBook]
  let definitions: [PluginKey: ResolvedDefinition]
  /// The closures that make the built-in models and allocations.
  let makers: [PluginKey: BuiltInPlugin.Maker]
}

/// Names are unique within a kind.
struct PluginKey: Hashable, Sendable {
  let kind: PluginKind
  let name: String
}
