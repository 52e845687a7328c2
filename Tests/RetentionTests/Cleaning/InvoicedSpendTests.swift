import Numerics
import Retention
import Tables
import Testing

@Suite("What customers were invoiced")
struct InvoicedSpendTests {
  private func day(_ text: String) -> Int64 { Snapshot(text).time }

  @Test("an order without an id is an order")
  func blankOrder() throws {
    let lines = try InvoicedSpend.Lines([("a", nil, 1, 1), ("a", "1", 2, 1)])
    #expect(try InvoicedSpend(lines, context: .serial).orders == [2])
  }

  @Test("adds up lines, orders and the last purchase by customer, ids ascending by bytes")
  func sums() throws {
    var lines = try InvoicedSpend.Lines([("b", "1", 30, 0.1), ("B", "2", 50, 5)])
    try lines.append([("x", "9", 99, 9), ("b", "1", 10, 0.2), ("b", "3", 20, 1)]) { $0 > 0 }
    let spend = try InvoicedSpend(lines, context: .serial)
    #expect(spend.ids == ["B", "b"])
    #expect(spend.spend == [Money(5), Money(1.3)])
    #expect(spend.orders == [1, 2])
    #expect(spend.lastPurchase == [50, 30] && spend.lastLine == 50)
  }

  @Test("an order id that customers share is an order of each, however often they alternate")
  func sharedOrders() throws {
    let lines = try InvoicedSpend.Lines(["a", "b", "a", "b", "c", "b"].map { ($0, "x", 1, 1) })
    let spend = try InvoicedSpend(lines, context: .serial)
    #expect(spend.orders == [1, 1, 1])
    #expect(spend.spend == [Money(2), Money(3), Money(1)])
  }

  @Test("outliers and duplicates count, whatever cleaning does with them; returns and worthless lines do not")
  func afterCleaning() throws {
    let ordinary = (0..<40).map { "a,o\($0),p,2011-01-01,1,1" }
    let rows =
      ordinary + [
        "b,o90,p,2011-02-01,1,1", "b,o90,p,2011-02-01,1,1", "b,o91,p,2011-02-02,1000,1", "b,o92,p,2011-02-03,1,1000",
        "b,C93,p,2011-02-09,-1,1", "b,o94,p,2011-02-09,-1,1", "b,o95,p,2011-02-09,1,0", ",o96,p,2011-02-09,1,1",
      ]
    let text = (["customer_id,order_id,product_id,order_datetime,quantity,unit_price"] + rows).joined(separator: "\n")
    for action in ["flag", "drop"] {
      let cleaned = try clean(
        ingest(text), "cleaning: {duplicates: \(action == "drop" ? "drop" : "flag"), outliers: {action: \(action)}}")
      let spend = try #require(cleaned.invoiced)
      #expect(spend.ids == ["a", "b"])
      #expect(spend.spend == [Money(40), Money(2002)])
      #expect(spend.orders == [40, 3])
      #expect(spend.lastPurchase == [day("2011-01-01"), day("2011-02-03")] && spend.lastLine == day("2011-02-03"))
    }
  }

  @Test("a line left out may have no time, a line that counts has one")
  func unknownTime() throws {
    var lines = InvoicedSpend.Lines()
    let rows: [(customer: String, order: String?, time: Int64?, amount: Double)] = [
      ("a", "1", nil, 5), ("a", "2", 7, 2),
    ]
    try lines.append(rows) { $0 == 1 }
    #expect(try InvoicedSpend(lines, context: .serial).spend == [Money(2)])
    #expect(throws: TableError.nullValue(column: "order_datetime", path: nil, row: 0)) {
      try lines.append(rows) { _ in true }
    }
  }

  @Test("nothing invoiced has no last line")
  func nothing() throws {
    let spend = try InvoicedSpend(InvoicedSpend.Lines(), context: .serial)
    #expect(spend.ids.isEmpty && spend.lastLine == .min)
    #expect(PurchaseHistory(spend).orders.isEmpty)
  }
}
