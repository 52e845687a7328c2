/// The customers with a row at each snapshot, before any feature is computed.
package struct FeatureRows: Sendable {
  /// Ascending.
  package let snapshots: [Snapshot]
  /// By snapshot: customer of each row, ascending.
  package let customers: [[Int32]]

  package init(snapshots: [Snapshot], customers: [[Int32]]) {
    precondition(snapshots.count == customers.count, "a list of customers for each snapshot")
    self.snapshots = snapshots
    self.customers = customers
  }

  package init(_ table: FeatureTable) {
    self.init(snapshots: table.snapshots.map(\.snapshot), customers: table.snapshots.map(\.customers))
  }

  /// Over all snapshots.
  package var count: Int { customers.reduce(0) { $0 + $1.count } }

  /// Number of rows at some snapshots.
  package func count(at some: [Snapshot]) -> Int {
    let some = Set(some)
    return zip(snapshots, customers).reduce(0) { $0 + (some.contains($1.0) ? $1.1.count : 0) }
  }

  /// The rows at the snapshots of some positions.
  package subscript(range: Range<Int>) -> FeatureRows {
    FeatureRows(snapshots: Array(snapshots[range]), customers: Array(customers[range]))
  }

  /// Positions of neighboring snapshots that are computed together: as many as have `limit` rows together, at least one.
  package func groups(ofRows limit: Int) -> [Range<Int>] {
    var groups: [Range<Int>] = []
    var (start, rows) = (0, 0)
    for index in snapshots.indices {
      if index > start, rows + customers[index].count > limit {
        groups.append(start..<index)
        (start, rows) = (index, 0)
      }
      rows += customers[index].count
    }
    return start < snapshots.count ? groups + [start..<snapshots.count] : groups
  }
}
