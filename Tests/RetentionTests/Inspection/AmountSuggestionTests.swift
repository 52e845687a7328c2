import Numerics
import Retention
import Tables
import TestSupport
import Testing

/// Profiles of small texts.
struct ProfiledText {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  func profile(_ text: String) throws -> FileProfile {
    try folder.write(text, to: "t.csv")
    let reader = try TableReader(path: folder.path(of: "t.csv"), options: ReadOptions(parallelism: .serial))
    var profiler = FileProfiler(fields: reader.fields, rows: 10_000)
    while !profiler.isFull, let batch = try reader.next() { profiler.add(batch) }
    return profiler.profile(isWhole: !profiler.isFull)
  }

  func suggestion(_ header: String, _ lines: [String]) throws -> MappingSuggestion {
    MappingSuggestion(for: try profile(([header] + lines + [""]).joined(separator: "\n")))
  }
}

@Suite("Suggested amounts")
struct AmountSuggestionTests {
  private let text: ProfiledText

  init() throws { text = try ProfiledText() }

  private func expect(
    _ header: String, _ lines: [String], makes amounts: [CanonicalColumn: String], money: Double,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let suggestion = try text.suggestion(header, lines)
    let columns: Set<CanonicalColumn> = [.quantity, .unitPrice, .lineTotal, .orderTotal]
    #expect(suggestion.mapping.filter { columns.contains($0.key) } == amounts, sourceLocation: sourceLocation)
    let total = try #require(suggestion.money.first?.total, sourceLocation: sourceLocation)
    #expect(abs(total - money) < 1e-6, "\(total)", sourceLocation: sourceLocation)
  }

  @Test("an amount that repeats on the lines of each order is the order's")
  func orderTotals() throws {
    let lines = [
      "K1,9001,P1,2023-01-05,60.00", "K1,9001,P2,2023-01-05,60.00", "K1,9001,P3,2023-01-05,60.00",
      "K2,9002,P1,2023-01-14,25.00", "K2,9003,P1,2023-02-20,40.00", "K2,9003,P4,2023-02-20,40.00",
      "K1,9004,P1,2023-03-01,10.00",
    ]
    try expect(
      "Customer ID,Order ID,Product ID,Order Date,Total Amount", lines, makes: [.orderTotal: "Total Amount"], money: 135
    )
    // The same under a name that means the value of a line, and with a quantity.
    try expect(
      "customer,order,sku,date,qty,value",
      lines.enumerated().map { index, line in
        var cells = line.split(separator: ",").map(String.init)
        cells.insert("\([1, 2, 1, 3, 1, 2, 4][index])", at: 4)
        return cells.joined(separator: ",")
      }, makes: [.orderTotal: "value"], money: 135)
    // Semicolons, decimal commas, and no product.
    try expect(
      "Kunde;Bestellnummer;Artikelnummer;Bestelldatum;Gesamtbetrag",
      lines.map { $0.replacing(",", with: ";").replacing(".", with: ",") }, makes: [.orderTotal: "Gesamtbetrag"],
      money: 135)
  }

  @Test("a total that stands on the first line of each order only is the order's")
  func sparseTotals() throws {
    try expect(
      "Name,Email,Created at,Total,Lineitem name",
      [
        "#1,a@x.org,2023-01-05,30.00,tea", "#1,a@x.org,2023-01-05,,cup", "#2,b@x.org,2023-01-06,12.00,tea",
        "#3,a@x.org,2023-02-01,50.00,pot", "#3,a@x.org,2023-02-01,,tea", "#3,a@x.org,2023-02-01,,cup",
      ], makes: [.orderTotal: "Total"], money: 92)
  }

