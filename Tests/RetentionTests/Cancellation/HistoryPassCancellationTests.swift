import CivilTime
import Numerics
import Retention
import Tables
import TestSupport
import Testing

/// Passes over customers' histories, each of them cancelled from its own progress.
@Suite("Passes over histories can be cancelled, and watching them changes nothing")
struct HistoryPassCancellationTests {
  private static let s = Snapshot("2011-09-01")
  private static let snapshots = [-30, 0].map { s.adding(days: $0) }
  private static let lines = RandomShop.lines(seed: 60, customers: 300, at: s)
  private let histories = uncancelled { (context) throws(Cancelled) in
    try CustomerHistories(sorting: Self.lines, context: context)
  }
  private let orders: OrderTimes

  init() throws { orders = try OrderTimes(histories, context: .serial) }

  @Test("the span of all lines, and sorting them, in memory and in files")
  func sorting() throws {
    #expect(try watched { try Self.lines.timeSpan(context: $0)?.last } == Self.lines.time.max())
    expectCancelled { _ = try Self.lines.timeSpan(context: $0) }
    #expect(try watched { try CustomerHistories(sorting: Self.lines, context: $0).lines } == histories.lines)
    let folder = try TemporaryFolder()
    expectCancelled { _ = try CustomerHistories(sorting: Self.lines, context: $0) }
    expectCancelled { context in
      _ = try CustomerHistories(sorting: Self.lines, in: .file(folder: folder.path), context: context)
    }
  }

  @Test("times of orders")
  func orderTimes() throws {
    #expect(try watched { try OrderTimes(histories, context: $0).times } == orders.times)
    expectCancelled { _ = try OrderTimes(histories, context: $0) }
  }

  @Test("features, computed and taken over")
  func features() throws {
    let sweep = FeatureSweep(windowDays: 180, minOrders: 1)
    let expected = try watched { context in
      try sweep.features(of: histories, orders: orders, at: Self.snapshots, context: context).bits
    }
    #expect(expected.count == 4)
    expectCancelled { _ = try sweep.features(of: histories, orders: orders, at: Self.snapshots, context: $0) }

    let earlier = try sweep.features(of: histories, orders: orders, at: Self.snapshots, context: .serial)
    let unchanged = ChangedHistories(since: [Int64](repeating: .max, count: histories.customerCount))
    func reused(_ context: ExecutionContext, cancels: Bool = false) throws -> [[UInt64]] {
      let rows = try sweep.rows(of: histories, orders: orders, at: Self.snapshots, context: context)
      let blocks = try sweep.blocks(rows, of: histories, reusing: unchanged, context: context) {
        if cancels { context.cancellation.request() }
        for block in earlier.snapshots {
          try $0.take(block.snapshot, customers: block.customers) { block.column($0)[...] }
        }
      }
      return FeatureTable(windowDays: 180, snapshots: blocks).bits
    }
    #expect(try watched { try reused($0) } == expected)
    expectCancelled { _ = try reused($0) }
    #expect(throws: Cancelled.self) { _ = try reused(.serial, cancels: true) }
  }

  @Test("temporal validation")
  func temporalValidation() throws {
    let calendar = SnapshotCalendar(
      dataStart: Self.lines.time.min()!, dataEnd: Self.lines.time.max()!, minHistoryDays: 30)
    let table = try FeatureSweep(windowDays: 180, minOrders: 1).features(
      of: histories, orders: orders, at: calendar.all, context: .serial)
    let checks = { (context: ExecutionContext) in
      try TemporalValidation(sampleSize: 40, injectedLines: 4, seed: 1).checks(
        of: table, calendar: calendar, histories: histories, minOrders: 1, holdouts: [], context: context)
    }
    #expect(try watched(checks).allSatisfy(\.passed))
    expectCancelled { _ = try checks($0) }
  }

  @Test("lifetime summaries")
  func lifetime() throws {
    let reference = Self.lines.time.max()! + Microseconds.day
    let summary = try watched { context in
      let summary = try LifetimeSummary(histories: histories, orders: orders, reference: reference, context: context)
      return [summary.recencyDays, summary.orders, summary.revenue].map { $0.map(\.bitPattern) }
    }
    #expect(summary[0].count == histories.customerCount)
    expectCancelled {
      _ = try LifetimeSummary(histories: histories, orders: orders, reference: reference, context: $0)
    }
  }
}
