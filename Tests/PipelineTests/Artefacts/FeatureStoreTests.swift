import Foundation
import Numerics
import Pipeline
import Retention
import Tables
import TestSupport
import Testing

@Suite("Feature store and score table") struct FeatureStoreTests {
  private static let ids = ["ann", "bob", "007"]

  private func block(day: Int32, customers: [Int32]) -> SnapshotFeatures {
    var values = Matrix<Double>(rows: customers.count, columns: Feature.count)
    for row in 0..<customers.count {
      for column in 0..<Feature.count { values[row, column] = Double(Int(day) % 7 + 10 * row + column) }
    }
    return SnapshotFeatures(snapshot: Snapshot(day: day), customers: customers, values: values)
  }

  private var table: FeatureTable {
    FeatureTable(
      windowDays: 365, snapshots: [block(day: 18_000, customers: [0, 2]), block(day: 18_030, customers: [0, 1, 2])])
  }

  /// Writes `groups` groups of snapshots one after the other.
  private func write(
    _ table: FeatureTable, customerIDs: [String], to url: URL, groups: Int = 1, context: ExecutionContext
  ) throws {
    let writer = FeatureStore.Writer(url, windowDays: table.windowDays, customerIDs: customerIDs, context: context)
    for group in 0..<groups {
      let part = table.snapshots.count * group / groups..<table.snapshots.count * (group + 1) / groups
      try writer.write(Array(table.snapshots[part]))
    }
    try writer.close()
  }

  @Test("features round-trip through the store", arguments: [1, 4])
  func roundTrip(threads: Int) throws {
    let folder = try TemporaryFolder()
    let url = folder.url.appendingPathComponent("features.parquet")
    try write(table, customerIDs: Self.ids, to: url, context: .threads(threads))
    #expect(try FeatureStore.read(url, customerIDs: Self.ids, context: .serial) == table)
  }

  @Test("rows of an earlier store are offered once, up to the snapshot asked for", arguments: [1, 3])
  func offers(threads: Int) throws {
    let shop = MadeShop.lines(customers: 80)
    let context = ExecutionContext.threads(threads)
    let histories = try CustomerHistories(sorting: shop, context: context)
    let sweep = FeatureSweep(windowDays: 180, minOrders: 1)
    let input = MadeShop.input(shop)
    let all = input.calendar.all
    let rows = try sweep.rows(
      of: histories, orders: OrderTimes(histories, context: context), at: all, context: context)
    let expected = FeatureTable(
      windowDays: 180, snapshots: try sweep.blocks(rows, of: histories, context: context))
    let folder = try TemporaryFolder()
    let url = folder.url.appendingPathComponent("features.parquet")
    let ids = (0..<histories.customerCount).map { "c\($0)" }
    try write(expected, customerIDs: ids, to: url, context: context)
    let parts = folder.url.appendingPathComponent("parts.parquet")
    try write(expected, customerIDs: ids, to: parts, groups: 3, context: context)
    #expect(try Data(contentsOf: parts) == Data(contentsOf: url))
    let unchanged = ChangedHistories(since: [Int64](repeating: .max, count: histories.customerCount))
    for limit in [1, expected.rows / 3, expected.rows] {
      let store = try FeatureStore.Reader(url, customerIDs: ids, context: context)
      var blocks: [SnapshotFeatures] = []
      var reused = 0
      let groups = rows.groups(ofRows: limit)
      for group in groups {
        blocks += try sweep.blocks(rows[group], of: histories, reusing: unchanged, context: context) { reuse in
          try store.offer(upTo: all[group.upperBound - 1], to: reuse)
          reused += reuse.rows
        }
      }
      #expect(limit == expected.rows ? groups.count == 1 : groups.count > 1)
      #expect(reused == expected.rows)
      #expect(blocks.flatMap(\.bits) == expected.snapshots.flatMap(\.bits))
    }
  }

  @Test("a store with unknown customers is rejected")
  func otherCustomers() throws {
    let folder = try TemporaryFolder()
    let url = folder.url.appendingPathComponent("features.parquet")
    try write(table, customerIDs: Self.ids, to: url, context: .serial)
    #expect(throws: (any Error).self) {
      try FeatureStore.read(url, customerIDs: ["ann", "bob"], context: .serial)
    }
  }

  @Test("unknown values are null in the score table")
  func scores() throws {
    let folder = try TemporaryFolder()
    let url = folder.url.appendingPathComponent("scores.parquet")
    var scores = ScoreTable(features: block(day: 18_030, customers: [0, 1, 2]), ids: Self.ids)
    scores.churn = [0.25, .nan, 1]
    scores.segment = ["Champions", nil, "Champions"]
    scores.reasons = CustomerSentences(ranks: [StringColumn(["days since the last order: 9", nil, nil])], count: 3)
    scores.valueReasons = CustomerSentences(
      ranks: [StringColumn(["spent 5", nil, nil]), StringColumn([nil, "as before", nil])], count: 3)
    try scores.write(to: url, context: .serial)

    let read = try readTable(url.path)
    #expect(try read.strings(named: "customer_id") == Self.ids)
    #expect(try read.strings(named: "segment") == ["Champions", "", "Champions"])
    let churn = try read.doubles(named: "churn_probability")
    #expect(churn[0] == 0.25 && churn[1].isNaN && churn[2] == 1)
    #expect(try read.doubles(named: "clv_expected").allSatisfy(\.isNaN))
    #expect(try read.strings(named: "reason_1") == ["days since the last order: 9", "", ""])
    #expect(try read.strings(named: "value_reason_1") == ["spent 5", "", ""])
    #expect(try read.strings(named: "value_reason_2") == ["", "as before", ""])
  }
}

extension SnapshotFeatures {
  /// NaN differs from itself, so bit patterns are compared.
  fileprivate var bits: [UInt64] { values.elements.map(\.bitPattern) }
}
