import Foundation
import Numerics
import Retention
import Tables
import TestSupport
import Testing

@Suite("Customers as of a time")
struct HistorySummariesTests {
  private static let s = Snapshot("2011-09-01")

  private static func summaries(
    _ lines: TransactionLines, at snapshots: [Snapshot] = [s], threads: Int = 1
  ) throws -> [HistorySummaries] {
    let histories = try CustomerHistories(sorting: lines, context: .serial)
    return try HistorySummaries.at(
      snapshots, histories, ReturnMatches(histories, context: .serial), context: .threads(threads))
  }

  @Test("have net orders (those within half a day are one) and value, recency, age and gaps over half a day, by hand")
  func byHand() throws {
    var shop = Shop()
    shop.add(0, order: 1, at: Self.s.before(days: 100), quantity: 2, price: 5)
    shop.add(0, order: 2, at: Self.s.before(days: 99.75), price: 3)
    shop.add(0, order: 3, at: Self.s.before(days: 80), price: 7)
    shop.add(0, order: 4, at: Self.s.before(days: 40), price: 1)
    shop.add(0, order: 5, product: 9, at: Self.s.before(days: 10), price: 100)
    // The last order came back, and half of the first; the second return is not known yet.
    shop.add(0, order: 6, product: 9, at: Self.s.before(days: 9), quantity: -1, price: 100, isReturn: true)
    shop.add(0, order: 7, at: Self.s.before(days: 8), quantity: -1, price: 5, isReturn: true)
    shop.add(0, order: 8, at: Self.s.time, quantity: -1, price: 1, isReturn: true)
    shop.add(1, order: 9, at: Self.s.before(days: 3), quantity: -1, isReturn: true)
    shop.add(2, order: 10, at: Self.s.time)
    // The first order came back.
    shop.add(3, order: 11, product: 4, at: Self.s.before(days: 300))
    shop.add(3, order: 12, product: 4, at: Self.s.before(days: 290), quantity: -1, isReturn: true)
    shop.add(3, order: 13, product: 5, at: Self.s.before(days: 20))
    let found = try Self.summaries(shop.lines)[0]
    #expect(found.customers == [0, 1, 3] && found.rows == 3)
    #expect(found.orders == [3, 0, 1] && found.netValue == [16, 0, 1])
    #expect(found.recencyDays[2] == 20 && found.ageDays[2] == 300 && found.gaps[2].count == 0)
    #expect(found.recencyDays[0] == 40 && found.ageDays[0] == 100 && found.recencyDays[1].isNaN)
    // 0.25, 19.75 and 40 days.
    #expect(found.gaps[0].count == 2 && found.gaps[0].longest == 40 && found.gaps[0].median == 29.875)
    #expect(abs(found.gaps[0].sumOfLogs - (log(19.75) + log(40))) < 1e-12)
    #expect(found.gaps[1].count == 0 && found.gaps[1].longest.isNaN)
    #expect(found.row(of: 1) == 1 && found.row(of: 2) == nil && found.row(of: 3) == 2 && found.row(of: 7) == nil)
  }

  @Test("know nothing of what came at or after the snapshot", arguments: [1, 2, 3] as [UInt64])
  func pointInTime(seed: UInt64) throws {
    let start = Snapshot("2011-01-01")
    let lines = ReturningShop.lines(seed: seed, customers: 200, from: start)
    let snapshots = [0, 30, 60, 61, 200].map { start.adding(days: $0) }
    let all = try Self.summaries(lines, at: snapshots, threads: 2)
    for (snapshot, found) in zip(snapshots, all) {
      let earlier = lines.reordered(lines.time.indices.filter { lines.time[$0] < snapshot.time })
      let alone = earlier.count == 0 ? HistorySummaries(at: snapshot) : try Self.summaries(earlier, at: [snapshot])[0]
      #expect(Self.text(found) == Self.text(alone), "\(snapshot)")
    }
    #expect(Self.text(all[4]) != Self.text(all[1]))
  }

  /// NaN is not equal to itself.
  private static func text(_ summaries: HistorySummaries) -> String { "\(summaries)" }
}

@Suite("What is usual in a shop")
struct RelativeThresholdsTests {
  private static let s = Snapshot("2011-09-01")

  /// A customer for each list of days before the snapshot on which they spent the price.
  private static func thresholds(_ customers: [(days: [Double], price: Double)]) throws -> RelativeThresholds {
    var shop = Shop()
    var order: Int32 = 0
    for (number, customer) in customers.enumerated() {
      for days in customer.days {
        order += 1
        shop.add(Int32(number), order: order, at: s.before(days: days), price: customer.price)
      }
    }
    let histories = try CustomerHistories(sorting: shop.lines, context: .serial)
    return RelativeThresholds(
      learning: try HistorySummaries.at(
        [s], histories, ReturnMatches(histories, context: .serial), context: .serial)[0])
  }

