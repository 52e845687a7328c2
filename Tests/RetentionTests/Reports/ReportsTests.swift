import Foundation
import Numerics
import Retention
import TestSupport
import Testing

private let day: Int64 = 86_400_000_000

/// Customer, order, day of the line, pounds.
private func history(_ lines: [(customer: Int32, order: Int32, day: Double, pounds: Int64)]) -> PurchaseHistory {
  uncancelled { (context) throws(Cancelled) in
    try PurchaseHistory(
      customers: Int(lines.map(\.customer).max() ?? -1) + 1, customer: lines.map(\.customer),
      order: lines.map(\.order), time: lines.map { Int64($0.day * Double(day)) },
      revenue: lines.map { $0.pounds * 1_000_000 }, context: context)
  }
}

@Suite("Revenue leak and margin protection")
struct ReportsTests {
  @Test(
    "UCI Online Retail has its published leak and champions",
    .enabled(if: OnlineRetail.history != nil, "\(RealData.absence)"))
  func onlineRetail() throws {
    let history = try #require(OnlineRetail.history)
    #expect(history.orders.count == 4338)
    let leak = revenueLeak(history)
    #expect(leak.rows.count == 95)
    #expect(leak.totalSpend == 434_984_931_000)
    #expect(leak.spendThreshold == 1_661_740_000)
    let champions = marginProtection(history)
    #expect(champions.rows.count == 623)
    #expect(champions.totalRevenue == 4_628_828_070_000)
    #expect(champions.recencyThreshold == 18)
    #expect(champions.orderThreshold == 5)
    #expect(abs(champions.revenueShare - 0.51943) < 1e-5)
  }

  @Test("recency is whole days from a day after the last line, so more than 90 starts at 90 days before it")
  func recency() {
    let shop = history([(0, 1, 100, 10), (1, 2, 10.0001, 10), (2, 3, 10, 10), (3, 4, 9, 10)])
    #expect((0..<4).map(shop.recencyDays) == [1, 90, 91, 92])
    #expect(revenueLeak(shop).rows.map(\.customer) == [2, 3])
  }

  @Test("people are told whole days to the midnight on which customers are scored, as of a segment")
  func toldDays() throws {
    // The last line of all is at 18:00 of day 100; the last customer but one is told 90 days.
    let shop = PurchaseHistory(
      lastPurchase: [4.5, 4.75, 0.75, 0.5, 10.5, 100.75].map { Int64($0 * Double(day)) }, orders: [1, 1, 1, 1, 1, 1],
      spend: [5, 5, 5, 5, 5, 1])
    let scoring = Snapshot(day: 101)
    let rows = revenueLeak(shop, spendQuantile: 0).rows
    #expect(rows.map(\.customer) == [0, 1, 2, 3])
    #expect(rows.map(\.recencyDays) == [96, 96, 100, 100] && shop.recencyDays(of: 3) == 101)
    #expect(rows.map(\.recencyDays) == (0..<4).map { scoring.wholeDays(since: shop.lastPurchase[$0]) })
    #expect(scoring.wholeDays(since: Snapshot(day: 99).time) == 2 && scoring.wholeDays(since: scoring.time - 1) == 0)
  }

  @Test("people are told days to a later scoring day that somebody names, and to no earlier one")
  func namedDay() {
    let times = [4.5, 10.5, 60.25, 100.75].map { Int64($0 * Double(day)) }
    let told = { (scoring: Int32) in
      revenueLeak(
        PurchaseHistory(
          lastPurchase: times, orders: [1, 1, 1, 1], spend: [5, 5, 5, 5], scoring: Snapshot(day: scoring)),
        spendQuantile: 0
      ).rows.map(\.recencyDays)
    }
    #expect(told(160) == [155, 149, 99] && told(101) == [96] && told(50) == [96])
  }

  @Test("the leak's spend reaches the 75th percentile of all customers; rows go by spend, then customer")
  func leak() {
    let shop = history([(0, 1, 200, 1), (1, 2, 0, 40), (2, 3, 0, 40), (3, 4, 0, 50), (4, 5, 0, 20)])
    let report = revenueLeak(shop, recoverable: [1, 2, 3, 4, 5])
    #expect(report.spendThreshold == 40_000_000)
    #expect(report.rows.map(\.customer) == [3, 1, 2])
    #expect(report.recoverable == [4, 2, 3])
    #expect(report.totalSpend == 130_000_000)
    #expect(report.totalRecoverable == 9)
  }

  @Test("orders are counted once however many lines they have, wherever the lines stand")
  func orders() {
    let shop = history([(0, 7, 1, 1), (1, 8, 1, 1), (0, 9, 2, 1), (0, 7, 3, 1), (1, 8, 2, 1), (1, 7, 2, 1)])
    #expect(shop.orders == [2, 2])
    #expect(shop.lastPurchase == [3 * day, 2 * day])
    #expect(shop.spend == [3_000_000, 3_000_000])
  }

  @Test("champions are as recent as the quarter most recent and order as often as the quarter most frequent")
  func champions() {
    let frequent = (0..<6).map { (customer: Int32(0), order: Int32($0), day: 99.0, pounds: Int64(5)) }
    let lapsed = (6..<16).map { (customer: Int32(1), order: Int32($0), day: 3.0, pounds: Int64(5)) }
    let others = (2..<8).map { (customer: Int32($0), order: Int32(100 + $0), day: 10.0 * Double($0), pounds: Int64(5)) }
    let report = marginProtection(history(frequent + lapsed + others))
    #expect(report.rows.map(\.customer) == [0])
    #expect(report.totalRevenue == 30_000_000)
    #expect(abs(report.revenueShare - 30.0 / 110) < 1e-12)
  }

  @Test("a single order is not often, where most customers have no more")
  func once() {
    let shop = PurchaseHistory(
      lastPurchase: [100, 99, 98, 97].map { $0 * day }, orders: [1, 1, 1, 1], spend: [5, 5, 5, 5])
    #expect(marginProtection(shop).rows.isEmpty && marginProtection(shop).orderThreshold == 2)
  }

  @Test("customers without orders change nothing, and no customers at all make empty reports")
  func absent() {
    let shop = PurchaseHistory(lastPurchase: [0, 0, 100 * day], orders: [1, 0, 1], spend: [5, 0, 1])
    #expect(revenueLeak(shop).rows.map(\.customer) == [0])
    #expect(revenueLeak(shop).spendThreshold == 4)
    let nobody = PurchaseHistory(lastPurchase: [], orders: [], spend: [])
    #expect(revenueLeak(nobody).rows.isEmpty && revenueLeak(nobody).spendThreshold == nil)
    #expect(marginProtection(nobody).rows.isEmpty && marginProtection(nobody).revenueShare == 0)
  }
}
