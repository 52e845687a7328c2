import Retention
import Testing

@Suite("Suggested customers, dates and orders")
struct CustomerSuggestionTests {
  private let text: ProfiledText

  init() throws { text = try ProfiledText() }

  @Test(
    "places, states of orders, sellers and products are no customers",
    arguments: [
      "Billing City", "Ship Postcode", "STATUS", "Lieferort", "ville", "Payment Method", "seller", "Currency",
    ])
  func impersonal(header: String) throws {
    let values = ["Hartley", "Carlow", "Brookton", "Elmswell", "Ashby", "Denholm", "Farley"]
    let suggestion = try text.suggestion(
      "Order,Date,Total,\(header)",
      (0..<40).map { "#\(1000 + $0),2023-\(10 + $0 % 3)-\(10 + $0 % 18),\($0 + 20).50,\(values[$0 * 5 % 7])" })
    #expect(suggestion.mapping[.customerID] == nil)
    #expect(suggestion.missing == [.customerID])
    let person = try text.suggestion(
      "Order,Date,Total,who",
      (0..<40).map { "#\(1000 + $0),2023-\(10 + $0 % 3)-\(10 + $0 % 18),\($0 + 20).50,\(values[$0 * 5 % 7])" })
    #expect(person.mapping[.customerID] == "who")
  }

  @Test("a date of delivery is not that of the order")
  func otherDates() throws {
    let lines = (0..<9).map { "k\($0 % 3),\($0),2023-01-1\($0),2023-02-1\($0),\($0).50" }
    #expect(
      try text.suggestion("customer,order,bought,Ship Date,total", lines).mapping[.orderDatetime] == "bought")
    #expect(
      try text.suggestion("customer,order,due_date,delivered,total", lines).missing == [.orderDatetime])
  }

  @Test("an id that is new with every order gives way to one that comes back")
  func returning() throws {
    let lines = (0..<40).map { "o\($0),c\($0),u\($0 * 7 % 13),p\($0 % 5),2022-01-\(10 + $0 % 20),\($0 + 5).90" }
    let suggestion = try text.suggestion(
      "order_id,customer_id,customer_unique_id,product_id,order_purchase_timestamp,price", lines)
    #expect(suggestion.mapping[.customerID] == "customer_unique_id")
    #expect(suggestion.notes.contains { $0.contains("'customer_unique_id' has 13 values, of which 13 come back") })
    // A shop where all buy once: nothing else comes back.
    let once = try text.suggestion(
      "order_id,customer_id,product_id,order_date,price",
      (0..<40).map { "o\($0),c\($0),p\($0 % 5),2022-01-\(10 + $0 % 20),\($0 + 5).90" })
    #expect(once.mapping[.customerID] == "customer_id")
    #expect(once.notes.contains { $0.contains("is it the person who buys?") })
  }

  @Test("without an order id, the rows of a customer on a day are an order, or each payment is one")
  func noOrders() throws {
    let payments = try text.suggestion(
      "customer_id,date,amount",
      ["K1,2023-01-05,60.00", "K2,2023-01-14,25.00", "K1,2023-02-20,40.00", "K2,2023-03-01,10.00"])
    #expect(payments.mapping == [.customerID: "customer_id", .orderDatetime: "date", .lineTotal: "amount"])
    #expect(payments.orderIs == .customerDay && payments.missing == [])
    let times = try text.suggestion(
      "card holder account,time,amount",
      (0..<12).map { "K\($0 % 4),2023-01-1\($0 % 9) 10:\(10 + $0):00,\($0).25" })
    #expect(times.orderIs == .row)
    let goods = try text.suggestion(
      "t_dat,customer_id,article_id,price,sales_channel_id",
      (0..<60).map { "2018-09-\(10 + $0 % 20),k\($0 % 7),A\(100 + $0 % 23),0.0\($0 + 10),\($0 % 2 + 1)" })
    #expect(goods.orderIs == .customerDay && goods.mapping[.lineTotal] == "price" && goods.mapping[.quantity] == nil)
  }

  @Test(
    "a row for each customer with totals is no table of orders",
    arguments: [
      "CustomerID,Recency,Frequency,Monetary", "master_id,first_order_date,last_order_date,order_num_total_ever",
      "client,total_orders,avg_order_value,total_spent", "cust,R,F,M",
    ])
  func customerTables(header: String) throws {
    let lines = (0..<8).map { "K\($0),2022-01-1\($0),2023-01-1\($0),\($0 + 3).5" }
    let suggestion = try text.suggestion(header, lines)
    let table = try #require(suggestion.customers)
    #expect(table.customer == String(header.prefix { $0 != "," }))
    #expect(table.totals.count >= 2 && suggestion.choices == [])
    // Customers with several rows have orders.
    let orders = try text.suggestion(header, lines + lines)
    #expect(orders.customers == nil)
  }
}
