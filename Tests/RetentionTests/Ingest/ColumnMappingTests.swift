import Retention
import Tables
import Testing

@Suite struct ColumnMappingTests {
  private func recognise(_ headers: [String]) throws -> BoundMapping {
    try ColumnMapping.recognized(in: headers, file: "a.csv").bound(to: headers, file: "a.csv")
  }

  @Test("the known headers are recognized without a mapping, in any case and with blanks around")
  func knownHeaders() throws {
    let uci = [
      "InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country",
    ]
    let expected: [CanonicalColumn: Int] = [
      .orderID: 0, .productID: 1, .quantity: 3, .orderDatetime: 4, .unitPrice: 5, .customerID: 6,
    ]
    let two = ["Invoice", "StockCode", "Description", "Quantity", "InvoiceDate", "Price", "Customer ID", "Country"]
    let canonical = [
      "order_id", "product_id", "note", "quantity", "order_datetime", "unit_price", "customer_id", "country",
    ]
    for headers in [uci, two, canonical] {
      for spelling in [headers, headers.map { $0.uppercased() }, headers.map { " \($0.lowercased())\t" }] {
        let bound = try recognise(spelling)
        #expect(bound.positions == expected)
        #expect(bound.extras == [2, 7])
        #expect(bound.amount == .quantityAndPrice)
      }
    }
  }

  @Test("a byte order mark before the first header is no part of it")
  func byteOrderMark() throws {
    #expect(
      try recognise(["\u{FEFF}InvoiceNo", "StockCode", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID"])
        .positions[.orderID] == 0)
  }

  @Test("a mapping names any header, in any case")
  func mapping() throws {
    let headers = ["ClientNumber", "TxnID", "PurchaseDate", "SKU", "Units", "Price", "Shop"]
    let mapping = ColumnMapping([
      .customerID: "clientnumber", .orderID: "TxnID", .orderDatetime: "PurchaseDate ", .productID: "sku",
      .quantity: "Units", .unitPrice: "Price",
    ])
    let bound = try mapping.bound(to: headers, file: "a.csv")
    #expect(
      bound.positions == [
        .customerID: 0, .orderID: 1, .orderDatetime: 2, .productID: 3, .quantity: 4, .unitPrice: 5,
      ])
    #expect(bound.extras == [6])
  }

