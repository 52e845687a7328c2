/// A property of a list of rules that its author may not intend. Rules are indices into `RuleNaming.rules`.
public enum RuleFinding: Sendable, Hashable {
  /// The condition holds at no point.
  case neverHolds(rule: Int)
  /// The condition holds somewhere, but rules before it always win there.
  case shadowed(rule: Int, by: [Int])
  /// Both conditions hold at a share of the points, and the first one wins; not reported for a shadowed rule.
  case overlap(first: Int, second: Int, share: Double, example: SamplePoint)
  /// No condition holds at a share of the points.
  case gap(share: Double, example: SamplePoint)

  /// How likely it is a mistake.
  public enum Severity: Sendable, Hashable {
    case warning
    /// Often intended.
    case note
  }

  /// How likely it is a mistake.
  public var severity: Severity {
    switch self {
    case .neverHolds, .shadowed: .warning
    case .overlap, .gap: .note
    }
  }
}

/// Values of the columns that the rules read, in their order.
public struct SamplePoint: Sendable, Hashable {
  /// A column and its value.
  public struct Coordinate: Sendable, Hashable {
    /// Full name.
    public let column: String
    public let value: Double
  }

  /// One per column.
  public let coordinates: [Coordinate]
}

/// What the linter found, and how many points it tried.
public struct RuleLintReport: Sendable, Hashable {
  /// Name of the naming.
  public let naming: String
  /// By index; the last one is for all other rows.
  public let rules: [NamingRule]
  /// Points tried; shares are shares of these, not of customers.
  public let pointCount: Int
  /// All combinations of the values tried, or a sample of them.
  public let coverage: Coverage
  /// Warnings first.
  public let findings: [RuleFinding]

  /// How the points were chosen.
  public enum Coverage: String, Sendable, Hashable {
    case allCombinations, sample
  }
}