  @Test("a price that is the same in each order stays one by its name, and the money of the order is told beside it")
  func equalPrices() throws {
    let lines = (0..<12).map {
      "k\($0 / 2 % 3),\($0 / 2),p\($0 % 5),2023-01-\(10 + $0 / 2),\($0 % 3 + 1),\(20 + $0 / 2).50"
    }
    let suggestion = try text.suggestion("customer_id,order_id,product_id,order_datetime,quantity,price", lines)
    #expect(suggestion.mapping[.unitPrice] == "price")
    #expect(suggestion.money.map(\.shape) == [.quantityAndPrice, .orderTotal])
    #expect(suggestion.notes.contains { $0.contains("order_total from 'price' would make 138.00") })
  }

  @Test("equal amounts of one product, or of a shop with one price, are values of lines")
  func equalLines() throws {
    // Tickets: several lines of the same product in an order.
    try expect(
      "customer_id,order_id,product_id,date,amount",
      [
        "a,1,p,2023-01-01,20.00", "a,1,p,2023-01-01,20.00", "b,2,q,2023-01-02,35.00", "b,2,q,2023-01-02,35.00",
        "b,2,q,2023-01-02,35.00", "a,3,r,2023-01-03,12.00",
      ], makes: [.lineTotal: "amount"], money: 157)
    try expect(
      "customer_id,order_id,product_id,date,amount",
      [
        "a,1,p,2023-01-01,10.00", "a,1,q,2023-01-01,10.00", "b,2,p,2023-01-02,10.00", "b,2,r,2023-01-02,10.00",
        "a,3,q,2023-01-03,10.00",
      ], makes: [.lineTotal: "amount"], money: 50)
  }

  @Test("freight, taxes and discounts are no value of a line, and an exact name beats a similar one")
  func freight() throws {
    let lines = (0..<12).map { line in
      "o\(line / 2),\(line % 2 + 1),p\(line % 5),s\(line % 3),2023-01-\(10 + line) 12:00:00,\(20 + line * 7).90,"
        + "\(8 + line % 4).25"
    }
    let suggestion = try text.suggestion(
      "order_id,order_item_id,product_id,seller_id,shipping_limit_date,price,freight_value", lines)
    #expect(suggestion.mapping == [.orderID: "order_id", .productID: "product_id", .lineTotal: "price"])
    #expect(suggestion.missing == [.customerID, .orderDatetime])
    #expect(suggestion.notes.contains { $0.contains("'shipping_limit_date' is a date") })
    let goods: [String] = (0..<12).map { line in
      let keys = "k\(line % 3),\(line / 2),p\(line % 5),2023-01-\(10 + line)"
      return keys + ",1.\(line % 7)5,4.95,0.50,\(line + 3).25,\(line % 3 + 1)"
    }
    var money = 0.0
    for line in 0..<12 { money += (Double(line) + 3.25) * Double(line % 3 + 1) }
    try expect(
      "customer,order,product,date,tax_amount,shipping_value,discount_total,unit price,units", goods,
      makes: [.unitPrice: "unit price", .quantity: "units"], money: money)
  }

