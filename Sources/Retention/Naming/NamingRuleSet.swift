/// An ordered list of rules as text, from a built-in or a file, before its conditions are compiled.
package struct NamingRuleSet: Sendable, Hashable {
  /// A name and the condition for it, as text.
  package struct Rule: Sendable, Hashable {
    /// Name of the segment.
    package let name: String
    /// An expression over columns.
    package let condition: String

    package init(_ name: String, when condition: String) {
      self.name = name
      self.condition = condition
    }
  }

  /// Name of the plugin.
  package let name: String
  /// One line about it.
  package let summary: String
  /// What a row is.
  package let granularity: NamingGranularity
  /// What part of the history it looks at.
  package let period: NamingPeriod
  /// The first whose condition holds gives the name.
  package let rules: [Rule]
  /// Name where no condition holds.
  package let otherwise: String

  package init(
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
