import Numerics
import Retention
import Testing

@Suite("What customers were invoiced")
struct InvoicedSpendTests {
  private func day(_ text: String) -> Int64 { Snapshot(text).time }

  @Test("adds up lines, orders and the last purchase by customer, ids ascending by bytes")
  func sums() throws {
    var lines = InvoicedSpend.Lines()
    lines.append(customer: "b", order: "1", time: 30, amount: 0.1)
    lines.append(customer: "B", order: "2", time: 50, amount: 5)
    lines.append(customer: "b", order: "1", time: 10, amount: 0.2)
    lines.append(customer: "b", order: "3", time: 20, amount: 1)
    let spend = try InvoicedSpend(lines, context: .serial)
    #expect(spend.ids == ["B", "b"])
    #expect(spend.spend == [Money(5), Money(1.3)])
    #expect(spend.orders == [1, 2])
    #expect(spend.lastPurchase == [50, 30] && spend.lastLine == 50)
  }

  @Test("an order id that customers share is an order of each, however often they alternate")
  func sharedOrders() throws {
    var lines = InvoicedSpend.Lines()
    for customer in ["a", "b", "a", "b", "c", "b"] { lines.append(customer: customer, order: "x", time: 1, amount: 1) }
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
        "b,C93,p,2011-02-09,1,1", "b,o94,p,2011-02-09,-1,1", "b,o95,p,2011-02-09,1,0", ",o96,p,2011-02-09,1,1",
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

  @Test("nothing invoiced has no last line")
  func nothing() throws {
    let spend = try InvoicedSpend(InvoicedSpend.Lines(), context: .serial)
    #expect(spend.ids.isEmpty && spend.lastLine == .min)
    #expect(PurchaseHistory(spend).orders.isEmpty)
  }
}
