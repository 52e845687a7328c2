import Numerics
import Retention

/// A condition written in Swift, for tests below the expression library.
struct PlainPredicate: ColumnPredicate {
  let text: String
  let outline: ConditionOutline
  private let holds: @Sendable ([Double]) -> Bool

  /// - Parameter thresholds: by full name; the columns that `holds` gets, in alphabetical order.
  init(_ text: String, _ thresholds: [String: [Double]], _ holds: @escaping @Sendable ([Double]) -> Bool) {
    self.text = text
    outline = ConditionOutline(columns: thresholds.keys.sorted(), thresholds: thresholds, unboundColumns: [])
    self.holds = holds
  }

  func evaluate(_ columns: NamedColumns, context: ExecutionContext) throws -> [Bool] {
    let inputs = try outline.columns.map { (name) throws(NamingError) in try columns.column(name) }
    return (0..<columns.rowCount).map { row in holds(inputs.map { $0[row] }) }
  }
}

extension RuleNaming {
  /// A naming by recency alone.
  static func byRecency(_ rules: [(String, Double, @Sendable (Double) -> Bool)]) -> RuleNaming {
    let ruleSet = NamingRuleSet(
      name: "test", summary: "", granularity: .customer, rules: rules.map { .init($0.0, when: $0.0) },
      otherwise: "Rest")
    let predicates = rules.map { rule in
      PlainPredicate(rule.0, ["rfm_recency_days": [rule.1]]) { rule.2($0[0]) }
    }
    return RuleNaming(ruleSet, predicates: predicates)
  }
}
