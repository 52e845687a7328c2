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
  /// - Throws: `NamingError` where a column is missing; `Cancelled`.
  package init(
    _ snapshots: Set<Snapshot>, _ histories: CustomerHistories, _ matches: ReturnMatches, naming: any SegmentNaming,
    context: ExecutionContext
  ) throws {
    var numbers: [String: Int32] = [:]
    var names: [String] = []
    var groups: [Snapshot: [Int32]] = [:]
    for summaries in try HistorySummaries.at(snapshots.sorted(), histories, matches, context: context) {
      let segments = try SegmentsAsOf(summaries, naming: naming, context: context)
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
    self.names = names
    self.groups = groups
  }

  /// Group of each customer; −1 for none, and at a snapshot that was not asked for.
  package func groups(of customers: [Int32], at snapshot: Snapshot) -> [Int32] {
    guard let groups = groups[snapshot] else { return customers.map { _ in -1 } }
    return customers.map { groups[Int($0)] }
  }
}
