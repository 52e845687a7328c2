import Retention
import Testing

@Suite("The money statement of each file")
struct FileStatementTests {
  @Test("in is purchases plus returns plus removed, in rows and money, for each file and together")
  func reconciles() throws {
    let first = canonical(
      "a,1,p,2011-01-01,2,10", "a,2,p,2011-01-02,-1,10", ",3,p,2011-01-03,1,7", "a,4,p,2011-01-04,1,x")
    let second = canonical("b,5,p,2011-01-05,3,5", "b,6,p,2011-01-06,1,0")
    let lines = try clean(ingest(first, second))
    let report = CleaningReport(lines, highReturnCustomers: 0)
    #expect(report.files.map(\.path) == ["1.csv", "2.csv"])
    #expect(report.files.map(\.input.rows) == [4, 2] && report.files.map(\.input.money) == [17, 15])
    #expect(report.files.map(\.purchases.money) == [20, 15] && report.files.map(\.returns.money) == [-10, 0])
    #expect(report.files[0].removedByReason[.blankCustomer]?.money == 7)
    #expect(report.files[0].removedByReason[.unreadablePrice]?.rowsWithoutAmount == 1)
    #expect(report.files[1].removedByReason[.priceNotPositive]?.rows == 1)
    #expect(lines.ledger.files.allSatisfy(\.reconciles) && lines.ledger.reconciles)
    #expect(report.files.reduce(0) { $0 + $1.input.money } == report.input.money)
  }

  @Test("with cut outliers too, and with files that end within a block of rows")
  func winsorized() throws {
    let rows = (0..<400).map { "c\($0 % 9),\($0),p,2011-01-\(10 + $0 % 20),1,\($0 == 250 ? 9_000 : 10)" }
    let text = { (rows: ArraySlice<String>) in
      (["customer_id,order_id,product_id,order_datetime,quantity,unit_price"] + rows).joined(separator: "\n") + "\n"
    }
    let yaml = "cleaning: {outliers: {action: winsorise}}"
    let lines = try clean(ingest(text(rows[..<150]), text(rows[150..<151]), text(rows[151...])), yaml)
    #expect(lines.ledger.files.count == 3 && lines.ledger.files.allSatisfy(\.reconciles))
    #expect(lines.ledger.files[2].winsorized == lines.ledger.winsorized.money)
    #expect(lines.ledger.winsorized.money > .zero)
    #expect(lines.ledger.files.map(\.input.rows) == [150, 1, 249])
  }
}
