package import Numerics

/// Names by an ordered list of compiled rules: the first that holds wins.
package struct RuleNaming: SegmentNaming {
  /// The rules as text.
  package let ruleSet: NamingRuleSet
  /// The compiled condition of each rule.
  package let predicates: [any ColumnPredicate]

  /// - Parameter predicates: the compiled conditions of `ruleSet.rules`, in their order.
  package init(_ ruleSet: NamingRuleSet, predicates: [any ColumnPredicate]) {
    precondition(ruleSet.rules.count == predicates.count, "each rule has a predicate")
    self.ruleSet = ruleSet
    self.predicates = predicates
  }
}

extension RuleNaming {
  package var name: String { ruleSet.name }
  package var granularity: NamingGranularity { ruleSet.granularity }
  package var period: NamingPeriod { ruleSet.period }

  package var rules: [NamingRule] {
    ruleSet.rules.map { NamingRule($0.name, when: $0.condition) } + [NamingRule(ruleSet.otherwise)]
  }

  package var columns: [String] {
    var seen: Set<String> = []
    return predicates.flatMap(\.outline.columns).filter { seen.insert($0).inserted }
  }

  package func names(for columns: NamedColumns, context: ExecutionContext) throws -> [String] {
    let names = rules.map(\.name)
    return try ruleIndices(for: columns, context: context).map { names[$0] }
  }

  /// For each row the index into `rules` of the one that gives its name.
  ///
  /// - Throws: `NamingError` where a column is missing; `Cancelled`.
  package func ruleIndices(for columns: NamedColumns, context: ExecutionContext = .serial) throws -> [Int] {
    let otherwise = predicates.count
    var indices = [Int](repeating: otherwise, count: columns.rowCount)
    context.progress.expect(predicates.count * columns.rowCount, unit: "rows")
    for (rule, predicate) in predicates.enumerated() {
      let holds = try predicate.evaluate(columns, context: context)
      for row in holds.indices where holds[row] && indices[row] == otherwise { indices[row] = rule }
      context.progress.advance(by: columns.rowCount)
    }
    try context.checkCancellation()
    return indices
  }
}
