import Foundation
import Retention
import Tables
import Testing

@Suite struct AmountShapeTests {
  private let keys = "customer_id,order_id,product_id,order_datetime"

  @Test("quantity and price say it all, even beside totals")
  func quantityAndPrice() throws {
    let lines = try ingest("\(keys),quantity,unit_price,line_total,order_total\na,1,p,2011-01-01,3,2.5,99,999\n")
    #expect(lines.amount == .quantityAndPrice)
    #expect(lines.quantity == [3])
    #expect(lines.unitPrice == [2.5])
    // The totals are not lost: they are carried along.
    #expect(lines.extras.map(\.name) == ["line_total", "order_total"])
  }

  @Test("a line total with a quantity gives the price of a unit; a return keeps its sign in the quantity")
  func lineTotalWithQuantity() throws {
    let lines = try ingest(
      "\(keys),quantity,line_total\na,1,p,2011-01-01,4,10\na,2,p,2011-01-02,-2,-5\na,3,p,2011-01-03,3,10\n")
    #expect(lines.amount == .lineTotalWithQuantity)
    #expect(lines.quantity == [4, -2, 3])
    #expect(lines.unitPrice == [2.5, 2.5, 10.0 / 3])
    #expect(lines.amounts.map { Money($0) } == [10, -5, 10].map { Money($0) })
  }

  @Test("a line total alone is one unit; a negative one is a return")
  func lineTotal() throws {
    let lines = try ingest("\(keys),line_total\na,1,p,2011-01-01,10\na,2,p,2011-01-02,-5\na,3,p,2011-01-02,\n")
    #expect(lines.amount == .lineTotal)
    #expect(Array(lines.quantity[..<2]) == [1, -1])
    #expect(Array(lines.unitPrice[..<2]) == [10, 5])
    #expect(lines.quantity[2] == 1 && lines.unitPrice[2].isNaN)
  }

  @Test("an order's total, repeated on its lines, counts once, and to the millionth")
  func orderTotal() throws {
    let lines = try ingest(
      """
      \(keys),order_total
      a,1,p,2011-01-01,10
      b,2,p,2011-01-01,7
      a,1,q,2011-01-01,10
      a,1,r,2011-01-01,10
      c,3,r,2011-01-01,-6
      c,3,p,2011-01-01,-6

      """)
    #expect(lines.amount == .orderTotal)
    var totals: [String: Money] = [:]
    for (row, order) in lines.orderIDs.enumerated() {
      totals[order ?? "", default: .zero] += Money(lines.amount(ofRow: row))
    }
    #expect(totals == ["1": Money(10), "2": Money(7), "3": Money(-6)])
    #expect(lines.quantity == [1, 1, 1, 1, -1, -1])
    #expect(lines.conflictingOrderTotals == 0)
  }

  @Test("with an order total, products may be absent, and every line is a line of its own")
  func orderTotalWithoutProducts() throws {
    let lines = try ingest(
      "customer_id,order_id,order_datetime,order_total\na,1,2011-01-01,10\na,1,2011-01-01,10\nb,2,2011-01-02,4\n")
    #expect(lines.productIDs == [nil, nil, nil])
    #expect(lines.amounts == [5, 5, 4])
  }

  @Test("an order whose lines disagree about its total is counted, and the first total holds")
  func conflictingTotals() throws {
    let lines = try ingest(
      "customer_id,order_id,order_datetime,order_total\na,1,2011-01-01,10\na,1,2011-01-01,12\nb,2,2011-01-02,4\n")
    #expect(lines.conflictingOrderTotals == 1)
    #expect(lines.amounts == [5, 5, 4])
  }

  @Test("a total that stands on one line of the order only holds for the order")
  func sparseTotals() throws {
    let lines = try ingest(
      "customer_id,order_id,order_datetime,order_total\na,1,2011-01-01,\na,1,2011-01-01,12\nb,2,2011-01-02,\n")
    #expect(lines.conflictingOrderTotals == 0)
    #expect(lines.amounts[..<2] == [6, 6])
    #expect(lines.amounts[2].isNaN)
  }

  @Test("all files of an input give amounts in one shape")
  func mixedShapes() throws {
    #expect(throws: IngestError.mixedAmounts(file: "2.csv")) {
      try ingest(canonical("a,1,p,2011-01-01,1,2"), "\(keys),line_total\na,1,p,2011-01-01,10\n")
    }
  }

  @Test("numbers that no shop has are unreadable, not infinite")
  func absurdNumbers() throws {
    let lines = try ingest(canonical("a,1,p,2011-01-01,1e13,2", "a,1,p,2011-01-01,1,-2e12", "a,1,p,2011-01-01,1e12,1"))
    #expect(lines.quantity[0].isNaN && lines.unitPrice[1].isNaN)
    #expect(lines.quantity[2] == 1e12)
    #expect(lines.unreadable.map(\.column) == [.quantity, .unitPrice])
    #expect(lines.unreadable.map(\.row) == [0, 1])
  }
}
