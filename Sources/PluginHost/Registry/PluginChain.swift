import Retention
import Settings

/// A plugin and those that it uses, directly or indirectly.
struct PluginChain {
  /// The definition files; the plugin itself comes first.
  let links: [PluginDefinition]
  /// The built-in plugin at the end; nil for a naming or strategy that uses none.
  let base: BuiltInPlugin?
}

extension PluginChain {
  private var name: String { links.first?.entry.name ?? base!.name }

  /// The rules of all links; a plugin's own rules come before those of the one it uses.
  var naming: RuleNaming {
    var rules: [PluginDefinition.Rule] = []
    var otherwise: String?
    var granularity: NamingGranularity?
    var period = NamingPeriod.window
    for case .naming(let ownRules, let ownOtherwise, let ownGranularity) in links.map(\.content) {
      rules += ownRules
      otherwise = otherwise ?? ownOtherwise
      granularity = granularity ?? ownGranularity
    }
    if case .naming(let ruleSet)? = base?.content {
      rules += ruleSet.rules.map(compiled)
      otherwise = otherwise ?? ruleSet.otherwise
      granularity = granularity ?? ruleSet.granularity
      period = ruleSet.period
    }
    let ruleSet = NamingRuleSet(
      name: name, summary: links.first?.entry.summary ?? base!.summary, granularity: granularity ?? .cluster,
      period: period,
      rules: rules.map { .init($0.name, when: $0.expression.text) }, otherwise: otherwise!)
    return RuleNaming(ruleSet, predicates: rules.map(\.expression))
  }

  private func compiled(_ rule: NamingRuleSet.Rule) -> PluginDefinition.Rule {
    do throws(ExpressionError) {
      return PluginDefinition.Rule(name: rule.name, expression: try ColumnExpression(rule.condition))
    } catch {
      preconditionFailure("built-in rule `\(rule.name)`: \(error)")
    }
  }

  /// The strategies of all links; a plugin's own replace those of the one it uses.
  var strategyBook: StrategyBook {
    let start =
      if case .strategies(let book)? = base?.content { book } else { StrategyBook([]) }
    return links.reversed().reduce(start) { book, link in
      guard case .strategies(let strategies) = link.content else { return book }
      return book.overlaid(with: strategies)
    }
  }

  /// The built-in model at the end, with the parameters of all links.
  var resolvedDefinition: ResolvedDefinition {
    // The reader ensures that a model uses another one, and the catalog that this one exists.
    let base = base!
    let parameters = links.reversed().reduce([String: YAMLNode]()) { lower, link in
      guard case .parameters(let own) = link.content else { return lower }
      return merged(lower, under: own)
    }
    return ResolvedDefinition(
      kind: base.kind, name: name, implementation: base.name, parameters: parameters,
      chain: links.map(\.entry.name) + [base.name])
  }
}
