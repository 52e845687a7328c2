/// An ordered list of rules as text: what a built-in or a file says, before its conditions are compiled.
public struct NamingRuleSet: Sendable, Hashable {
  public struct Rule: Sendable, Hashable {
    public let name: String
    public let condition: String

    public init(_ name: String, when condition: String) {
      self.name = name
      self.condition = condition
    }
  }

  public let name: String
  public let summary: String
  public let granularity: NamingGranularity
  public let period: NamingPeriod
  /// The first whose condition holds gives the name.
  public let rules: [Rule]
  /// Where no condition holds.
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
