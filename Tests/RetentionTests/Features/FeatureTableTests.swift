import Numerics
import Retention
import Testing

@Suite("Feature tables")
struct FeatureTableTests {
  private func block(_ day: Int32, customers: [Int32]) -> SnapshotFeatures {
    SnapshotFeatures(
      snapshot: Snapshot(day: day), customers: customers,
      values: Matrix(
        columns: (0..<Feature.count).map { column in customers.map { Double($0) * 100 + Double(column) } }))
  }

  @Test("find the block of a snapshot, and values by row and feature")
  func lookup() throws {
    let table = FeatureTable(windowDays: 180, snapshots: [block(10, customers: [1, 4]), block(11, customers: [4])])
    #expect(table.rows == 3)
    let found = try #require(table.at(Snapshot(day: 10)))
    #expect(found.rows == 2 && found[1, .frequencyCount] == 401)
    #expect(found.column(.recencyDays) == [100, 400])
    #expect(table.at(Snapshot(day: 12)) == nil)
  }
}