  @Test("the number of a line in its order, the number of a row and an amount with cents are no quantity")
  func noQuantity() throws {
    let prices = [12.5, 3.25, 8, 4.75, 19.9, 6.5, 7.25, 30, 2.5, 11.25]
    let orders = [1, 1, 1, 2, 2, 3, 4, 4, 5, 5]
    let numbers = [1, 2, 3, 1, 2, 1, 1, 2, 1, 2]
    try expect(
      "customer_id,order_id,line,product_id,date,price",
      (0..<10).map {
        "k\(orders[$0] % 2),\(orders[$0]),\(numbers[$0]),p\($0 % 7),2023-01-1\(orders[$0]),\(prices[$0])"
      },
      makes: [.lineTotal: "price"], money: prices.reduce(0, +))
    try expect(
      "nr,customer_id,order_id,product_id,date,price",
      (0..<10).map { "\($0),k\(orders[$0] % 2),\(orders[$0]),p\($0 % 7),2023-01-1\(orders[$0]),\(prices[$0])" },
      makes: [.lineTotal: "price"], money: prices.reduce(0, +))
    let suggestion = try text.suggestion(
      "customer_id,order_id,product_id,date,net,price",
      (0..<10).map { "k\(orders[$0] % 2),\(orders[$0]),p\($0 % 7),2023-01-1\(orders[$0]),\($0 + 20).00,\(prices[$0])" })
    #expect(suggestion.mapping[.quantity] == nil)
    // Ratings and answers are small whole numbers too.
    for header in ["rating", "first_purchase"] {
      let answers = try text.suggestion(
        "customer_id,order_id,product_id,date,\(header),price",
        (0..<10).map { "k\(orders[$0] % 2),\(orders[$0]),p\($0 % 7),2023-01-1\(orders[$0]),\($0 % 2),\(prices[$0])" })
      #expect(answers.mapping[.quantity] == nil && answers.mapping[.lineTotal] == "price")
    }
    // A column that is only guessed to count units is told with the money without it.
    let guessed = try text.suggestion(
      "customer_id,order_id,product_id,date,xyz,price",
      (0..<10).map { "k\(orders[$0] % 2),\(orders[$0]),p\($0 % 7),2023-01-1\(orders[$0]),\($0 % 4 + 1),\(prices[$0])" })
    #expect(guessed.mapping[.quantity] == "xyz" && guessed.notes.contains { $0.contains("line_total from 'price'") })
  }

  @Test("quantity × price = total is seen whatever the columns are called")
  func confirmed() throws {
    var money = 0.0
    let lines: [String] = (0..<12).map { line in
      let value = Double(line % 3 + 1) * (Double(line) + 2.5)
      money += value
      return "k\(line % 4),\(line / 2),p\(line % 5),2023-01-\(10 + line / 2),\(line % 3 + 1),\(line + 2).50,\(value)"
    }
    try expect(
      "customer,order,sku,date,units,price,total", lines, makes: [.quantity: "units", .unitPrice: "price"], money: money
    )
    // Here what is called a price is the value of the line.
    try expect(
      "customer,order,sku,date,units,each,price", lines, makes: [.quantity: "units", .unitPrice: "each"], money: money)
    let suggestion = try text.suggestion("customer,order,sku,date,units,price,total", lines)
    #expect(suggestion.money.count == 2 && suggestion.money[1].total == suggestion.money[0].total)
    #expect(suggestion.notes == [])
  }

  @Test("a price that grows with the quantity is the value of the line")
  func lineValues() throws {
    let units = [1, 3, 2, 5, 4, 1, 2, 3, 1, 4, 2, 5]
    let each = [300.08, 26.15, 5.23]
    let kinds = ["Clothing", "Shoes", "Food"]
    var money = 0.0
    let lines: [String] = units.enumerated().map { line, count in
      let value = (Double(count) * each[line % 3] * 100).rounded() / 100
      money += value
      return "I\(line),C\(line % 5),\(kinds[line % 3]),\(count),\(value),2022-0\(line % 9 + 1)-05"
    }
    try expect(
      "invoice_no,customer_id,category,quantity,price,invoice_date", lines,
      makes: [.quantity: "quantity", .lineTotal: "price"], money: money)
    // Prices of a unit stay the same.
    let plain: [String] = units.enumerated().map { line, count in
      "I\(line),C\(line % 5),\(kinds[line % 3]),\(count),\(each[line % 3]),2022-0\(line % 9 + 1)-05"
    }
    try expect(
      "invoice_no,customer_id,category,quantity,price,invoice_date", plain,
      makes: [.quantity: "quantity", .unitPrice: "price"], money: money)
  }

