import Numerics
import Retention
import TestSupport
import Testing

@Suite("Summaries of whole histories")
struct LifetimeSummaryTests {
  private static let s = Snapshot("2011-09-01")

  @Test("recency in whole days, orders, and revenue of purchases only")
  func byHand() throws {
    var shop = Shop()
    shop.add(0, order: 1, at: Self.s.before(days: 400), quantity: 2, price: 3)
    shop.add(0, order: 1, at: Self.s.before(days: 400), price: 4)
    shop.add(0, order: 2, at: Self.s.before(days: 1.5), price: 5)
    shop.add(0, order: 3, at: Self.s.before(days: 0.5), quantity: -1, price: 100, isReturn: true)
    // Nobody has number 1; 2 only returned.
    shop.add(2, order: 4, at: Self.s.before(days: 3), quantity: -1, isReturn: true)
    let histories = try CustomerHistories(sorting: shop.lines, context: .serial)
    let summary = try LifetimeSummary(
      histories: histories, orders: OrderTimes(histories, context: .serial), reference: Self.s.time, context: .serial)
    #expect(summary.recencyDays[0] == 1 && summary.recencyDays[1].isNaN && summary.recencyDays[2].isNaN)
    #expect(summary.orders == [2, 0, 0])
    #expect(summary.revenue == [15, 0, 0])
  }
}

@Suite("Named segments")
struct NamedSegmentsTests {
  @Test("are numbered in the order of the names, without those that have no customer")
  func numbers() {
    let segments = NamedSegments(
      rowNames: ["Lost", "Champions", "Lost", "At Risk"],
      order: ["Champions", "Promising", "At Risk", "At Risk", "Lost"])
    #expect(segments.names == ["Champions", "At Risk", "Lost"])
    #expect(segments.labels == [2, 0, 2, 1])
    #expect(NamedSegments(rowNames: [], order: ["Lost"]).names.isEmpty)
  }
}
