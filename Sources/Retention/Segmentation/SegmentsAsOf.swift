package import Numerics

/// The segments of all customers as of a snapshot, by a naming of histories: from what was known before it alone.
package struct SegmentsAsOf: Sendable {
  /// The customers, one row each.
  package let summaries: HistorySummaries
  package let thresholds: RelativeThresholds
  /// Name of each row's segment.
  package let names: [String]

  /// - Parameters:
  ///   - naming: with the period `history`.
  ///   - thresholds: nil learns them from `summaries`.
  /// - Throws: `NamingError` where a column is missing; `Cancelled`.
  package init(
    _ summaries: HistorySummaries, naming: any SegmentNaming, thresholds: RelativeThresholds? = nil,
    context: ExecutionContext
  ) throws {
    precondition(naming.granularity == .customer && naming.period == .history, "a naming of histories")
    self.summaries = summaries
    self.thresholds = thresholds ?? RelativeThresholds(learning: summaries)
    names = try naming.names(for: NamedColumns(summaries, self.thresholds), context: context)
  }

  /// The segment of a customer; nil for one without a line before the snapshot.
  package func name(of customer: Int32) -> String? { summaries.row(of: customer).map { names[$0] } }
}