  @Test("where a total is quantity × price less the discount, the total is the money; else a note says what is left on")
  func discounts() throws {
    let rows: [(Int, Double, Double)] = [
      (2, 10, 0.1), (1, 5, 0), (1, 10, 0.2), (3, 20, 0.25), (4, 2.5, 0.5), (2, 8, 0),
    ]
    let (net, gross): (Double, Double) = (18 + 5 + 8 + 45 + 5 + 16, 20 + 5 + 10 + 60 + 10 + 16)
    func lines(_ total: Bool) -> [String] {
      rows.enumerated().map { index, row in
        let keys = "\(index / 2),K\(index % 2),2023-01-0\(index / 2 + 1),P\(index),\(row.1),\(row.0),\(row.2)"
        return total ? keys + ",\(Double(row.0) * row.1 * (1 - row.2))" : keys
      }
    }
    let header = "order_id,customer_id,order_date,product_id,unit_price,quantity,discount"
    try expect(
      header + ",total", lines(true), makes: [.quantity: "quantity", .lineTotal: "total"], money: net)
    try expect(header, lines(false), makes: [.quantity: "quantity", .unitPrice: "unit_price"], money: gross)
    let notes = try text.suggestion(header, lines(false)).notes
    #expect(notes.contains { $0.contains("'discount' is not taken off") && $0.hasSuffix("take off 24.00") }, "\(notes)")
  }

  @Test("without a product, the amount of an order of one row is the order's; products are not asked for")
  func oneRowAnOrder() throws {
    try expect(
      "Order,Customer,Date,Total",
      ["1001,K1,2023-01-05,60.00", "1002,K2,2023-01-14,25.00", "1003,K1,2023-02-20,40.00", "1004,K2,2023-03-01,10.00"],
      makes: [.orderTotal: "Total"], money: 135)
    let header = "InvoiceNo,CustomerID,InvoiceDate,Quantity,UnitPrice"
    let lines = ["1001,K1,2023-01-05,2,30.00", "1002,K2,2023-01-14,1,25.00", "1003,K1,2023-02-20,4,10.00"]
    try expect(header, lines, makes: [.quantity: "Quantity", .unitPrice: "UnitPrice"], money: 125)
    #expect(try text.suggestion(header, lines).missing == [])
  }

  @Test("an exact name of an order total beats its likeness to a line total, also beside a count of items")
  func exactName() throws {
    let lines = (0..<9).map { "\(100 + $0),k\($0 % 3),2023-01-1\($0),4.95,\($0 + 20).50,\($0 % 4 + 1)" }
    try expect(
      "order_id,customer_id,order_date,shipping_total,order_total,item_count", lines,
      makes: [.orderTotal: "order_total"],
      money: 9 * 24.5)
    try expect(
      "Bestellnr;Kundennr;Datum;Menge;Einzelpreis;Gesamtpreis",
      [
        "1;a;2023-01-05;2;4,50;9,00", "1;a;2023-01-05;1;3,00;3,00", "2;b;2023-01-06;3;2,00;6,00",
        "3;a;2023-02-01;4;1,25;5,00",
      ],
      makes: [.quantity: "Menge", .unitPrice: "Einzelpreis"], money: 23)
  }

  @Test("other readings of the amounts are told with their money")
  func alternatives() throws {
    let suggestion = try text.suggestion(
      "Customer ID,Order ID,Product ID,Order Date,Total Amount,Grand Total",
      [
        "K1,1,P1,2023-01-05,60.00,66.00", "K1,1,P2,2023-01-05,60.00,66.00", "K2,2,P1,2023-01-14,25.00,30.00",
        "K2,3,P1,2023-02-20,40.00,44.00", "K2,3,P4,2023-02-20,40.00,44.00",
      ])
    #expect(
      suggestion.money.map(\.words) == [
        "order_total from 'Grand Total'", "line_total from 'Grand Total'", "order_total from 'Total Amount'",
      ])
    #expect(suggestion.money.map(\.amount) == ["140.00", "250.00", "125.00"])
    #expect(MoneyComparison.difference(suggestion.money[1], from: suggestion.money[0]) == "1.8 times as much")
    #expect(MoneyComparison.difference(suggestion.money[2], from: suggestion.money[0]) == "10.7 % less")
  }
}
