public import Retention

/// A plugin that comes with the program. It registers as any other does, and carries what makes it.
public struct BuiltInPlugin: Sendable {
  public let kind: PluginKind
  public let name: String
  public let summary: String
  let content: Content

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
  public static func naming(_ rules: NamingRuleSet) -> BuiltInPlugin {
    BuiltInPlugin(kind: .naming, name: rules.name, summary: rules.summary, content: .naming(rules))
  }

  public static func strategies(_ name: String, _ summary: String, _ book: StrategyBook) -> BuiltInPlugin {
    BuiltInPlugin(kind: .strategy, name: name, summary: summary, content: .strategies(book))
  }

  /// - Parameters:
  ///   - section: of the settings, which parameters of definition files replace; nil where there are none.
  ///   - make: a learner, or the combination of the others.
  public static func churn(
    _ name: String, _ summary: String, section: String? = nil,
    make: @escaping @Sendable (ModelRequest) throws -> ChurnCandidate.Kind
  ) -> BuiltInPlugin {
    BuiltInPlugin(kind: .churn, name: name, summary: summary, content: .made(.churn(section: section, make)))
  }

  /// - Parameters:
  ///   - section: of the settings, which parameters of definition files replace; nil where there are none.
  ///   - make: gets the histories too, for models that read purchases.
  public static func lifetimeValue(
    _ name: String, _ summary: String, section: String? = nil,
    make: @escaping @Sendable (ModelRequest, CustomerHistories) throws -> any LifetimeValueLearner
  ) -> BuiltInPlugin {
    BuiltInPlugin(kind: .clv, name: name, summary: summary, content: .made(.lifetimeValue(section: section, make)))
  }

  public static func segmentation(
    _ name: String, _ summary: String, make: @escaping @Sendable (ModelRequest) throws -> any SegmentationLearner
  ) -> BuiltInPlugin {
    BuiltInPlugin(kind: .segmentation, name: name, summary: summary, content: .made(.segmentation(make)))
  }

  public static func allocation(
    _ name: String, _ summary: String, make: @escaping @Sendable () -> any AllocationStrategy
  ) -> BuiltInPlugin {
    BuiltInPlugin(kind: .allocation, name: name, summary: summary, content: .made(.allocation(make)))
  }

  var entry: PluginEntry {
    PluginEntry(kind: kind, name: name, form: .builtIn, origin: .builtIn, summary: summary)
  }
}
