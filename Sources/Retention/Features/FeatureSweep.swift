import CivilTime
package import Numerics

/// Computes the 33 features of all customers at all snapshots in one sweep over the sorted lines: customers in
/// parallel, without a join per snapshot.
package struct FeatureSweep: Sendable {
  /// Days of the observation window; a multiple of 30.
  package let windowDays: Int
  /// Orders a customer must have before a snapshot to have a row there.
  package let minOrders: Int
  /// Gross, or net of returns.
  package let basis: RevenueBasis

  package init(windowDays: Int, minOrders: Int, basis: RevenueBasis = .gross) {
    precondition(windowDays >= 30 && windowDays % 30 == 0, "the window is a whole number of 30-day buckets")
    self.basis = basis
    self.windowDays = windowDays
    self.minOrders = minOrders
  }

  /// Computes all rows.
  ///
  /// - Parameter snapshots: ascending.
  package func features(
    of histories: CustomerHistories, orders: OrderTimes, at snapshots: [Snapshot], context: ExecutionContext
  ) throws(Cancelled) -> FeatureTable {
    let rows = try rows(of: histories, orders: orders, at: snapshots, context: context)
    return FeatureTable(windowDays: windowDays, snapshots: try blocks(rows, of: histories, context: context))
  }
}

extension FeatureSweep {
  /// The customers with a row: at each snapshot those with an order in the window and enough orders before it.
  ///
  /// - Parameter snapshots: ascending.
  package func rows(
    of histories: CustomerHistories, orders: OrderTimes, at snapshots: [Snapshot], context: ExecutionContext
  ) throws(Cancelled) -> FeatureRows {
    precondition(zip(snapshots, snapshots.dropFirst()).allSatisfy { $0 < $1 }, "snapshots ascend")
    let matches = basis.matches(of: histories)
    let blocks = try histories.mapCustomers(context) { customers in
      var rows = snapshots.map { _ in [Int32]() }
      var walk = NetWalk(histories, matches)
      for customer in customers {
        let hasReturns = !matches.returns(of: customer).isEmpty
        if hasReturns { walk.begin(customer) }
        for (index, snapshot) in snapshots.enumerated() {
          let hasRow =
            hasReturns ? hasRow(&walk, at: snapshot) : hasRow(orders, customer, at: snapshot)
          if hasRow { rows[index].append(Int32(truncatingIfNeeded: customer)) }
        }
      }
      return rows
    }
    return FeatureRows(
      snapshots: snapshots, customers: snapshots.indices.map { index in blocks.flatMap { $0[index] } })
  }

  /// Computes some rows.
  package func blocks(
    _ rows: FeatureRows, of histories: CustomerHistories, context: ExecutionContext
  ) throws(Cancelled) -> [SnapshotFeatures] {
    let matches = basis.matches(of: histories)
    return try Self.blocks(rows) { (targets) throws(Cancelled) in
      try fill(targets, but: targets.map { _ in [] }, from: histories, matches, context)
    }
  }

  /// The same rows, made of those of an earlier table where they still hold.
  ///
  /// - Parameters:
  ///   - changes: since the earlier table, which was made with the same settings.
  ///   - earlier: passes its rows to `FeatureReuse.take`.
  /// - Throws: `Cancelled`; what `earlier` throws.
  package func blocks(
    _ rows: FeatureRows, of histories: CustomerHistories, reusing changes: ChangedHistories,
    context: ExecutionContext, _ earlier: (FeatureReuse) throws -> Void
  ) throws -> [SnapshotFeatures] {
    let matches = basis.matches(of: histories)
    return try Self.blocks(rows) { targets in
      let reuse = FeatureReuse(targets, changes, context)
      try earlier(reuse)
      try fill(targets, but: reuse.isFilled, from: histories, matches, context)
    }
  }

  private func hasRow(_ orders: OrderTimes, _ customer: Int, at snapshot: Snapshot) -> Bool {
    let end = snapshot.time
    let inWindow = orders.count(of: customer, from: end - windowLength, to: end)
    guard inWindow > 0 else { return false }
    return inWindow >= minOrders || orders.count(of: customer, from: .min, to: end) >= minOrders
  }

