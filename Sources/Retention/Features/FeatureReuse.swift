package import Numerics

/// Copies the rows of an earlier feature table that still hold into a new one, before the sweep computes the others.
package final class FeatureReuse {
  private let targets: [SnapshotTarget]
  private let changes: ChangedHistories
  private let context: ExecutionContext
  /// By snapshot and row: whether the row was copied; empty for snapshots without a copied row.
  private(set) var isFilled: [[Bool]]
  /// Number of rows copied so far.
  package private(set) var rows = 0

  init(_ targets: [SnapshotTarget], _ changes: ChangedHistories, _ context: ExecutionContext) {
    self.targets = targets
    self.changes = changes
    self.context = context
    isFilled = [[Bool]](repeating: [], count: targets.count)
  }

  /// Copies some rows of one snapshot, except those of customers whose history before it has changed.
  ///
  /// - Parameters:
  ///   - customers: their numbers in the new table; −1 for a customer who is not in it.
  ///   - column: the values of a feature, NaN for null; called on any thread.
  /// - Throws: `Cancelled`.
  package func take(
    _ snapshot: Snapshot, customers: some Collection<Int32>, _ column: @Sendable (Feature) -> ArraySlice<Double>
  ) throws(Cancelled) {
    guard let index = targets.firstIndex(where: { $0.snapshot == snapshot }) else { return }
    let target = targets[index]
    var pairs: [(from: Int32, to: Int32)] = []
    pairs.reserveCapacity(customers.count)
    var place = 0
    for (row, customer) in customers.enumerated() where customer >= 0 {
      guard changes.isUnchanged(customer, before: snapshot) else { continue }
      place = target.place(of: customer, near: place)
      guard place < target.rows, target.customers[place] == customer else { continue }
      pairs.append((Int32(row), Int32(place)))
    }
    guard !pairs.isEmpty else { return }
    if isFilled[index].isEmpty { isFilled[index] = [Bool](repeating: false, count: target.rows) }
    for pair in pairs { isFilled[index][Int(pair.to)] = true }
    rows += pairs.count
    let copied = pairs
    try context.forEach(Feature.count) { feature in
      // It depends on all customers of the snapshot, which may be others now.
      guard feature != Feature.engagementNormalized.rawValue else { return }
      column(Feature.allCases[feature]).withUnsafeBufferPointer { values in
        let start = target.values + feature * target.rows
        for pair in copied { start[Int(pair.to)] = values[Int(pair.from)] }
      }
    }
  }
}
