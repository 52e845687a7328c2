import Numerics
import Retention
import Testing

@Suite("Figures of segments")
struct SegmentSummaryTests {
  private func features(_ rows: [(recency: Double, orders: Double, orderValue: Double, revenue: Double)])
    -> SnapshotFeatures
  {
    SnapshotFeatures(
      snapshot: Snapshot("2011-09-01"), customers: rows.indices.map { Int32($0) },
      values: Matrix(
        columns: Feature.allCases.map { feature in
          rows.map { row in
            switch feature {
            case .recencyDays: row.recency
            case .frequencyCount: row.orders
            case .monetaryAverage: row.orderValue
            case .monetaryTotal: row.revenue
            default: .nan
            }
          }
        }))
  }

  @Test("are means over their customers and shares of all; customers without a segment count in the whole only")
  func means() throws {
    let summary = try SegmentSummary(
      features: features([(10, 2, 5, 10), (30, 4, 10, 40), (5, 1, 50, 50), (1, 1, 100, 100)]),
      segments: ["Few", "Few", "Many", nil], churn: [0.25, 0.75, 0.5, 0.1], lifetimeValue: [1, 2, 3, 4],
      isContacted: [true, false, true, true], context: .serial)
    let (first, second) = (summary.rows[0], summary.rows[1])
    // Both have a revenue of 50: by name.
    #expect(summary.rows.map(\.name) == ["Few", "Many"])
    #expect(first.customers == 2 && first.share == 0.5 && first.recencyDays == 20 && first.orders == 3)
    #expect(first.orderValue == 7.5 && first.revenue == 50 && first.revenueShare == 0.25)
    #expect(first.churn == 0.5 && first.lifetimeValue == 1.5 && first.contacted == 1)
    #expect(second.customers == 1 && second.share == 0.25 && second.recencyDays == 5 && second.contacted == 1)
  }

  @Test("are unknown where a stage has not run, or nothing was spent")
  func unknown() throws {
    let summary = try SegmentSummary(
      features: features([(1, 1, 0, 0)]), segments: ["Few"], churn: [.nan], lifetimeValue: [.nan],
      isContacted: [false], context: .serial)
    #expect(summary.rows[0].churn.isNaN && summary.rows[0].lifetimeValue.isNaN && summary.rows[0].revenueShare.isNaN)
    #expect(summary.rows[0].contacted == 0)
  }
}
