import CivilTime
import Numerics
import Retention
import Testing

@Suite("Checks of what an order or a customer id really is")
struct IgnoredColumnTests {
  private func finding(_ check: ValidationCheck, _ text: String, _ yaml: String = "") throws -> ValidationFinding {
    let settings = try retentionSettings(yaml)
    let report = try InputValidator(
      settings: settings.validation, cleaning: settings.cleaning, ingest: settings.ingest,
      today: CivilDate("2026-01-01")!
    ).validate(ingest(text, settings: yaml), hasProducts: true, context: .threads(2))
    return try #require(report.findings.first { $0.check == check })
  }

  private func shop(_ column: String, _ cells: [String]) -> String {
    "customer_id,order_id,product_id,order_datetime,quantity,unit_price,\(column)\n"
      + cells.enumerated().map { "k\($0),\($0),p,2011-01-01,1,10,\($1)\n" }.joined()
  }

  @Test(
    "a column of states that no setting looks at is named, with its lines, its money and the way out",
    arguments: [
      ("status", ["complete", "cancelled", "Refunded", "complete"], "status = cancelled | Refunded", "20.00"),
      ("Financial Status", ["paid", "voided", "", "pending"], "Financial Status = voided", "10.00"),
      (
        "order_status", ["delivered", "canceled", "shipped", "unavailable"], "order_status = canceled | unavailable",
        "20"
      ),
      ("Bestellstatus", ["bezahlt", "storniert", "versandt", "bezahlt"], "Bestellstatus = storniert", "10.00"),
      ("status", ["wc-completed", "wc-failed", "wc-processing", "wc-completed"], "status = wc-failed", "10.00"),
      ("event_type", ["view", "purchase", "cart", "purchase"], "event_type = view | cart", "20.00"),
      ("Cancelled at", ["", "2011-01-03 10:00:00", "", ""], "Cancelled at = *", "10.00"),
      ("is_test", ["false", "true", "false", "false"], "is_test = true", "10.00"),
    ])
  func states(column: String, cells: [String], condition: String, money: String) throws {
    let found = try finding(.ignoredStatus, shop(column, cells))
    #expect(found.status == .failed && found.severity == .warning)
    #expect(found.detail.contains(condition) && found.detail.contains(money), "\(found.detail)")
    let dropped = try finding(.ignoredStatus, shop(column, cells), "ingest: {drop: ['\(condition)']}")
    #expect(dropped.status == .passed)
  }

  @Test("lines of an order whose first line alone has a state are counted with it")
  func firstLines() throws {
    let text = """
      customer_id,order_id,product_id,order_datetime,quantity,unit_price,Financial Status
      a,1,p,2011-01-01,1,10,paid
      a,1,q,2011-01-01,1,10,
      b,2,p,2011-01-02,1,10,voided
      b,2,q,2011-01-02,1,30,

      """
    let found = try finding(.ignoredStatus, text)
    #expect(found.affectedRows == 2 && found.detail.contains("40.00"), "\(found.detail)")
  }

  @Test("a column of refunds is named too", arguments: ["Refunded Amount", "total_refunds"])
  func refunds(column: String) throws {
    let text = shop(column, ["0.00", "12.50", "", "0.00"])
    let found = try finding(.ignoredStatus, text)
    #expect(found.affectedRows == 1 && found.detail.contains("12.50") && found.detail.contains("ingest.refund_column"))
    #expect(try finding(.ignoredStatus, text, "ingest: {refund_column: \(column)}").status == .passed)
  }

  @Test(
    "columns of other things are none",
    arguments: [
      ("Country", ["France", "United Kingdom", "Test", "Spain"]), ("Description", ["cart", "lamp", "void", "cup"]),
      ("return_policy", ["30 days", "none", "14 days", "30 days"]),
      ("status", ["cancelled", "cancelled", "cancelled", "cancelled"]),
      ("status", ["new", "pending", "", "on hold"]), ("state", ["CA", "NY", "TX", "WA"]),
    ])
  func others(column: String, cells: [String]) throws {
    #expect(try finding(.ignoredStatus, shop(column, cells)).status == .passed)
  }

  private func customers(_ ids: [String]) -> String {
    canonical().dropLast() + "\n" + ids.enumerated().map { "\($1),\($0),p,2011-01-01,1,10\n" }.joined()
  }
  private var ordinary: [String] { (0..<300).map { "c\($0 % 100)" } }

  @Test(
    "an id that looks like none, or has an implausible share, is an error that names both settings",
    arguments: ["0", "-1", "99999", "000", "anonymous", "Walk-In", "17850"])
  func placeholders(id: String) throws {
    let text = customers(ordinary + (0..<60).map { _ in id })
    let found = try finding(.placeholderCustomer, text)
    #expect(found.status == .failed && found.severity == .error && found.affectedRows == 60)
    for part in ["'\(id)'", "ingest.blank_customers", "ingest.keep_customers"] { #expect(found.detail.contains(part)) }
    #expect(try finding(.placeholderCustomer, text, "ingest: {keep_customers: [\"\(id)\"]}").status == .passed)
    let blank = "ingest: {blank_customers: [\"\(id)\"]}"
    #expect(try finding(.placeholderCustomer, text, blank).status == .passed)
    #expect(try finding(.blankCustomerID, text, blank).affectedRows == 60)
  }

  @Test("ordinary ids pass: a large customer, one of few, and nines that are one of many")
  func ordinaryCustomers() throws {
    #expect(try finding(.placeholderCustomer, customers(ordinary + (0..<12).map { _ in "big" })).status == .passed)
    #expect(try finding(.placeholderCustomer, customers(["a", "a", "a", "a", "a", "a", "b"])).status == .passed)
    #expect(try finding(.placeholderCustomer, customers(ordinary + ["999"])).status == .passed)
    // Customers numbered from 0, who are all alike.
    let numbered = customers((0..<40).map { "\($0 % 10)" })
    #expect(try finding(.placeholderCustomer, numbered).status == .passed)
    // A share of .3 % is within the threshold.
    #expect(try finding(.placeholderCustomer, customers(ordinary + ["0"])).status == .passed)
  }

  @Test("ids that differ in case, blanks or width are counted, with two of them")
  func similar() throws {
    let found = try finding(
      .similarCustomerIDs, customers(["Anna B", "anna b", "AnnaB", "ＡＮＮＡB", "bob", "K1", "k1"]))
    #expect(found.affectedRows == 4 && found.status == .failed)
    #expect(found.detail.contains("'Anna B' and 'anna b'"), "\(found.detail)")
    #expect(try finding(.similarCustomerIDs, customers(["a", "b", "a b c"])).affectedRows == 0)
  }
}
