public import Retention

/// A plugin that comes with the program. It registers as any other does.
public struct BuiltInPlugin: Sendable {
  public let kind: PluginKind
  public let name: String
  public let summary: String
  let content: Content

  enum Content: Sendable {
    case naming(NamingRuleSet)
    case strategies(StrategyBook)
    /// The stage of this kind knows the implementation by the plugin's name.
    case implementation
  }
}

extension BuiltInPlugin {
  public static func naming(_ rules: NamingRuleSet) -> BuiltInPlugin {
    BuiltInPlugin(kind: .naming, name: rules.name, summary: rules.summary, content: .naming(rules))
  }

  public static func strategies(_ name: String, _ summary: String, _ book: StrategyBook) -> BuiltInPlugin {
    BuiltInPlugin(kind: .strategy, name: name, summary: summary, content: .strategies(book))
  }

  /// A model or an allocation, made by the stage of its kind.
  public static func implementation(_ kind: PluginKind, _ name: String, _ summary: String) -> BuiltInPlugin {
    precondition(kind != .naming && kind != .strategy, "namings and strategies are data")
    return BuiltInPlugin(kind: kind, name: name, summary: summary, content: .implementation)
  }

  /// Every built-in plugin; there is no other place that registers one.
  public static let all: [BuiltInPlugin] = [
    .naming(.rfmCorrected),
    .naming(.rfmClassic),
    .naming(.valueThresholds),
    .strategies("standard", "What to do for the segments of the built-in namings", .standard),
    .implementation(.allocation, "lagrangian", "Best value for the budget, with a proof of how good the plan is"),
    .implementation(.allocation, "greedy", "Highest value per unit of money first, one tier a customer"),
    .implementation(.allocation, "proportional", "The budget shared among segments by their priority"),
    .implementation(.segmentation, "kmeans", "K-Means on the transformed, standardised features"),
    .implementation(.churn, "logistic", "Logistic regression, fitted by Newton steps"),
    .implementation(.churn, "gbdt", "Gradient-boosted trees for the probability of leaving"),
    .implementation(.churn, "stack", "A logistic combination of the other churn models"),
    .implementation(.clv, "gbdt", "Gradient-boosted trees for revenue, with conformal intervals"),
    .implementation(.clv, "bgnbd", "BG/NBD for purchases and Gamma-Gamma for their value"),
    .implementation(.clv, "past-spend", "Baseline: the customer's revenue of the last 180 days"),
    .implementation(.clv, "mean", "Baseline: the mean of the training customers"),
  ]

  var entry: PluginEntry {
    PluginEntry(kind: kind, name: name, form: .builtIn, origin: .builtIn, summary: summary)
  }
}
