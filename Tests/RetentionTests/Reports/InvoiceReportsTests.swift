import Numerics
import Retention
import Testing

@Suite("Reports on what was invoiced")
struct InvoiceReportsTests {
  /// `quiet` spent most and has not ordered for 100 days; `loyal` orders often; the others are one-time buyers.
  private func invoiced() throws -> InvoicedSpend {
    var rows: [(String, String?, Int64, Double)] = []
    func add(_ customer: String, _ order: String, _ day: String, _ amount: Double) {
      rows.append((customer, order, Snapshot(day).time, amount))
    }
    add("quiet", "1", "2011-01-01", 500)
    for order in 2...6 { add("loyal", "\(order)", "2011-04-1\(order - 1)", 20) }
    add("once", "7", "2011-04-01", 10)
    add("other", "8", "2011-03-01", 10.005)
    return try InvoicedSpend(InvoicedSpend.Lines(rows), context: .serial)
  }

  private func reports(_ recoverable: [String: Double]) throws -> InvoiceReports {
    try InvoiceReports(
      invoiced(), recoverable: recoverable, settings: retentionSettings().reports, context: .serial)
  }

  @Test("name leaks and champions by id, with what may be won back from whom was scored")
  func known() throws {
    let reports = try reports(["quiet": 12.3456784, "once": 3])
    #expect(reports.ids == ["loyal", "once", "other", "quiet"])
    #expect(reports.leak.rows.map { reports.ids[$0.customer] } == ["quiet"])
    #expect(reports.leak.recoverable == [12_345_678] && reports.leak.totalRecoverable == 12_345_678)
    #expect(reports.recoverable == [nil, 3, nil, 12.3456784])
    #expect(reports.scoredLeakCustomers == 1)
    #expect(reports.champions.rows.map { reports.ids[$0.customer] } == ["loyal"])
    #expect(try InvoiceReports.championIDs(invoiced(), settings: retentionSettings().reports) == ["loyal"])
  }

  @Test("count 0 for a leak who was not scored")
  func unscored() throws {
    let reports = try reports([:])
    #expect(reports.leak.rows.count == 1 && reports.scoredLeakCustomers == 0)
    #expect(reports.leak.totalRecoverable == 0)
  }

  @Test("round to the hundredth, halves away from zero")
  func rounding() {
    #expect([4_999, 5_000, 1_005_000, -1_005_000, -4_999].map(InvoiceReports.amount) == [0, 0.01, 1.01, -1.01, 0])
  }
}
