import Numerics
import Retention
import Tables
import Testing

@Suite("Lines appended to those of an earlier run")
struct AppendingIngestTests {
  private static let old = canonical("a,o1,p,2011-01-01,1,1", "b,o2,q,2011-01-02,x,2")
  private static let new = canonical("a,o3,p,2011-02-01,3,1.5", ",o4,r,2011-02-02,1,")

  @Test("are those of one ingest of all files")
  func sameAsWhole() throws {
    let appended = try EarlierRun([Self.old]).appending(Self.new)
    let whole = try EarlierRun([Self.old, Self.new]).lines
    #expect(appended.cells.map { $0.dropFirst() } == whole.cells.map { $0.dropFirst() })
    #expect(appended.unreadable == whole.unreadable)
    #expect(appended.files.map(\.firstRow) == [0, 2])
  }

  @Test("share an order's total anew")
  func totals() throws {
    let header = "customer_id,order_id,order_datetime,order_total\n"
    let old = header + "a,o1,2011-01-01,6\na,o2,2011-01-02,5\n"
    let appended = try EarlierRun([old]).appending(header + "a,o1,2011-01-03,6\na,o1,2011-01-04,7\n")
    #expect(appended.amounts == [2, 5, 2, 2])
    #expect(appended.conflictingOrderTotals == 1)
  }

  @Test("give columns of their own, blank in the earlier lines, and keep the earlier ones")
  func extras() throws {
    let header = "customer_id,order_id,product_id,order_datetime,quantity,unit_price"
    let appended = try EarlierRun([header + ",note\na,o1,p,2011-01-01,1,1,first\n"]).appending(
      header + ",shop\na,o2,p,2011-01-02,1,1,north\n")
    #expect(appended.extras.map(\.name) == ["note", "shop"])
    #expect(appended.cells.map { Array($0.suffix(2)) } == [["first", ""], ["", "north"]])
  }

  @Test("have to be in the zone, the currency and the order of dates of the earlier ones")
  func mismatches() throws {
    #expect(throws: IngestError.otherTimezone("Europe/London", earlier: nil)) {
      try EarlierRun([Self.old]).appending(Self.new, settings: "ingest: {timezone: Europe/London}")
    }
    #expect(
      throws: IngestError.mixedCurrencies(first: "£", firstFile: "1.csv", second: "€", file: "new.csv")
    ) {
      try EarlierRun([canonical("a,o1,p,2011-01-01,1,£1")]).appending(canonical("a,o2,p,2011-01-01,1,€1"))
    }
    let dayFirst = try EarlierRun([canonical("a,o1,p,31/01/2011,1,1")])
    #expect(dayFirst.findings.dateOrder == .dayFirst)
    #expect(throws: IngestError.otherDateOrder(example: "01/31/2011", file: "new.csv", earlier: .dayFirst)) {
      try dayFirst.appending(canonical("a,o2,p,01/31/2011,1,1"))
    }
    // Of dates that fit both orders, it is the earlier lines' one.
    #expect(try dayFirst.appending(canonical("a,o2,p,01/02/2011,1,1")).time[1] == Snapshot("2011-02-01").time)
    #expect(throws: IngestError.mixedAmounts(file: "new.csv")) {
      try EarlierRun([Self.old]).appending(
        "customer_id,order_id,order_datetime,order_total\na,o1,2011-01-01,6\n")
    }
  }

  @Test("without a row are an error; the earlier lines do not count as read")
  func noRows() throws {
    #expect(throws: IngestError.noRows(files: ["new.csv"])) { try EarlierRun([Self.old]).appending(canonical()) }
  }

  @Test("findings survive JSON, with snake-case keys")
  func findings() throws {
    let findings = IngestFindings(
      amount: .orderTotal, hasProducts: false, dateOrder: .monthFirst,
      currency: StatedCurrency(mark: "£", file: "a.csv"), timezone: "Europe/London", ignoresOffsets: true,
      carriedColumns: ["note"])
    let json = try JSONText.encode(findings)
    #expect(try JSONText.decode(IngestFindings.self, json) == findings)
    for key in [
      "\"amount\":\"order_total\"", "\"has_products\":false", "\"date_order\":", "\"carried_columns\":[\"note\"]",
    ] {
      #expect(json.contains(key), "\(key)")
    }
  }
}