  /// - Parameter walk: at an earlier time of the customer.
  private func hasRow(_ walk: inout NetWalk, at snapshot: Snapshot) -> Bool {
    walk.advance(to: snapshot.time)
    let start = snapshot.time - windowLength
    var (all, inWindow) = (0, 0)
    for place in 0..<walk.orderCount where walk.isOrder(place) {
      all += 1
      if walk.time(ofOrder: place) >= start { inWindow += 1 }
    }
    return inWindow > 0 && all >= minOrders
  }

  private var windowLength: Int64 { Int64(windowDays) * Microseconds.day }

  /// Blocks whose elements one call of `fill` writes, all of them.
  private static func blocks<Failure: Error>(
    _ rows: FeatureRows, fill: ([SnapshotTarget]) throws(Failure) -> Void
  ) throws(Failure) -> [SnapshotFeatures] {
    try blocks(rows, from: 0, [], fill: fill)
  }

  /// - Parameters:
  ///   - start: the first snapshot without a target.
  ///   - targets: of the snapshots before it.
  private static func blocks<Failure: Error>(
    _ rows: FeatureRows, from start: Int, _ targets: [SnapshotTarget],
    fill: ([SnapshotTarget]) throws(Failure) -> Void
  ) throws(Failure) -> [SnapshotFeatures] {
    guard start < rows.snapshots.count else {
      try fill(targets)
      return []
    }
    let (snapshot, customers) = (rows.snapshots[start], rows.customers[start])
    var others: [SnapshotFeatures] = []
    var failure: Failure?
    let count = customers.count * Feature.count
    let elements = [Double](unsafeUninitializedCapacity: count) { elements, initialized in
      do throws(Failure) {
        let target = SnapshotTarget(snapshot: snapshot, customers: customers, values: elements)
        others = try blocks(rows, from: start + 1, targets + [target], fill: fill)
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
    _ targets: [SnapshotTarget], but isFilled: [[Bool]], from histories: CustomerHistories, _ matches: ReturnMatches,
    _ context: ExecutionContext
  ) throws(Cancelled) {
    try histories.withWindowLines { (lines) throws(Cancelled) in
      _ = try histories.mapCustomers(context) { customers in
        let kernel = WindowKernel(lines: lines, windowDays: windowDays, scratch: WindowScratch())
        for (target, isFilled) in zip(targets, isFilled) {
          target.forEachRow(of: customers) { customer, row in
            if !matches.returns(of: customer).isEmpty || !isFilled.isEmpty && isFilled[row] { return }
            kernel.compute(
              histories.lineRange(of: customer), at: target.snapshot, into: target.values + row, stride: target.rows)
          }
        }
        var walk = NetWalk(histories, matches)
        for customer in customers where !matches.returns(of: customer).isEmpty {
          fill(targets, but: isFilled, customer, histories.lineRange(of: customer), &walk, kernel)
        }
      }
    }
    try context.forEach(targets.count) { targets[$0].normalizeEngagement() }
  }

  /// Computes one customer with returns at all snapshots, which ascend.
  ///
  /// A row looks at returns only if there are any before its snapshot: later ones must not change a bit of it.
  private func fill(
    _ targets: [SnapshotTarget], but isFilled: [[Bool]], _ customer: Int, _ lines: Range<Int>, _ walk: inout NetWalk,
    _ kernel: WindowKernel
  ) {
    walk.begin(customer)
    var knowsReturns = false
    for (target, isFilled) in zip(targets, isFilled) {
      if walk.advance(to: target.snapshot.time) { knowsReturns = true }
      guard let row = target.row(of: Int32(truncatingIfNeeded: customer)) else { continue }
      if !isFilled.isEmpty && isFilled[row] { continue }
      let values = target.values + row
      if knowsReturns {
        kernel.compute(lines, net: walk, at: target.snapshot, into: values, stride: target.rows)
      } else {
        kernel.compute(lines, at: target.snapshot, into: values, stride: target.rows)
      }
    }
  }

  /// `engagementNormalized` of each row from `engagement`: the logarithms, scaled to 0...1 over the snapshot's
  /// customers.
  static func normalized(engagement: some Sequence<Double>) -> [Double] {
    let logs = engagement.map { logOnePlus($0) }
    guard let low = logs.min(), let high = logs.max(), high > low else { return logs.map { _ in 0 } }
    return logs.map { ($0 - low) / (high - low) }
  }
}
