import Foundation
import Retention
import Tables

/// `reports/revenue_leak.csv` and `reports/margin_protection.csv`: a row a customer, the largest spend first.
struct InvoiceLists {
  let leak: RevenueLeakReport
  let champions: MarginProtectionReport
  private let ids: [String]
  /// By customer of the history; nil where the customer was not scored.
  private let recoverable: [Double?]

  /// - Parameter recoverable: value of the best affordable offer to each scored customer, by id, at least 0.
  init(_ invoiced: InvoicedSpend, recoverable: [String: Double], settings: ReportSettings) {
    let history = PurchaseHistory(invoiced)
    ids = invoiced.ids
    let values = invoiced.ids.map { recoverable[$0] }
    self.recoverable = values
    leak = revenueLeak(
      history, quietDays: settings.leakDays, spendQuantile: settings.leakSpendQuantile,
      recoverable: values.map { Int64((($0 ?? 0) * 1e6).rounded()) })
    champions = marginProtection(
      history, recencyQuantile: settings.championRecencyQuantile, orderQuantile: settings.championOrdersQuantile)
  }

  var leakTable: Table {
    Table(
      columns: accounts(leak.rows) + [
        .doubles(
          "expected_recoverable_value", leak.rows.map { recoverable[$0.customer].map { toDigits($0, 2) } ?? .nan })
      ])
  }

  var championTable: Table {
    Table(
      columns: accounts(champions.rows) + [
        .strings("treatment", champions.rows.map { _ in MarginProtectionReport.treatment })
      ])
  }

  private func accounts(_ rows: [CustomerAccount]) -> [Column] {
    [
      .strings("customer_id", rows.map { guardedAgainstFormulas(ids[$0.customer]) }),
      .integers("days_since_last_purchase", rows.map(\.recencyDays)),
      .integers("orders", rows.map(\.orders)),
      .doubles("total_spend", rows.map { money($0.spend) }),
    ]
  }

  var report: InvoiceReport {
    InvoiceReport(
      leakCustomers: leak.rows.count, leakRevenue: money(leak.totalSpend),
      leakRecoverable: leak.totalRecoverable.map(money),
      leakScored: leak.rows.count { recoverable[$0.customer] != nil }, championCustomers: champions.rows.count,
      championRevenue: money(champions.totalRevenue), championRevenueShare: champions.revenueShare)
  }

  /// Millionths to the penny, halves away from zero.
  private func money(_ micros: Int64) -> Double {
    Double((micros + (micros < 0 ? -5_000 : 5_000)) / 10_000) / 100
  }
}
