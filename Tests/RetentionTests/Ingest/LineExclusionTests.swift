import Retention
import Testing

@Suite("Rows by the values of a column")
struct LineExclusionTests {
  private let text = """
    customer_id,order_id,product_id,order_datetime,quantity,unit_price,status,Cancelled at
    a,1,p,2011-01-01,1,10,complete,
    a,2,p,2011-01-02,1,20,cancelled,2011-01-03
    b,3,post,2011-01-03,1,30,Refunded ,
    b,4,p,2011-01-04,1,40,Complete,
    ,5,p,2011-01-05,1,50,test,

    """

  private func reasons(_ yaml: String) throws -> [RemovalReason?] {
    try clean(ingest(text, settings: yaml), yaml).removal.map { RemovalReason(rawValue: $0) }
  }

  @Test("drop leaves out where one condition holds, keep where one does not; case and blanks do not count")
  func conditions() throws {
    let none: RemovalReason? = nil
    #expect(
      try reasons("ingest: {drop: [status = cancelled | REFUNDED | test]}")
        == [nil, .excluded, .excluded, nil, .excluded])
    #expect(try reasons("ingest: {keep: [status = complete]}") == [nil, .excluded, .excluded, nil, .excluded])
    #expect(try reasons("ingest: {drop: [cancelled at = *]}") == [nil, .excluded, nil, nil, .blankCustomer])
    // A blank cell holds no value.
    #expect(
      try reasons("ingest: {keep: [cancelled at = *]}") == [.excluded, nil, .excluded, .excluded, .excluded])
    #expect(
      try reasons("ingest: {drop: [product_id = post, status = test]}") == [none, nil, .excluded, nil, .excluded])
  }

  @Test("what the first line of an order states alone holds for its other lines; else each line speaks for itself")
  func firstLines() throws {
    func kept(_ cells: [String], _ orders: [Int], _ yaml: String) throws -> [Bool] {
      let rows = zip(orders, cells).map { "a,\($0),p,2011-01-01,1,10,\($1)" }
      let text =
        "customer_id,order_id,product_id,order_datetime,quantity,unit_price,status\n" + rows.joined(separator: "\n")
      return try clean(ingest(text + "\n", settings: yaml), yaml).removal.map { $0 == 0 }
    }
    let orders = [1, 1, 2, 2, 3]
    let drop = "ingest: {drop: [status = voided]}"
    #expect(try kept(["paid", "", "voided", "", "paid"], orders, drop) == [true, true, false, false, true])
    #expect(try kept(["", "", "voided", "", ""], orders, drop) == [true, true, false, false, true])
    #expect(
      try kept(["paid", "", "voided", "", "paid"], orders, "ingest: {keep: [status = paid]}")
        == [true, true, false, false, true])
    // A line of its own: the second line of order 1 is stated too.
    #expect(try kept(["paid", "voided", "voided", "", "paid"], orders, drop) == [true, false, false, true, true])
  }

  @Test("lines that are left out are not checked, and their money is in the ledger")
  func ledger() throws {
    let yaml = "ingest: {drop: [status = cancelled | refunded | test]}"
    let lines = try clean(ingest(text, settings: yaml), yaml)
    #expect(lines.ledger.removed[.excluded]?.rows == 3)
    #expect(lines.ledger.removed[.excluded]?.money == Money(100))
    #expect(lines.ledger.cleaned.money == Money(50))
    #expect(lines.ledger.reconciles)
  }

  @Test(
    "a condition on a column that is not there, or that is mapped, is an error",
    arguments: [
      ("ingest: {drop: [statsu = x]}", "did you mean 'status'"),
      ("ingest: {keep: [unit_price = 10]}", "is mapped"),
      ("ingest: {refund_column: refunds}", "has no column 'refunds'"),
      ("ingest: {currency_column: money}", "has no column 'money'"),
    ])
  func unknown(yaml: String, says: String) throws {
    let error = #expect(throws: IngestError.self) { try ingest(text, settings: yaml) }
    #expect(error?.description.contains(says) == true, "\(String(describing: error))")
  }

  @Test("text that is no condition is refused where it is set")
  func malformed() {
    for text in ["status", "= x", "status =", "status = a |"] { #expect(ColumnCondition(text) == nil, "\(text)") }
    #expect(ColumnCondition("Financial Status = a|b ")?.column == "Financial Status")
  }
}

@Suite("Amounts in several currencies")
struct CurrencyColumnTests {
  private func text(_ rows: String...) -> String {
    (["customer_id,order_id,product_id,order_datetime,quantity,unit_price,Currency"] + rows).joined(separator: "\n")
      + "\n"
  }
  private var mixed: String {
    text("a,1,p,2011-01-01,2,10,EUR", "b,2,p,2011-01-02,1,100,usd", "a,3,p,2011-01-03,1,5,EUR")
  }

  @Test("are an error that names the column and the ways out")
  func refused() throws {
    let error = #expect(throws: IngestError.self) { try ingest(mixed) }
    for part in ["EUR and USD", "'Currency'", "ingest.currency=EUR", "ingest.exchange_rates", "none"] {
      #expect(error?.description.contains(part) == true, "\(part): \(String(describing: error))")
    }
    #expect(try ingest(mixed, settings: "ingest: {currency_column: none}").amounts == [20, 100, 5])
    #expect(try ingest(text("a,1,p,2011-01-01,2,10,EUR", "b,2,p,2011-01-02,1,100,eur")).amounts == [20, 100])
  }

