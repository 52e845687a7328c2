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

  @Test("features round-trip through the store", arguments: [1, 4])
  func roundTrip(threads: Int) throws {
    let folder = try TemporaryFolder()
    let url = folder.url.appendingPathComponent("features.parquet")
    try FeatureStore.write(table, customerIDs: Self.ids, to: url, context: .threads(threads))
    #expect(try FeatureStore.read(url, customerIDs: Self.ids, context: .serial) == table)
  }

  @Test("a store with unknown customers is rejected")
  func otherCustomers() throws {
    let folder = try TemporaryFolder()
    let url = folder.url.appendingPathComponent("features.parquet")
    try FeatureStore.write(table, customerIDs: Self.ids, to: url, context: .serial)
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
