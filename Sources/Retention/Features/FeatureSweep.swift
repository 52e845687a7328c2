import CivilTime
public import Numerics

/// Computes the 33 features of all customers at all snapshots in one sweep over the sorted lines: customers in
/// parallel, no join per snapshot.
public struct FeatureSweep: Sendable {
  /// Days of the observation window; a multiple of 30.
  public let windowDays: Int
  /// Orders a customer must have before a snapshot to have a row there.
  public let minOrders: Int

  public init(windowDays: Int, minOrders: Int) {
    precondition(windowDays >= 30 && windowDays % 30 == 0, "the window is a whole number of 30-day buckets")
    self.windowDays = windowDays
    self.minOrders = minOrders
  }

  public func features(
    of histories: CustomerHistories, orders: OrderTimes, at snapshots: [Snapshot], parallelism: Parallelism
  ) -> FeatureTable {
    features(
      of: histories, orders: orders, at: snapshots,
      reusing: ChangedHistories(since: [Int64](repeating: .min, count: histories.customerCount)),
      parallelism: parallelism
    ) { _ in }
  }

  /// The same table, with rows of an earlier one where they still hold.
  ///
  /// - Parameters:
  ///   - changes: since that table was made, from the same settings.
  ///   - earlier: hands rows of that table over.
  /// - Throws: what `earlier` throws.
  public func features<Failure: Error>(
    of histories: CustomerHistories, orders: OrderTimes, at snapshots: [Snapshot],
    reusing changes: ChangedHistories, parallelism: Parallelism, _ earlier: (FeatureReuse) throws(Failure) -> Void
  ) throws(Failure) -> FeatureTable {
    let customers = rowsToCompute(orders: orders, snapshots: snapshots, parallelism: parallelism)
    var failure: Failure?
    let blocks = Self.blocks(zip(snapshots, customers).map { ($0, $1) }[...], []) { targets in
      let reuse = FeatureReuse(targets, changes, parallelism)
      do throws(Failure) { try earlier(reuse) } catch { failure = error }
      fill(targets, but: reuse.isFilled, from: histories, parallelism: parallelism)
    }
    if let failure { throw failure }
    return FeatureTable(windowDays: windowDays, snapshots: blocks)
  }
}

extension FeatureSweep {
  /// For each snapshot, the customers with an order in the window and enough orders before it.
  private func rowsToCompute(
    orders: OrderTimes, snapshots: [Snapshot], parallelism: Parallelism
  ) -> [[Int32]] {
    parallelism.map(snapshots.count) { index in
      let end = snapshots[index].time
      let start = end - Int64(windowDays) * Microseconds.day
      return (0..<orders.customerCount).compactMap { customer in
        let inWindow = orders.count(of: customer, from: start, to: end)
        guard inWindow > 0 else { return nil }
        guard inWindow >= minOrders || orders.count(of: customer, from: .min, to: end) >= minOrders else { return nil }
        return Int32(customer)
      }
    }
  }

  /// Blocks of which `fill` writes every element, all of them in one call.
  private static func blocks(
    _ rows: ArraySlice<(snapshot: Snapshot, customers: [Int32])>, _ targets: [SnapshotTarget],
    fill: ([SnapshotTarget]) -> Void
  ) -> [SnapshotFeatures] {
    guard let (snapshot, customers) = rows.first else {
      fill(targets)
      return []
    }
    var others: [SnapshotFeatures] = []
    let count = customers.count * Feature.count
    let elements = [Double](unsafeUninitializedCapacity: count) { elements, initialized in
      let target = SnapshotTarget(snapshot: snapshot, customers: customers, values: elements)
      others = blocks(rows.dropFirst(), targets + [target], fill: fill)
      initialized = count
    }
    let values = Matrix(rows: customers.count, columns: Feature.count, elements: elements)
    return [SnapshotFeatures(snapshot: snapshot, customers: customers, values: values)] + others
  }

  /// Customers in chunks, and each chunk at all snapshots while its lines are in cache.
  ///
  /// - Parameter isFilled: by target and row: rows that have their values; empty for targets that have none.
  private func fill(
    _ targets: [SnapshotTarget], but isFilled: [[Bool]], from histories: CustomerHistories, parallelism: Parallelism
  ) {
    histories.withWindowLines { lines in
      parallelism.forEachChunk(of: histories.customerCount, chunkSize: CustomerHistories.customersAChunk) { customers in
        let kernel = WindowKernel(lines: lines, windowDays: windowDays, scratch: WindowScratch())
        for (target, isFilled) in zip(targets, isFilled) {
          target.forEachRow(of: customers) { customer, row in
            if !isFilled.isEmpty && isFilled[row] { return }
            kernel.compute(
              histories.lineRange(of: customer), at: target.snapshot, into: target.values + row, stride: target.rows)
          }
        }
        histories.lines.release(histories.lineRange(of: customers))
      }
    }
    parallelism.forEach(targets.count) { targets[$0].normalizeEngagement() }
  }

  /// Feature 27 of each row from feature 26: min–max of the logarithms over the snapshot's customers.
  static func normalized(engagement: some Sequence<Double>) -> [Double] {
    let logs = engagement.map { logOnePlus($0) }
    guard let low = logs.min(), let high = logs.max(), high > low else { return logs.map { _ in 0 } }
    return logs.map { ($0 - low) / (high - low) }
  }
}