  @Test("is learned from its customers, by hand")
  func byHand() throws {
    let found = try Self.thresholds([
      (days: [50, 40, 30, 20, 10], price: 10), (days: [90, 80, 40], price: 20), (days: [70, 60], price: 100),
      (days: [5], price: 8),
    ])
    #expect(found.learnedAt == "2011-09-01" && found.customers == 4 && found.repeatCustomers == 3)
    // Medians of gaps: 10, 25 and 10.
    #expect(found.shopGapDays == 10)
    // Longest gaps in usual ones: 1, 40 over 25 (more than the mean of 10, 40 and 10), and 1.
    #expect(abs(found.lateSilence - 1.3) < 1e-12 && abs(found.longSilence - 1.48) < 1e-12)
    // Orders of repeat customers: 2, 3 and 5. Spend: 8, 50, 60 and 200.
    #expect(found.manyOrders == 3 && found.mostOrders == 4 && found.bigSpend == 95)
  }

  @Test("is a default where nobody has come back, and nothing where nobody has bought")
  func thin() throws {
    let once = try Self.thresholds([(days: [5], price: 8)])
    #expect(once.repeatCustomers == 0 && once.shopGapDays == 90 && once.lateSilence == 2 && once.longSilence == 3)
    #expect(once.manyOrders == 3 && once.mostOrders == 3 && once.bigSpend == 8)
    let none = RelativeThresholds(learning: HistorySummaries(at: Self.s))
    #expect(none.customers == 0 && none.bigSpend == 0)
  }

  @Test(
    "a usual gap leans on the shop's for few gaps, and is never below the customer's own median or half of the shop's")
  func usualGap() {
    func usual(_ gaps: [Double]) -> Double {
      var gaps = gaps
      return GapSummary(&gaps).usual(inShop: 50)
    }
    #expect(usual([]) == 50)
    // The geometric mean of 8 and 50 is 20; the least is half of the shop's gap.
    #expect(usual([8]) == 25 && usual([2]) == 25)
    #expect(abs(usual([18]) - 30) < 1e-9)
    #expect(usual([200]) == 200)
    #expect(usual([1, 100, 100]) == 100)
  }

  @Test("survives its file")
  func roundTrip() throws {
    let found = try Self.thresholds([(days: [50, 40], price: 10)])
    #expect(try JSONDecoder().decode(RelativeThresholds.self, from: JSONEncoder().encode(found)) == found)
  }
}

@Suite("What segments did")
struct SegmentOutcomesTests {
  private struct BySilence: SegmentNaming {
    let name = "test"
    let granularity = NamingGranularity.customer
    let period = NamingPeriod.history
    let rules = [NamingRule("Late", when: ""), NamingRule("Nobody", when: ""), NamingRule("Rest")]
    let columns = ["silence"]

    func names(for columns: NamedColumns, context: ExecutionContext) throws -> [String] {
      let late = try columns.column("late_silence")
      return try columns.column("silence").enumerated().map { $1 > late[$0] ? "Late" : "Rest" }
    }
  }

  @Test("is the share without an order and the mean spend in the horizon, of segments named before it")
  func byHand() throws {
    let s = Snapshot("2011-09-01")
    var shop = Shop()
    // Nobody has come back: a usual gap of 90 days, and late from 180 on.
    shop.add(0, order: 1, at: s.before(days: 200))
    shop.add(1, order: 2, at: s.before(days: 200))
    shop.add(2, order: 3, at: s.before(days: 100))
    shop.add(1, order: 4, at: s.before(days: -10), price: 30)
    shop.add(2, order: 5, at: s.before(days: -100), price: 30)
    shop.add(3, order: 6, at: s.before(days: -10), price: 30)
    let histories = try CustomerHistories(sorting: shop.lines, context: .serial)
    let matches = try ReturnMatches(histories, context: .serial)
    let segments = try SegmentsAsOf(
      HistorySummaries.at([s], histories, matches, context: .serial)[0], naming: BySilence(), context: .serial)
    #expect(segments.names == ["Late", "Late", "Rest"])
    #expect(segments.name(of: 1) == "Late" && segments.name(of: 3) == nil)
    let labels = Labels(histories: histories, orders: try OrderTimes(histories, context: .serial))
    let outcomes = try SegmentOutcomes(
      of: segments, labels, horizonDays: 90, order: BySilence().rules.map(\.name), context: .serial)
    #expect(outcomes.snapshot == "2011-09-01" && outcomes.days == 90)
    #expect(outcomes.segments.map(\.segment) == ["Late", "Rest"])
    #expect(outcomes.segments.map(\.customers) == [2, 1] && outcomes.segments.map(\.churnRate) == [0.5, 1])
    #expect(outcomes.segments.map(\.meanValue) == [15, 0])
  }
}
