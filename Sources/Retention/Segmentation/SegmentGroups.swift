package import Numerics

/// Segments of all customers at several snapshots, each by what was known before it, as numbered groups.
package struct SegmentGroups: Sendable {
  /// Name of each group.
  package let names: [String]
  /// By snapshot: group of each customer by number; −1 for none.
  private let groups: [Snapshot: [Int32]]

  /// - Parameters:
  ///   - snapshots: at which customers will be asked for.
  ///   - naming: with the period `history`; the shop's limits are learned at each snapshot.
  ///   - thresholds: limits that take the place of those learned at later snapshots; nil for none.
  ///   - names: of the first groups, also of those without a customer.
  /// - Throws: `NamingError` where a column is missing; `Cancelled`.
  package init(
    _ snapshots: Set<Snapshot>, _ histories: CustomerHistories, _ matches: ReturnMatches, naming: any SegmentNaming,
    thresholds: RelativeThresholds? = nil, names first: [String] = [], context: ExecutionContext
  ) throws {
    var names = first
    var numbers = Dictionary(uniqueKeysWithValues: first.enumerated().map { ($1, Int32($0)) })
    var groups: [Snapshot: [Int32]] = [:]
    let days = snapshots.sorted()
    // A few at a time: the summaries take many times the memory of the groups.
    for start in stride(from: 0, to: days.count, by: Self.together) {
      let some = Array(days[start..<min(start + Self.together, days.count)])
      for summaries in try HistorySummaries.at(some, histories, matches, context: context) {
        // The limits may know of nothing that the snapshot does not.
        let known = thresholds.flatMap { $0.learnedAt <= summaries.snapshot.description ? $0 : nil }
        let segments = try SegmentsAsOf(summaries, naming: naming, thresholds: known, context: context)
        var group = [Int32](repeating: -1, count: histories.customerCount)
        for (row, name) in segments.names.enumerated() {
          if numbers[name] == nil {
            numbers[name] = Int32(names.count)
            names.append(name)
          }
          group[Int(summaries.customers[row])] = numbers[name] ?? -1
        }
        groups[summaries.snapshot] = group
      }
    }
    self.names = names
    self.groups = groups
  }

  private static let together = 4

  /// Group of each customer; −1 for none, and at a snapshot that was not asked for.
  package func groups(of customers: [Int32], at snapshot: Snapshot) -> [Int32] {
    guard let groups = groups[snapshot] else { return customers.map { _ in -1 } }
    return customers.map { groups[Int($0)] }
  }

  /// The groups as columns of what models read.
  package var columns: SegmentColumns { SegmentColumns(names: names) { groups(of: $0, at: $1) } }
}
