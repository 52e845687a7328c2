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
    let customers = rowsToCompute(orders: orders, snapshots: snapshots, parallelism: parallelism)
    let blocks = zip(snapshots, customers).map { snapshot, customers in
      var block = SnapshotFeatures(
        snapshot: snapshot, customers: customers, values: Matrix(rows: customers.count, columns: Feature.count))
      fill(&block, from: histories, parallelism: parallelism)
      Self.normalizeEngagement(&block)
      return block
    }
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

  private func fill(_ block: inout SnapshotFeatures, from histories: CustomerHistories, parallelism: Parallelism) {
    let (snapshot, customers, rows) = (block.snapshot, block.customers, block.rows)
    block.values.elements.withUnsafeMutableBufferPointer { values in
      guard let base = values.baseAddress else { return }
      nonisolated(unsafe) let target = base
      histories.withWindowLines { lines in
        parallelism.forEachChunk(of: rows, chunkSize: CustomerHistories.customersAChunk) { chunk in
          let kernel = WindowKernel(lines: lines, snapshot: snapshot, windowDays: windowDays)
          for row in chunk {
            kernel.compute(histories.lineRange(of: Int(customers[row])), into: target + row, stride: rows)
          }
        }
      }
    }
  }

  /// Feature 27: min–max over the snapshot's customers.
  static func normalizeEngagement(_ block: inout SnapshotFeatures) {
    let logs = block.column(.engagement).map { logOnePlus($0) }
    guard let low = logs.min(), let high = logs.max() else { return }
    for (row, value) in logs.enumerated() {
      block.values[row, Feature.engagementNormalized.rawValue] = high > low ? (value - low) / (high - low) : 0
    }
  }
}
