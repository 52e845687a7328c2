/// A property of a list of rules that its author may not intend. Rules are indices into `RuleNaming.rules`.
package enum RuleFinding: Sendable, Hashable {
  /// The condition holds at no point.
  case neverHolds(rule: Int)
  /// The condition holds somewhere, but rules before it always win there.
  case shadowed(rule: Int, by: [Int])
  /// Both conditions hold at a share of the points, and the first one wins; not reported for a shadowed rule.
  case overlap(first: Int, second: Int, share: Double, example: SamplePoint)
  /// No condition holds at a share of the points.
  case gap(share: Double, example: SamplePoint)

  /// How likely it is a mistake.
  package enum Severity: Sendable, Hashable {
    case warning
    /// Often intended.
    case note
  }

  /// How likely it is a mistake.
  package var severity: Severity {
    switch self {
    case .neverHolds, .shadowed: .warning
    case .overlap, .gap: .note
    }
  }
}

/// Values of the columns that the rules read, in their order.
package struct SamplePoint: Sendable, Hashable {
  /// A column and its value.
  package struct Coordinate: Sendable, Hashable {
    /// Full name.
    package let column: String
    package let value: Double
  }

  /// One per column.
  package let coordinates: [Coordinate]
}

/// What the linter found, and how many points it tried.
package struct RuleLintReport: Sendable, Hashable {
  /// Name of the naming.
  package let naming: String
  /// By index; the last one is for all other rows.
  package let rules: [NamingRule]
  /// Points tried; shares are shares of these, not of customers.
  package let pointCount: Int
  /// All combinations of the values tried, or a sample of them.
  package let coverage: Coverage
  /// Warnings first.
  package let findings: [RuleFinding]

  /// How the points were chosen.
  package enum Coverage: String, Sendable, Hashable {
    case allCombinations, sample
  }
}
