import Numerics
import Retention
import Testing

@Suite("Figures of segments")
struct SegmentSummaryTests {
  /// The third customer has no scores, and the last none and no order either.
  private let assignments = SegmentAssignments(
    names: ["Few", "Few", "Few", "Many", "None"], isScored: [true, true, false, true, false],
    recencyDays: [10, 30, 200, 5, .nan], orders: [2, 4, 1, 1, 0], netValue: [10, 40, 20, 50, 0])

  @Test("are means over their customers, predictions over the scored ones, and shares of all")
  func means() throws {
    let summary = try SegmentSummary(
      assignments, churn: [0.25, 0.75, 0.5], lifetimeValue: [1, 2, 3], isContacted: [true, false, true],
      context: .serial)
    let (first, second, none) = (summary.rows[0], summary.rows[1], summary.rows[2])
    #expect(summary.rows.map(\.name) == ["Few", "Many", "None"])
    #expect(first.customers == 3 && first.share == 0.6 && first.notScored == 1 && first.recencyDays == 80)
    #expect(first.orders == 7.0 / 3 && first.orderValue == 10 && first.revenue == 70)
    #expect(first.revenueShare == 70.0 / 120)
    #expect(first.churn == 0.5 && first.lifetimeValue == 1.5 && first.contacted == 1)
    #expect(second.customers == 1 && second.notScored == 0 && second.lifetimeValue == 3 && second.contacted == 1)
    #expect(none.recencyDays.isNaN && none.orderValue.isNaN && none.churn.isNaN && none.lifetimeValue.isNaN)
    #expect(none.revenueShare == 0 && none.notScored == 1)
  }

  @Test("are unknown where a stage has not run, or nothing was spent")
  func unknown() throws {
    let assignments = SegmentAssignments(
      names: ["Few"], isScored: [true], recencyDays: [1], orders: [1], netValue: [0])
    let summary = try SegmentSummary(
      assignments, churn: [.nan], lifetimeValue: [.nan], isContacted: [false], context: .serial)
    #expect(summary.rows[0].churn.isNaN && summary.rows[0].lifetimeValue.isNaN && summary.rows[0].revenueShare.isNaN)
    #expect(summary.rows[0].contacted == 0)
    let none = try SegmentSummary(nil, churn: [], lifetimeValue: [], isContacted: [], context: .serial)
    #expect(none.rows.isEmpty)
  }
}

@Suite("Segments of all customers")
struct SegmentAssignmentsTests {
  @Test("a naming of scored customers leaves the others without a recent order or without a net purchase")
  func others() throws {
    var shop = Shop()
    let s = Snapshot("2011-09-01")
    shop.add(0, order: 1, at: s.before(days: 300))
    shop.add(1, order: 2, at: s.before(days: 10))
    shop.add(2, order: 3, at: s.before(days: 5), quantity: -1, isReturn: true)
    shop.add(3, order: 4, at: s.before(days: -1))
    let histories = try CustomerHistories(sorting: shop.lines, context: .serial)
    let summaries = try HistorySummaries.at(
      [s], histories, ReturnMatches(histories, context: .serial), context: .serial)[0]
    let assignments = SegmentAssignments(summaries, names: nil, scored: [1], scoredNames: ["Here"])
    #expect(assignments.names == ["No recent order", "Here", "No net purchase"])
    #expect(assignments.isScored == [false, true, false] && assignments.notScored == 2)
    #expect(assignments.scoredNames == ["Here"])
    let byHistory = SegmentAssignments(summaries, names: ["A", "B", "C"], scored: [1], scoredNames: [])
    #expect(byHistory.names == ["A", "B", "C"] && byHistory.scoredNames == ["B"])
  }
}

@Suite("Moves between segments")
struct SegmentMigrationTests {
  @Test("are counted by pair, with shares of the earlier segment; newcomers and leavers are named")
  func pairs() {
    let moves: [(from: String?, to: String, netValue: Double)] = [
      ("A", "A", 1), ("A", "B", 2), ("A", "B", 3), ("B", "B", 4), (nil, "A", 5),
    ]
    let migration = SegmentMigration(moves, gone: ["A"])
    let rows = migration.rows.map { "\($0.from)>\($0.to) \($0.customers) \($0.share) \($0.netValue)" }
    #expect(
      rows == [
        "(not yet a customer)>A 1 1.0 5.0", "A>B 2 0.5 5.0", "A>(no longer in the data) 1 0.25 0.0", "A>A 1 0.25 1.0",
        "B>B 1 1.0 4.0",
      ])
    #expect(migration.moved == 3)
    #expect(SegmentMigration([]).rows.isEmpty && SegmentMigration([]).moved == 0)
  }
}

@Suite("What sets clusters apart")
struct ClusterDifferencesTests {
  @Test("means of a cluster less those of the others, in standard deviations of all")
  func byHand() throws {
    // Mean 2 and standard deviation 2 over all; the second feature does not vary.
    let points = Matrix<Float>(columns: [[0, 0, 4, 4], [7, 7, 7, 7]])
    let found = try clusterDifferences(points, labels: [0, 0, 1, 1], clusters: 2, context: .threads(2))
    #expect(found.column(0) == [-2, 2] && found.column(1) == [0, 0])
    let whole = try clusterDifferences(points, labels: [0, 0, 0, 0], clusters: 1, context: .serial)
    #expect(whole.column(0) == [0])
  }
}