  @Test("one can be kept: the others are left out with their reason")
  func kept() throws {
    let yaml = "ingest: {currency: EUR}"
    let lines = try clean(ingest(mixed, settings: yaml), yaml)
    #expect(lines.removal.map { RemovalReason(rawValue: $0) } == [nil, .otherCurrency, nil])
    #expect(throws: IngestError.self) { try ingest(mixed, settings: "ingest: {currency: GBP}") }
  }

  @Test("they can be converted, line totals and order totals too; a line without a currency has no amount")
  func converted() throws {
    let yaml = "ingest: {exchange_rates: [EUR = 1, USD = 0.5]}"
    #expect(try ingest(mixed, settings: yaml).amounts == [20, 50, 5])
    let totals =
      "customer_id,order_id,order_datetime,order_total,currency\na,1,2011-01-01,10,USD\na,1,2011-01-01,10,USD\nb,2,2011-01-01,7,EUR\n"
    #expect(try ingest(totals, settings: yaml).amounts == [2.5, 2.5, 7])
    let blank = try ingest(text("a,1,p,2011-01-01,2,10,EUR", "b,2,p,2011-01-02,1,100,"), settings: yaml)
    #expect(blank.amounts[0] == 20 && blank.amounts[1].isNaN)
    let error = #expect(throws: IngestError.self) {
      try ingest(mixed, settings: "ingest: {exchange_rates: [EUR = 1]}")
    }
    #expect(error?.description.contains("'USD'") == true)
  }

  @Test("a currency on the first line of an order is that of its other lines")
  func firstLines() throws {
    let lines = text(
      "a,1,p,2011-01-01,1,10,EUR", "a,1,q,2011-01-01,1,20,", "b,2,p,2011-01-02,1,100,USD", "b,2,q,2011-01-02,1,200,")
    #expect(try ingest(lines, settings: "ingest: {exchange_rates: [EUR = 1, USD = 0.5]}").amounts == [10, 20, 50, 100])
    let yaml = "ingest: {currency: EUR}"
    #expect(try clean(ingest(lines, settings: yaml), yaml).removal.map { $0 == 0 } == [true, true, false, false])
  }

  @Test("of two such columns the one that shares a word with the amounts counts")
  func related() throws {
    let header = "customer_id,order_id,product_id,order_datetime,Amount,Currency,Converted Amount,Converted Currency\n"
    let rows = "a,1,p,2011-01-01,10,EUR,11,USD\nb,2,p,2011-01-02,10,MXN,1,USD\n"
    let converted = try ingest(header + rows, mapping: [.lineTotal: "Converted Amount"])
    #expect(converted.amounts == [11, 1])
    #expect(throws: IngestError.self) { try ingest(header + rows, mapping: [.lineTotal: "Amount"]) }
  }

  @Test("a shop that drops the other currency's lines is in one")
  func dropped() throws {
    #expect(try ingest(mixed, settings: "ingest: {drop: [Currency = usd]}").count == 3)
  }
}

@Suite("Refunded amounts are returns")
struct RefundColumnTests {
  private let settings = "ingest: {refund_column: Refunded Amount}"

  @Test("of each line, with its product; nothing for a blank, a zero or a word")
  func ofLines() throws {
    let lines = try ingest(
      """
      customer_id,order_id,product_id,order_datetime,quantity,unit_price,Refunded Amount
      a,1,p,2011-01-01,1,10,4.00
      a,1,q,2011-01-01,1,20,
      b,2,p,2011-01-02,1,30,0.00
      b,3,r,2011-01-03,1,40,-40

      """, settings: settings)
    #expect(lines.amounts == [10, 20, 30, 40, -4, -40])
    #expect(lines.productIDs.suffix(2) == ["p", "r"] && lines.orderIDs.suffix(2) == ["1", "3"])
    #expect(lines.files.map(\.rows) == [4, 2])
    let cleaned = try clean(lines, settings)
    #expect(cleaned.flags.map { $0.contains(.isReturn) } == [false, false, false, false, true, true])
    #expect(cleaned.ledger.cleaned.money == Money(56))
    #expect(cleaned.ledger.files.map(\.input.money) == [Money(100), Money(-44)])
  }

  @Test("refunds of an order that is left out are left out with it, wherever its state stands")
  func leftOut() throws {
    let yaml = "ingest: {refund_column: Refunded Amount, drop: [state = void]}"
    let lines = try ingest(
      """
      customer_id,order_id,product_id,order_datetime,quantity,unit_price,Refunded Amount,state
      a,1,p,2011-01-01,1,10,,paid
      a,1,q,2011-01-01,1,20,,
      b,2,p,2011-01-02,1,30,30,void
      b,2,q,2011-01-02,1,40,,

      """, settings: yaml)
    let cleaned = try clean(lines, yaml)
    #expect(cleaned.removal.map { $0 == 0 } == [true, true, false, false, false])
    #expect(cleaned.ledger.cleaned.money == Money(30))
  }

  @Test("of a whole order, repeated on its lines: once, and of no product")
  func ofOrders() throws {
    let lines = try ingest(
      """
      customer_id,order_id,product_id,order_datetime,quantity,unit_price,Refunded Amount
      a,1,p,2011-01-01,1,10,30
      a,1,q,2011-01-01,1,20,30
      b,2,p,2011-01-02,1,30,0
      b,2,q,2011-01-02,1,30,0

      """, settings: settings)
    #expect(lines.amounts == [10, 20, 30, 30, -30])
    #expect(lines.productIDs.last! == nil)
  }
}
