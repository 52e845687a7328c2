/// An ordered list of rules as text, from a built-in or a file, before its conditions are compiled.
public struct NamingRuleSet: Sendable, Hashable {
  /// A name and the condition for it, as text.
  public struct Rule: Sendable, Hashable {
    /// Name of the segment.
    public let name: String
    /// An expression over columns.
    public let condition: String

    public init(_ name: String, when condition: String) {
      self.name = name
      self.condition = condition
    }
  }

  /// Name of the plugin.
  public let name: String
  /// One line about it.
  public let summary: String
  /// What a row is.
  public let granularity: NamingGranularity
  /// What part of the history it looks at.
  public let period: NamingPeriod
  /// The first whose condition holds gives the name.
  public let rules: [Rule]
  /// Name where no condition holds.
  public let otherwise: String

  public init(
    name: String, summary: String, granularity: NamingGranularity, period: NamingPeriod = .window, rules: [Rule],
    otherwise: String
  ) {
    self.period = period
    self.name = name
    self.summary = summary
    self.granularity = granularity
    self.rules = rules
    self.otherwise = otherwise
  }
}
