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

  private func reports(
    _ recoverable: [String: Double]?, net: (ids: [String], revenue: [Int64])? = nil
  ) throws -> InvoiceReports {
    try InvoiceReports(
      invoiced(), net: net, recoverable: recoverable, settings: retentionSettings().reports, context: .serial)
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

  @Test("rank by what is left after returns, beside what was invoiced; unknown without lines that are used")
  func net() throws {
    var rows: [(String, String?, Int64, Double)] = []
    for (customer, amount) in [("a", 900.0), ("b", 500), ("c", 100), ("d", 800)] {
      rows.append((customer, customer, Snapshot("2011-01-01").time, amount))
    }
    rows.append(("last", "last", Snapshot("2011-12-01").time, 1))
    let settings = try retentionSettings("reports: {leak_spend_quantile: 0}").reports
    let reports = try InvoiceReports(
      InvoicedSpend(InvoicedSpend.Lines(rows), context: .serial),
      net: (["0", "a", "b", "c", "last"], [7, 0, 500_000_000, 90_000_000, 1_000_000]), recoverable: [:],
      settings: settings, context: .serial)
    #expect(reports.leak.rows.map { reports.ids[$0.customer] } == ["b", "c", "a", "d"])
    #expect(reports.leak.rows.map(\.netSpend) == [500_000_000, 90_000_000, 0, nil])
    #expect(reports.leak.totalSpend == 2_300_000_000 && reports.leak.totalNetSpend == 590_000_000)
    let totals = InvoiceReport(reports)
    #expect(totals.leakRevenue == 2300 && totals.leakNetRevenue == 590)
  }

  @Test("the leak compares what was invoiced, or what is left of it; of whom the latter is unknown is left out of it")
  func leakSpend() throws {
    var rows: [(String, String?, Int64, Double)] = []
    for (customer, amount) in [("a", 900.0), ("b", 500), ("c", 100), ("d", 800)] {
      rows.append((customer, customer, Snapshot("2011-01-01").time, amount))
    }
    rows.append(("last", "last", Snapshot("2011-12-01").time, 1))
    let invoiced = try InvoicedSpend(InvoicedSpend.Lines(rows), context: .serial)
    let listed = { (kind: String) in
      let reports = try InvoiceReports(
        invoiced, net: (["a", "b", "c", "last"], [0, 500_000_000, 90_000_000, 1_000_000]), recoverable: [:],
        settings: retentionSettings("reports: {leak_spend_quantile: 0.5, leak_spend: \(kind)}").reports,
        context: .serial)
      return (reports.leak.rows.map { reports.ids[$0.customer] }, reports.leak.spendThreshold)
    }
    // All but the last: 1, 100, 500, 800 and 900 were invoiced; 0, 1, 90 and 500 are left.
    #expect(try listed("invoiced") == (["b", "a", "d"], 500_000_000))
    #expect(try listed("net") == (["b", "c"], 45_500_000))
  }

  @Test("count 0 for a leak who was not scored")
  func unscored() throws {
    let reports = try reports([:])
    #expect(reports.leak.rows.count == 1 && reports.scoredLeakCustomers == 0)
    #expect(reports.leak.totalRecoverable == 0)
  }

  @Test("say that the value of offers is unknown where nobody has predictions")
  func unknown() throws {
    let reports = try reports(nil)
    #expect(reports.leak.rows.count == 1 && reports.scoredLeakCustomers == 0)
    #expect(reports.leak.totalRecoverable == nil && InvoiceReport(reports).leakRecoverable == nil)
  }

  @Test("round to the hundredth, halves away from zero")
  func rounding() {
    #expect([4_999, 5_000, 1_005_000, -1_005_000, -4_999].map(InvoiceReports.amount) == [0, 0.01, 1.01, -1.01, 0])
  }
}
