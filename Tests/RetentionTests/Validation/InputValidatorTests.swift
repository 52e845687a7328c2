import CivilTime
import Numerics
import Retention
import Testing

@Suite struct InputValidatorTests {
  private func report(_ source: SourceLines, _ yaml: String = "", hasProducts: Bool = true) throws -> ValidationReport {
    let settings = try retentionSettings(yaml)
    let today = CivilDate("2011-12-31")!
    return try InputValidator(
      settings: settings.validation, cleaning: settings.cleaning, ingest: settings.ingest, today: today
    ).validate(
      source, hasProducts: hasProducts, context: .serial)
  }

  private func finding(_ check: ValidationCheck, _ report: ValidationReport) throws -> ValidationFinding {
    try #require(report.findings.first { $0.check == check })
  }

  /// Twelve customers, two orders each, all within 24 days.
  private static let cleanRows = (0..<24).map { order in
    "c\(10 + order % 12),o\(10 + order),p\(order % 5),2011-03-\(10 + order % 20) 10:0\(order % 10),\(1 + order % 4),2.5"
  }

  private func clean() throws -> SourceLines { try ingest(csv(Self.cleanRows)) }

  private func csv(_ rows: [String]) -> String {
    (["customer_id,order_id,product_id,order_datetime,quantity,unit_price"] + rows + [""]).joined(separator: "\n")
  }

  @Test("a clean table passes every check, in the order of the categories")
  func cleanTable() throws {
    let report = try report(clean())
    #expect(report.findings.map(\.check) == ValidationCheck.allCases)
    #expect(report.rows == 24)
    #expect(report.findings.filter { $0.status != .passed }.map(\.check) == [])
    #expect(report.errors.isEmpty && report.warnings.isEmpty)
    for finding in report.findings where ![.daysWithoutLines, .dominantCustomer].contains(finding.check) {
      #expect(finding.affectedRows == 0, "\(finding.check)")
    }
  }

  /// What a row must be for a check to count it, and only it.
  struct Fault: Sendable, CustomTestStringConvertible {
    let check: ValidationCheck
    let row: String
    var also: [ValidationCheck] = []
    /// Whether the prefix of cancellations counts although no quantity confirms it.
    var isForced = false
    var testDescription: String { check.rawValue }
  }

  private static let faults = [
    Fault(check: .blankCustomerID, row: ",o1,p,2011-03-10,1,1"),
    Fault(check: .blankOrderID, row: "c10,\" \",p,2011-03-10,1,1"),
    Fault(check: .blankProductID, row: "c10,o10,,2011-03-10,1,1"),
    Fault(check: .blankDatetime, row: "c10,o10,p,,1,1"),
    Fault(check: .blankQuantity, row: "c10,o10,p,2011-03-10,,1"),
    Fault(check: .blankPrice, row: "c10,o10,p,2011-03-10,1,"),
    Fault(check: .unparsableDatetime, row: "c10,o10,p,soon,1,1"),
    Fault(check: .unparsableQuantity, row: "c10,o10,p,2011-03-10,two,1"),
    Fault(check: .unparsablePrice, row: "c10,o10,p,2011-03-10,1,free"),
    Fault(check: .nonPositivePrice, row: "c10,o10,p,2011-03-10,1,0"),
    Fault(check: .nonPositivePrice, row: "c10,o10,p,2011-03-10,1,-3"),
    Fault(check: .zeroQuantity, row: "c10,o10,p,2011-03-10,0,1"),
    Fault(check: .returnLines, row: "c10,o10,p,2011-03-10,-1,1"),
    Fault(check: .returnLines, row: "c10,C10,p,2011-03-10,-1,1"),
    Fault(check: .positiveCancellation, row: "c10,C10,p,2011-03-10,1,1", also: [.returnLines], isForced: true),
    Fault(check: .exactDuplicates, row: cleanRows[3]),
    Fault(check: .datesOutOfRange, row: "c10,o10,p,1989-12-31 23:59:59,1,1", also: [.daysWithoutLines]),
    Fault(check: .datesOutOfRange, row: "c10,o10,p,2012-01-01,1,1", also: [.daysWithoutLines]),
  ]

