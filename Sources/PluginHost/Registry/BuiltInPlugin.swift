package import Retention

/// A plugin that is compiled into the program, with the closure or data that it is made from.
package struct BuiltInPlugin: Sendable {
  /// What the plugin replaces.
  package let kind: PluginKind
  /// Name in the settings; unique within its kind.
  package let name: String
  /// One line for `plugins list`.
  package let summary: String
  let content: Content

  /// Data for namings and strategies, a closure for everything else.
  enum Content: Sendable {
    case naming(NamingRuleSet)
    case strategies(StrategyBook)
    case made(Maker)
  }

  /// Makes a model or an allocation from its settings.
  enum Maker: Sendable {
    case churn(section: String?, @Sendable (ModelRequest) throws -> ChurnCandidate.Kind)
    case lifetimeValue(section: String?, @Sendable (ModelRequest, CustomerHistories) throws -> any LifetimeValueLearner)
    case segmentation(@Sendable (ModelRequest) throws -> any SegmentationLearner)
    case allocation(@Sendable () -> any AllocationStrategy)
  }
}

extension BuiltInPlugin {
  /// A naming by rules.
  package static func naming(_ rules: NamingRuleSet) -> BuiltInPlugin {
    BuiltInPlugin(kind: .naming, name: rules.name, summary: rules.summary, content: .naming(rules))
  }

  /// A strategy for each segment.
  package static func strategies(_ name: String, _ summary: String, _ book: StrategyBook) -> BuiltInPlugin {
    BuiltInPlugin(kind: .strategy, name: name, summary: summary, content: .strategies(book))
  }

  /// A churn model.
  ///
  /// - Parameters:
  ///   - section: the section of the settings that the `parameters` of a definition file override; nil for a model
  ///     without settings.
  ///   - make: makes a learner, or the stack that combines the other models.
  package static func churn(
    _ name: String, _ summary: String, section: String? = nil,
    make: @escaping @Sendable (ModelRequest) throws -> ChurnCandidate.Kind
  ) -> BuiltInPlugin {
    BuiltInPlugin(kind: .churn, name: name, summary: summary, content: .made(.churn(section: section, make)))
  }

  /// A lifetime value model.
  ///
  /// - Parameters:
  ///   - section: the section of the settings that the `parameters` of a definition file override; nil for a model
  ///     without settings.
  ///   - make: makes a learner; the histories are for models of purchases, which read more than features.
  package static func lifetimeValue(
    _ name: String, _ summary: String, section: String? = nil,
    make: @escaping @Sendable (ModelRequest, CustomerHistories) throws -> any LifetimeValueLearner
  ) -> BuiltInPlugin {
    BuiltInPlugin(kind: .clv, name: name, summary: summary, content: .made(.lifetimeValue(section: section, make)))
  }

  /// A segmentation; the `parameters` of a definition file override the section `segmentation`.
  package static func segmentation(
    _ name: String, _ summary: String, make: @escaping @Sendable (ModelRequest) throws -> any SegmentationLearner
  ) -> BuiltInPlugin {
    BuiltInPlugin(kind: .segmentation, name: name, summary: summary, content: .made(.segmentation(make)))
  }

  /// An allocation strategy; the `parameters` of a definition file override the section `allocation`.
  package static func allocation(
    _ name: String, _ summary: String, make: @escaping @Sendable () -> any AllocationStrategy
  ) -> BuiltInPlugin {
    BuiltInPlugin(kind: .allocation, name: name, summary: summary, content: .made(.allocation(make)))
  }

  var entry: PluginEntry {
    PluginEntry(kind: kind, name: name, form: .builtIn, origin: .builtIn, summary: summary)
  }
}
