import Numerics

/// High-spending customers who have gone quiet: what they were worth, and what may be won back.
package struct RevenueLeakReport: Sendable, Hashable {
  /// By net spend descending, then by spend, then by customer.
  package let rows: [CustomerAccount]
  /// Expected recoverable value of each row, in millionths of the currency's unit; nil if none was given.
  package let recoverable: [Int64]?
  /// Least spend of a row, as invoiced or net, in millionths of the currency's unit; nil without customers.
  package let spendThreshold: Double?
  /// Spend of all rows, in millionths of the currency's unit.
  package let totalSpend: Int64
  /// Spend of all rows less returns, in millionths of the currency's unit.
  package let totalNetSpend: Int64
  /// Sum of `recoverable`, in millionths of the currency's unit.
  package let totalRecoverable: Int64?
}

/// Customers with more than `quietDays` since their last line, as people are told, and spend at or above a quantile of
/// all buyers'.
///
/// - Parameters:
///   - spendKind: by what is left after returns, those of whom it is not known are neither listed nor compared with.
///   - spendQuantile: probability of the quantile (type 7), in 0...1.
///   - recoverable: expected recoverable value of each customer of `history`, in millionths of the currency's unit.
package func revenueLeak(
  _ history: PurchaseHistory, quietDays: Int = 90, spendQuantile: Double = 0.75,
  spendKind: ReportSettings.LeakSpend = .invoiced, recoverable: [Int64]? = nil
) -> RevenueLeakReport {
  precondition(recoverable.map { $0.count == history.orders.count } ?? true, "one value per customer")
  let buyers = history.buyers
  let spend = { (customer: Int) in
    spendKind == .invoiced ? Double(history.spend[customer]) : history.netSpend[customer].map(Double.init)
  }
  let threshold = quantile(spendQuantile, of: buyers.compactMap(spend))
  let rows = history.accounts(of: buyers) { account in
    account.recencyDays > quietDays && spend(account.customer) ?? -.infinity >= threshold ?? .infinity
  }
  let values = recoverable.map { values in rows.map { values[$0.customer] } }
  return RevenueLeakReport(
    rows: rows, recoverable: values, spendThreshold: threshold, totalSpend: rows.reduce(0) { $0 + $1.spend },
    totalNetSpend: rows.netSpend,
    totalRecoverable: values?.reduce(0, +))
}