  @Test("a header that the file does not have is named with the nearest one")
  func missingSourceColumn() {
    let headers = ["Customer", "Order", "Date", "Product", "Units", "Price"]
    let mapping = ColumnMapping([.customerID: "Custmer", .orderID: "Order"])
    #expect(
      throws: MappingError.missingSourceColumn(
        column: .customerID, header: "Custmer", file: "a.csv", known: headers, nearest: "Customer")
    ) { try mapping.bound(to: headers, file: "a.csv") }
  }

  @Test(
    "columns that nothing gives are named, one after the other",
    arguments: [
      ("order_id,product_id,order_datetime,quantity,unit_price", CanonicalColumn.customerID),
      ("customer_id,product_id,order_datetime,quantity,unit_price", .orderID),
      ("customer_id,order_id,product_id,quantity,unit_price", .orderDatetime),
      ("customer_id,order_id,product_id,order_datetime,unit_price", .quantity),
      ("customer_id,order_id,product_id,order_datetime,quantity", .unitPrice),
    ])
  func missingColumn(headers: String, column: CanonicalColumn) {
    let headers = headers.split(separator: ",").map(String.init)
    #expect(throws: MappingError.missingColumn(column, file: "a.csv", headers: headers)) { try recognise(headers) }
  }

  @Test(
    "products are not needed, and order ids only where a column gives the orders",
    arguments: ["quantity,unit_price", "quantity,line_total", "line_total", "order_total"])
  func optionalColumns(amounts: String) throws {
    let headers = ("customer_id,order_id,order_datetime," + amounts).split(separator: ",").map(String.init)
    #expect(try recognise(headers).positions[.productID] == nil)
    for orders in [OrderDefinition.row, .customerDay] {
      let bound = try ColumnMapping([:], orderIs: orders).completed(from: headers, file: "a.csv")
        .bound(to: headers, file: "a.csv")
      #expect(bound.positions[.orderID] == nil && bound.extras == [1])
    }
  }

  @Test("no quantity, price or total is no amount")
  func missingAmount() {
    let headers = ["customer_id", "order_id", "product_id", "order_datetime"]
    #expect(throws: MappingError.missingAmount(file: "a.csv", headers: headers)) { try recognise(headers) }
  }

  @Test("two headers for one column are refused, not guessed at")
  func ambiguous() {
    #expect(
      throws: MappingError.ambiguous(.unitPrice, headers: ["UnitPrice", "Price"], file: "a.csv")
    ) { try recognise(["CustomerID", "Invoice", "StockCode", "InvoiceDate", "Quantity", "UnitPrice", "Price"]) }
  }

  @Test("one header cannot play two parts")
  func usedTwice() {
    let mapping = ColumnMapping([.customerID: "id", .orderID: "ID", .orderDatetime: "t"])
    #expect(throws: MappingError.usedTwice(header: "id", first: .customerID, second: .orderID)) {
      try mapping.bound(to: ["id", "t"], file: "a.csv")
    }
  }

  @Test("columns that a mapping leaves out are recognized by their headers")
  func partialMapping() throws {
    let lines = try ingest(
      "Client,InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice\na,1,p,2,2011-01-01,3\n",
      mapping: [.customerID: "Client"])
    #expect(lines.customerIDs == ["a"])
    #expect(lines.orderIDs == ["1"])
    #expect(lines.amounts == [6])
  }

  @Test("a mapping names columns without a header by their names or positions")
  func positions() throws {
    let headers = ["column_1", "column_2", "column_3", "column_4"]
    let mapping = ColumnMapping([
      .customerID: "1", .orderID: "column_2", .orderDatetime: " column_3", .orderTotal: "4",
    ])
    let bound = try mapping.bound(to: headers, file: "a.csv")
    #expect(bound.positions == [.customerID: 0, .orderID: 1, .orderDatetime: 2, .orderTotal: 3])
    for wrong in ["0", "5", "-1", "1.0"] {
      #expect(throws: MappingError.self) {
        try ColumnMapping([.customerID: wrong]).bound(to: headers, file: "a.csv")
      }
    }
    #expect(throws: MappingError.self, "columns with names are not counted") {
      try ColumnMapping([.customerID: "1"]).bound(to: ["a", "column_2"], file: "a.csv")
    }
  }

  @Test("of headers that differ by case the one that is written alike is meant, and else none")
  func cases() throws {
    let headers = ["ID", "id", "order_id", "order_datetime", "order_total"]
    let exact = try ColumnMapping([.customerID: "id"]).completed(from: headers, file: "a.csv")
    #expect(try exact.bound(to: headers, file: "a.csv").positions[.customerID] == 1)
    #expect(throws: MappingError.ambiguous(.customerID, headers: ["ID", "id"], file: "a.csv")) {
      try ColumnMapping([.customerID: "Id"]).bound(to: headers, file: "a.csv")
    }
  }

  @Test("two columns of one name are an error where one of them is needed, and carried along where not")
  func repeated() throws {
    let header = "customer_id,order_id,product_id,order_datetime,quantity,unit_price"
    let lines = try ingest("note,\(header),note\nx,a,1,p,2011-01-01,1,2,y\n")
    #expect(lines.extras.map(\.name) == ["note", "note_2"] && lines.amounts == [2])
    #expect(
      throws: TableError.duplicateHeader(path: "1.csv", name: "quantity", first: 5, second: 7)
    ) { try ingest("\(header),quantity\na,1,p,2011-01-01,1,2,3\n") }
    let chosen = try ingest(
      "\(header),quantity\na,1,p,2011-01-01,1,2,3\n", mapping: [.quantity: "quantity_2"])
    #expect(chosen.quantity == [3])
  }
}