  @Test("one bad row is counted by its check alone, and shown by file and line", arguments: faults)
  func badRow(fault: Fault) throws {
    let source = try ingest(csv(Self.cleanRows), csv([Self.cleanRows[0] + "1", fault.row]))
    // The threshold is 0, so that one row is enough.
    let key = "\(fault.check.category.rawValue): {\(fault.check.rawValue): {threshold: 0}}"
    let report = try report(
      source, "{validation: {\(key)}, cleaning: {confirm_prefixes: \(!fault.isForced)}}")
    let found = try finding(fault.check, report)
    #expect(found.status == .failed)
    #expect(found.affectedRows == 1)
    #expect(found.affectedShare == 1.0 / 26)
    #expect(found.threshold == 0)
    #expect(found.detail.contains("2.csv:3"), "\(found.detail)")
    let counted = Set(report.findings.filter { $0.affectedRows > 0 }.map(\.check))
    #expect(
      counted.subtracting([.daysWithoutLines, .dominantCustomer])
        == Set([fault.check] + fault.also).subtracting([.daysWithoutLines]))
  }

  @Test("a share at the threshold passes, one above it fails")
  func threshold() throws {
    let rows =
      Self.cleanRows.prefix(20).map { $0 } + [",o1,p,2011-03-10,1,1", ",o2,p,2011-03-10,1,1", ",o3,p,2011-03-10,1,1"]
    let source = try ingest(csv(rows + Self.cleanRows.suffix(1)))
    // 3 of 24.
    func status(_ threshold: String) throws -> ValidationFinding.Status {
      let yaml = "validation: {completeness: {blank_customer_id: {threshold: \(threshold)}}}"
      return try finding(.blankCustomerID, report(source, yaml)).status
    }
    #expect(try status("0.125") == .passed)
    #expect(try status("0.124") == .failed)
  }

  @Test("severity decides whether a failure stops the run")
  func severity() throws {
    let source = try ingest(csv(Self.cleanRows + [",o1,p,2011-03-10,1,1"]))
    func report(_ severity: String) throws -> ValidationReport {
      try self.report(
        source, "validation: {completeness: {blank_customer_id: {threshold: 0, severity: \(severity)}}}")
    }
    #expect(try report("error").errors.map(\.check) == [.blankCustomerID])
    #expect(try report("warning").warnings.map(\.check) == [.blankCustomerID])
    #expect(try report("info").errors.isEmpty && report("info").warnings.isEmpty)
  }

  @Test("as many example rows as the settings ask for")
  func examples() throws {
    let rows = (0..<8).map { ",o\($0),p,2011-03-10,1,1" }
    let source = try ingest(csv(rows))
    func detail(_ yaml: String) throws -> String { try finding(.blankCustomerID, report(source, yaml)).detail }
    #expect(try detail("").hasSuffix("for example 1.csv:2, 1.csv:3, 1.csv:4, 1.csv:5, 1.csv:6"))
    #expect(try detail("validation: {example_rows: 2}").hasSuffix("for example 1.csv:2, 1.csv:3"))
    #expect(try !detail("validation: {example_rows: 0}").contains("1.csv"))
  }

  @Test("text that cannot be read is quoted")
  func quotedText() throws {
    let source = try ingest(csv(Self.cleanRows + ["c10,o10,p,2011-03-10,two,1"]))
    #expect(try finding(.unparsableQuantity, report(source)).detail.contains("'two'"))
  }

  @Test("an order of two customers marks all its rows; a blank customer is no second one")
  func sharedOrder() throws {
    let source = try ingest(
      canonical("a,1,p,2011-01-01,1,1", "b,1,p,2011-01-01,1,1", "b,2,p,2011-01-01,1,1", ",2,p,2011-01-01,1,1"))
    let found = try finding(.orderOfSeveralCustomers, report(source))
    #expect(found.affectedRows == 2)
    #expect(found.status == .failed)
    #expect(found.detail.contains("1.csv:2, 1.csv:3"))
  }

  @Test("lines that state different totals of their order are an error that names the way out")
  func conflictingTotals() throws {
    let columns = "customer_id,order_id,order_datetime,order_total"
    let wrong = try report(ingest("\(columns)\na,1,2011-01-01,10\na,1,2011-01-01,20\nb,2,2011-01-02,5\n"))
    let found = try finding(.conflictingOrderTotals, wrong)
    #expect(found.affectedRows == 2 && found.status == .failed && found.severity == .error)
    #expect(found.detail.contains("line_total"))
    let right = try report(ingest("\(columns)\na,1,2011-01-01,10\na,1,2011-01-01,10\nb,2,2011-01-02,5\n"))
    #expect(try finding(.conflictingOrderTotals, right).status == .passed)
    let without = try report(ingest(canonical("a,1,p,2011-01-01,1,1")))
    #expect(try finding(.conflictingOrderTotals, without).status == .passed)
  }

  @Test("days without a line are counted between the first and the last")
  func daysWithoutLines() throws {
    let source = try ingest(canonical("a,1,p,2011-01-01 23:59,1,1", "b,2,p,2011-01-04,1,1", "b,3,p,2011-01-10,1,1"))
    let found = try finding(.daysWithoutLines, report(source))
    #expect(found.affectedRows == 7)
    #expect(found.affectedShare == 0.7)
    #expect(found.status == .failed && found.severity == .info)
  }

  @Test("few lines long after all others are counted and shown, with the way to leave them out")
  func strayLines() throws {
    let many = (0..<2000).map { "c\($0 % 50),o\($0),p,2011-03-\(10 + $0 % 20),1,1" }
    let late = ["c1,late1,p,2011-04-15,1,1", "c2,late2,p,2011-04-20,1,1"]
    let found = try finding(.strayLines, report(ingest(csv(Array(many[..<500]) + late + many[500...]))))
    #expect(found.affectedRows == 2 && found.status == .failed && found.severity == .warning)
    #expect(found.detail.contains("2011-04-15 or later, 17 days after all others"), "\(found.detail)")
    #expect(found.detail.contains("validation.latest_date") && found.detail.contains("1.csv:502, 1.csv:503"))
    let early = ["c3,old,p,2001-03-10,1,1"]
    let both = try finding(.strayLines, report(ingest(csv(many + late + early))))
    #expect(both.affectedRows == 3)
    #expect(both.detail.contains("1 line lies on 2001-03-10, 3652 days before all others"), "\(both.detail)")
    #expect(both.detail.contains("1.csv:2002, 1.csv:2003, 1.csv:2004"), "\(both.detail)")
    #expect(try finding(.strayLines, report(ingest(csv(many + ["c3,o,p,2011-01-10,1,1"])))).affectedRows == 0)
    // More of them, nearer ones, and implausible ones are no strays.
    let more = ["c1,late3,p,2011-04-20,1,1"]
    #expect(try finding(.strayLines, report(ingest(csv(many + late + more)))).affectedRows == 0)
    let near = ["c1,near,p,2011-04-11,1,1"]
    #expect(try finding(.strayLines, report(ingest(csv(many + near)))).affectedRows == 0)
    let future = ["c1,future,p,2099-01-01,1,1"]
    #expect(try finding(.strayLines, report(ingest(csv(many + future)))).affectedRows == 0)
  }

  @Test("customers with one order: two lines of an order are one, returns are none")
  func singleOrders() throws {
    let source = try ingest(
      canonical(
        "a,1,p,2011-01-01,1,1", "a,1,q,2011-01-01,1,1", "b,2,p,2011-01-01,1,1", "b,3,p,2011-01-02,1,1",
        "c,4,p,2011-01-02,1,1", "c,C5,p,2011-01-02,-1,1", "d,C6,p,2011-01-02,-1,1"))
    let found = try finding(.singleOrderCustomers, report(source))
    #expect(found.affectedRows == 2)
    #expect(found.affectedShare == 2.0 / 3)
    #expect(
      try finding(
        .singleOrderCustomers, report(source, "validation: {customers: {single_order_customers: {threshold: 0.6}}}")
      ).status == .failed)
  }

  @Test("an order id that two customers share is an order of each")
  func singleOrdersShared() throws {
    let source = try ingest(canonical("a,1,p,2011-01-01,1,1", "b,1,p,2011-01-01,1,1", "b,2,p,2011-01-01,1,1"))
    let found = try finding(.singleOrderCustomers, report(source))
    #expect(found.affectedRows == 1)
    #expect(found.affectedShare == 0.5)
  }

  @Test("a customer with most of the revenue is named; returns do not count")
  func dominantCustomer() throws {
    let source = try ingest(
      canonical("a,1,p,2011-01-01,3,10", "b,2,p,2011-01-01,7,10", "a,3,p,2011-01-01,-9,100", ",4,p,2011-01-01,9,100"))
    let found = try finding(.dominantCustomer, report(source))
    #expect(found.affectedShare == 0.7)
    #expect(found.detail.contains("customer b"))
    #expect(found.status == .failed)
  }

  @Test("the day on which the run starts is the last one allowed, unless a date is set")
  func latestDate() throws {
    let source = try ingest(canonical("a,1,p,2011-12-31 23:59:59,1,1", "a,1,p,1990-01-01,1,1"))
    #expect(try finding(.datesOutOfRange, report(source)).affectedRows == 0)
    #expect(try finding(.datesOutOfRange, report(source, "validation: {latest_date: 2011-12-30}")).affectedRows == 1)
    #expect(try finding(.datesOutOfRange, report(source, "validation: {earliest_date: 1990-01-02}")).affectedRows == 1)
  }

  @Test("an unreadable total is an unreadable price, and only that")
  func totals() throws {
    for columns in ["line_total", "quantity,line_total", "order_total"] {
      let quantity = columns.hasPrefix("quantity") ? "2," : ""
      let source = try ingest(
        "customer_id,order_id,order_datetime,product_id,\(columns)\na,1,2011-01-01,p,\(quantity)3\n"
          + "a,2,2011-01-01,p,\(quantity)much\na,3,2011-01-01,p,\(quantity)\n")
      let counted = try report(source).findings.filter { $0.affectedRows == 1 && $0.check.category != .customers }
      #expect(counted.map(\.check) == [.blankPrice, .unparsablePrice], "\(columns)")
    }
  }

  @Test("without a product column there is nothing to check")
  func noProducts() throws {
    let source = try ingest("customer_id,order_id,order_datetime,order_total\na,1,2011-01-01,10\n")
    #expect(try finding(.blankProductID, report(source, hasProducts: false)).status == .skipped)
  }

  @Test("nothing readable: the checks of dates and customers are skipped, the others fail")
  func nothingReadable() throws {
    let source = try ingest(canonical(",1,p,,x,1", ",2,p,,y,2"))
    let report = try report(source)
    #expect(
      report.findings.filter { $0.status == .skipped }.map(\.check)
        == [.daysWithoutLines, .singleOrderCustomers, .dominantCustomer])
    #expect(report.errors.map(\.check) == [.blankDatetime, .unparsableQuantity])
  }
}
