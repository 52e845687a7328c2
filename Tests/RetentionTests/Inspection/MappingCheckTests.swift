import Retention
import Testing

@Suite("Mappings that the cells contradict")
struct MappingCheckTests {
  private let text: ProfiledText

  init() throws { text = try ProfiledText() }

  private func doubt(_ header: String, _ lines: [String], _ mapping: [CanonicalColumn: String]) throws -> MappingDoubt?
  {
    let profile = try text.profile(([header] + lines + [""]).joined(separator: "\n"))
    let bound = try ColumnMapping(mapping).completed(from: profile.columns.map(\.name), file: "t.csv").bound(
      to: profile.columns.map(\.name), file: "t.csv")
    return MappingCheck(profile, bound, file: "t.csv").doubt
  }

  private let orders = [
    "K1,9001,P1,2023-01-05,60.00,1", "K1,9001,P2,2023-01-05,60.00,2", "K1,9001,P3,2023-01-05,60.00,1",
    "K2,9002,P1,2023-01-14,25.00,1", "K2,9003,P1,2023-02-20,40.00,3", "K2,9003,P4,2023-02-20,40.00,1",
    "K1,9004,P1,2023-03-01,10.00,1",
  ]

  @Test("an order total as line_total or unit_price is refused, with both sums; as order_total it is right")
  func orderTotal() throws {
    let header = "customer_id,order_id,product_id,order_datetime,Total Amount,quantity"
    let found = try #require(try doubt(header, orders, [.lineTotal: "Total Amount"]))
    #expect(found.used.amount == "295.00" && found.meant.amount == "135.00")
    #expect(
      found.description
        == "t.csv: line_total from 'Total Amount' would make 295.00 of the first 7 rows, but order_total from 'Total "
        + "Amount' 135.00: 'Total Amount' is the same on all lines of an order; map order_total to 'Total Amount' instead "
        + "(--mapping FILE), or, if the mapping is meant, set ingest.trust_mapping to true (--set "
        + "ingest.trust_mapping=true).")
    #expect(try doubt(header, orders, [.unitPrice: "Total Amount"])?.meant.shape == .orderTotal)
    #expect(try doubt(header, orders, [.orderTotal: "Total Amount"]) == nil)
  }

  @Test("lines of different values in each order are left alone")
  func lineTotals() throws {
    let lines = (0..<20).map { "k\($0 % 3),\($0 / 3),p\($0 % 7),2023-01-\(10 + $0),\($0 + 3).25" }
    #expect(try doubt("customer_id,order_id,product_id,order_datetime,line_total", lines, [:]) == nil)
  }

  @Test("a number of the line as the quantity is refused")
  func lineNumber() throws {
    let lines = (0..<18).map { "k\($0 % 3),\($0 / 3),p\($0 % 7),2023-01-\(10 + $0 / 3),\($0 % 3 + 1),\($0 % 5 + 3).25" }
    let header = "customer_id,order_id,product_id,order_datetime,order_item_id,price"
    let found = try #require(try doubt(header, lines, [.quantity: "order_item_id"]))
    #expect(found.meant.shape == .lineTotal && found.reason.contains("numbers the lines"))
    let units = (0..<18).map { "k\($0 % 3),\($0 / 3),p\($0 % 7),2023-01-\(10 + $0 / 3),\($0 % 4 + 1),\($0 % 5 + 3).25" }
    #expect(try doubt(header, units, [.quantity: "order_item_id"]) == nil)
  }

  @Test("the value of a line as the price of a unit is refused")
  func lineValue() throws {
    let header = "customer_id,order_id,product_id,order_datetime,quantity,price"
    let lines = (0..<24).map { line in
      "k\(line % 3),\(line),p\(line % 2),2023-01-\(10 + line % 19),\(line % 5 + 1),\((line % 5 + 1) * (line % 2 + 2)).50"
    }
    // 0.50 more on each line: neither a price of a unit nor a value of the line.
    #expect(try doubt(header, lines, [:]) == nil)
    let values = (0..<24).map { line in
      "k\(line % 3),\(line),p\(line % 2),2023-01-\(10 + line % 19),\(line % 5 + 1),\((line % 5 + 1) * (line % 2 + 2)).00"
    }
    let found = try #require(try doubt(header, values, [:]))
    #expect(found.meant.shape == .lineTotal && found.reason.contains("grows with 'quantity'"))
  }

  @Test("a column of line totals that quantity × price is far from is refused, and discounts are not")
  func otherTotal() throws {
    let header = "customer_id,order_id,product_id,order_datetime,quantity,unit_price,amount"
    func lines(_ factor: Double) -> [String] {
      (0..<24).map { line in
        let price = Double((line * 37) % 19 + 2)
        return "k\(line % 3),\(line),p\(line % 7),2023-01-\(10 + line % 19),\(line % 4 + 1),\(price),"
          + "\(Double(line % 4 + 1) * price * factor)"
      }
    }
    // Prices in cents.
    #expect(try doubt(header, lines(0.01), [:])?.reason == "'amount' is not quantity × price")
    #expect(try doubt(header, lines(0.8), [:]) == nil && doubt(header, lines(1.19), [:]) == nil)
    #expect(try doubt(header, lines(1), [:]) == nil)
  }

  @Test("freight as the value of a line is refused beside a price")
  func freight() throws {
    let header = "customer_id,order_id,product_id,order_datetime,price,freight_value"
    let lines = (0..<12).map { "k\($0 % 3),\($0 / 2),p\($0 % 5),2023-01-\(10 + $0),\(20 + $0 * 7).90,\(8 + $0 % 4).25" }
    #expect(try doubt(header, lines, [.lineTotal: "freight_value"])?.meant.headers == ["price"])
    #expect(try doubt(header, lines, [.lineTotal: "price"]) == nil)
    // Not by way of the numbers of lines.
    let numbered = lines.enumerated().map { "\($1),\($0 % 2 + 1)" }
    let found = try doubt(header + ",item_number", numbered, [.lineTotal: "freight_value", .quantity: "item_number"])
    #expect(found?.meant.shape == .lineTotal)
  }

  @Test("an amount as the quantity is refused, and weights are not")
  func amountAsQuantity() throws {
    func lines(_ cents: String) -> [String] {
      (0..<12).map { "k\($0 % 3),\($0 / 2),p\($0 % 5),2023-01-\(10 + $0),\(20 + $0 * 7).\(cents),\(30 + $0 * 7).50" }
    }
    let header = "customer_id,order_id,product_id,order_datetime,%,Total"
    let found = try doubt(
      header.replacing("%", with: "Subtotal"), lines("00"), [.quantity: "Subtotal", .unitPrice: "Total"])
    #expect(found?.reason.contains("no quantity") == true)
    #expect(try doubt(header.replacing("%", with: "kg"), lines("25"), [.quantity: "kg", .unitPrice: "Total"]) == nil)
  }

  @Test("a city as the customer, and a product that nobody mapped, are warned of")
  func warnings() throws {
    let profile = try text.profile(
      "Billing City,order_id,SKU,order_datetime,line_total\na,1,p,2023-01-01,2.5\nb,2,q,2023-01-02,3.5\n")
    let headers = profile.columns.map(\.name)
    let bound = try ColumnMapping([.customerID: "Billing City"]).completed(from: headers, file: "t.csv")
      .bound(to: headers, file: "t.csv")
    let warnings = MappingCheck(profile, bound, file: "t.csv").warnings
    #expect(warnings.count == 2)
    #expect(warnings.first?.contains("'Billing City', which does not sound like a person") == true)
    #expect(warnings.last?.contains("'SKU' looks like it") == true)
  }
}
