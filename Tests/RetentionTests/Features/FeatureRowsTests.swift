import Numerics
import Retention
import TestSupport
import Testing

@Suite("Rows of features in groups of snapshots")
struct FeatureRowsTests {
  private func rows(_ counts: [Int]) -> FeatureRows {
    FeatureRows(
      snapshots: counts.indices.map { Snapshot(day: Int32(18_000 + 30 * $0)) },
      customers: counts.map { [Int32](0..<Int32($0)) })
  }

  @Test("hold as many neighboring snapshots as fit, and a snapshot that does not fit is alone")
  func groups() {
    #expect(rows([]).groups(ofRows: 5).isEmpty)
    #expect(rows([3, 2, 4, 9, 1, 0, 4, 5]).groups(ofRows: 5) == [0..<2, 2..<3, 3..<4, 4..<7, 7..<8])
    #expect(rows([0, 0]).groups(ofRows: 1) == [0..<2])
    #expect(rows([3, 2, 4]).groups(ofRows: .max) == [0..<3])
  }

  @Test("count the rows at some snapshots")
  func counts() {
    let rows = rows([3, 2, 4])
    #expect(rows.count == 9)
    #expect(rows.count(at: [rows.snapshots[0], rows.snapshots[2], Snapshot(day: 1)]) == 7)
    #expect(rows[1..<3].count == 6)
  }

  @Test("computed in groups are those computed together, to the bit", arguments: [1, 3])
  func sameBits(threads: Int) throws {
    let s = Snapshot("2011-09-01")
    let lines = RandomShop.lines(seed: 11, customers: 200, at: s)
    let snapshots = [-120, -60, -30, 0].map { s.adding(days: $0) }
    let context = ExecutionContext.threads(threads)
    let histories = try CustomerHistories(sorting: lines, context: context)
    for basis in [RevenueBasis.gross, .net(try ReturnMatches(histories, context: context))] {
      let sweep = FeatureSweep(windowDays: 180, minOrders: 1, basis: basis)
      let orders = try OrderTimes(histories, context: context)
      let together = try sweep.features(of: histories, orders: orders, at: snapshots, context: context)
      let rows = try sweep.rows(of: histories, orders: orders, at: snapshots, context: context)
      #expect(rows.count == together.rows && together.rows > 100)
      for limit in [1, together.rows / 2] {
        let groups = rows.groups(ofRows: limit)
        #expect(groups.count > 1)
        let blocks = try groups.flatMap { try sweep.blocks(rows[$0], of: histories, context: context) }
        #expect(FeatureTable(windowDays: 180, snapshots: blocks).bits == together.bits)
      }
    }
  }
}
