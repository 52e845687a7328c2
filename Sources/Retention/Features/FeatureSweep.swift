import CivilTime
package import Numerics

/// Computes the 33 features of all customers at all snapshots in one sweep over the sorted lines: customers in
/// parallel, without a join per snapshot.
package struct FeatureSweep: Sendable {
  /// Days of the observation window; a multiple of 30.
  package let windowDays: Int
  /// Orders a customer must have before a snapshot to have a row there.
  package let minOrders: Int

  package init(windowDays: Int, minOrders: Int) {
    precondition(windowDays >= 30 && windowDays % 30 == 0, "the window is a whole number of 30-day buckets")
    self.windowDays = windowDays
    self.minOrders = minOrders
  }

  /// Computes all rows.
  package func features(
    of histories: CustomerHistories, orders: OrderTimes, at snapshots: [Snapshot], context: ExecutionContext
  ) throws(Cancelled) -> FeatureTable {
    let rows = try rowsToCompute(orders: orders, snapshots: snapshots, context)
    let blocks = try Self.blocks(rows) { (targets) throws(Cancelled) in
      try fill(targets, but: targets.map { _ in [] }, from: histories, context)
    }
    return FeatureTable(windowDays: windowDays, snapshots: blocks)
  }

  /// The same table, made of the rows of an earlier one where they still hold.
  ///
  /// - Parameters:
  ///   - changes: since the earlier table, which was made with the same settings.
  ///   - earlier: passes its rows to `FeatureReuse.take`.
  /// - Throws: `Cancelled`; what `earlier` throws.
  package func features(
    of histories: CustomerHistories, orders: OrderTimes, at snapshots: [Snapshot],
    reusing changes: ChangedHistories, context: ExecutionContext, _ earlier: (FeatureReuse) throws -> Void
  ) throws -> FeatureTable {
    let rows = try rowsToCompute(orders: orders, snapshots: snapshots, context)
    let blocks = try Self.blocks(rows) { targets in
      let reuse = FeatureReuse(targets, changes, context)
      try earlier(reuse)
      try fill(targets, but: reuse.isFilled, from: histories, context)
    }
    return FeatureTable(windowDays: windowDays, snapshots: blocks)
  }
}

extension FeatureSweep {
  /// The customers with a row at a snapshot.
  private typealias Rows = (snapshot: Snapshot, customers: [Int32])

  /// For each snapshot, the customers with an order in the window and enough orders before it.
  private func rowsToCompute(
    orders: OrderTimes, snapshots: [Snapshot], _ context: ExecutionContext
  ) throws(Cancelled) -> [Rows] {
    context.progress.expect(snapshots.count, unit: "snapshots")
    return try context.map(snapshots.count) { index in
      let end = snapshots[index].time
      let start = end - Int64(windowDays) * Microseconds.day
      let customers = (0..<orders.customerCount).compactMap { customer -> Int32? in
        let inWindow = orders.count(of: customer, from: start, to: end)
        guard inWindow > 0 else { return nil }
        guard inWindow >= minOrders || orders.count(of: customer, from: .min, to: end) >= minOrders else { return nil }
        return Int32(customer)
      }
      context.progress.advance()
      return (snapshots[index], customers)
    }
  }

  /// Blocks whose elements one call of `fill` writes, all of them.
  private static func blocks<Failure: Error>(
    _ rows: [Rows], fill: ([SnapshotTarget]) throws(Failure) -> Void
  ) throws(Failure) -> [SnapshotFeatures] {
    try blocks(rows[...], [], fill: fill)
  }

  /// - Parameter targets: of the snapshots before `rows`.
  private static func blocks<Failure: Error>(
    _ rows: ArraySlice<Rows>, _ targets: [SnapshotTarget], fill: ([SnapshotTarget]) throws(Failure) -> Void
  ) throws(Failure) -> [SnapshotFeatures] {
    guard let (snapshot, customers) = rows.first else {
      try fill(targets)
      return []
    }
    var others: [SnapshotFeatures] = []
    var failure: Failure?
    let count = customers.count * Feature.count
    let elements = [Double](unsafeUninitializedCapacity: count) { elements, initialized in
      do throws(Failure) {
        let target = SnapshotTarget(snapshot: snapshot, customers: customers, values: elements)
        others = try blocks(rows.dropFirst(), targets + [target], fill: fill)
        initialized = count
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    let values = Matrix(rows: customers.count, columns: Feature.count, elements: elements)
    return [SnapshotFeatures(snapshot: snapshot, customers: customers, values: values)] + others
  }

  /// Computes chunks of customers, each at all snapshots while its lines are in cache.
  ///
  /// - Parameter isFilled: by target and row: rows to leave as they are; empty for targets without such rows.
  private func fill(
    _ targets: [SnapshotTarget], but isFilled: [[Bool]], from histories: CustomerHistories, _ context: ExecutionContext
  ) throws(Cancelled) {
    try histories.withWindowLines { (lines) throws(Cancelled) in
      _ = try histories.mapCustomers(context) { customers in
        let kernel = WindowKernel(lines: lines, windowDays: windowDays, scratch: WindowScratch())
        for (target, isFilled) in zip(targets, isFilled) {
          target.forEachRow(of: customers) { customer, row in
            if !isFilled.isEmpty && isFilled[row] { return }
            kernel.compute(
              histories.lineRange(of: customer), at: target.snapshot, into: target.values + row, stride: target.rows)
          }
        }
      }
    }
    try context.forEach(targets.count) { targets[$0].normalizeEngagement() }
  }

  /// `engagementNormalized` of each row from `engagement`: the logarithms, scaled to 0...1 over the snapshot's
  /// customers.
  static func normalized(engagement: some Sequence<Double>) -> [Double] {
    let logs = engagement.map { logOnePlus($0) }
    guard let low = logs.min(), let high = logs.max(), high > low else { return logs.map { _ in 0 } }
    return logs.map { ($0 - low) / (high - low) }
  }
}
