import Numerics
import Retention
import Tables
import TestSupport
import Testing

@Suite("Features of an earlier run")
struct FeatureReuseTests {
  private static let s = Snapshot("2011-09-01")
  private static let snapshots = [-40, -10, 0].map { s.adding(days: $0) }

  /// The features of `lines`, with rows of `earlier` where `changes` let them stay; and how many these were.
  private func features(
    of lines: TransactionLines, reusing earlier: FeatureTable, _ changes: ChangedHistories, threads: Int = 1
  ) throws -> (table: FeatureTable, reused: Int) {
    let context = ExecutionContext.threads(threads)
    let histories = try CustomerHistories(sorting: lines, context: context)
    let sweep = FeatureSweep(windowDays: 180, minOrders: 1)
    let rows = try sweep.rows(
      of: histories, orders: OrderTimes(histories, context: context), at: Self.snapshots, context: context)
    var reused = 0
    let blocks = try sweep.blocks(rows, of: histories, reusing: changes, context: context) { reuse in
      for block in earlier.snapshots {
        try reuse.take(block.snapshot, customers: block.customers) { block.column($0)[...] }
      }
      reused = reuse.rows
    }
    let table = FeatureTable(windowDays: sweep.windowDays, snapshots: blocks)
    return (table, reused)
  }

  /// Lines, of which the last third is new, and from when on each customer's history differs without it.
  private func grown(seed: UInt64) -> (all: TransactionLines, old: TransactionLines, changes: ChangedHistories) {
    let all = RandomShop.lines(seed: seed, customers: 300, at: Self.s)
    let isOld = { (line: Int) in line % 3 != 2 || all.customer[line] % 4 == 0 }
    var since = [Int64](repeating: .max, count: all.customerCount)
    for line in all.time.indices where !isOld(line) {
      let customer = Int(all.customer[line])
      since[customer] = min(since[customer], all.time[line])
    }
    return (all, all.reordered(all.time.indices.filter(isOld)), ChangedHistories(since: since))
  }

  @Test("stay where the history before the snapshot did, and give the same table to the bit", arguments: 1...4)
  func sameTable(seed: Int) throws {
    let (all, old, changes) = grown(seed: UInt64(seed))
    let expected = all.features(at: Self.snapshots)
    for threads in [1, 3] {
      let (table, reused) = try features(
        of: all, reusing: old.features(at: Self.snapshots), changes, threads: threads)
      #expect(table.bits == expected.bits)
      #expect(reused > expected.rows / 10 && reused < expected.rows)
    }
  }

  @Test("are taken over as they are, and no other row is")
  func copies() throws {
    let (all, old, changes) = grown(seed: 5)
    let marked = FeatureTable(
      windowDays: 180,
      snapshots: old.features(at: Self.snapshots).snapshots.map { block in
        var values = block.values
        for row in 0..<block.rows { values[row, Feature.orders90d.rawValue] += 1000 }
        return SnapshotFeatures(snapshot: block.snapshot, customers: block.customers, values: values)
      })
    let (table, reused) = try features(of: all, reusing: marked, changes)
    var found = 0
    for block in table.snapshots {
      for (row, customer) in block.customers.enumerated() {
        let isMarked = block[row, .orders90d] >= 1000
        #expect(isMarked == changes.isUnchanged(customer, before: block.snapshot))
        found += isMarked ? 1 : 0
      }
    }
    #expect(found == reused && reused > 0)
  }

  @Test("of customers and snapshots that are not there any more are passed over")
  func strangers() throws {
    let (all, _, _) = grown(seed: 6)
    let unchanged = ChangedHistories(since: [Int64](repeating: .max, count: all.customerCount))
    let block = all.features(at: [Self.s]).snapshots[0]
    let others = [
      SnapshotFeatures(snapshot: Self.s.adding(days: 5), customers: block.customers, values: block.values),
      SnapshotFeatures(
        snapshot: Self.s, customers: block.customers.map { _ in -1 }, values: block.values),
    ]
    let (table, reused) = try features(of: all, reusing: FeatureTable(windowDays: 180, snapshots: others), unchanged)
    #expect(reused == 0)
    #expect(table.bits == all.features(at: Self.snapshots).bits)
  }
}
