import Numerics

/// High-spending customers who have gone quiet: what they were worth, and what may be won back.
public struct RevenueLeakReport: Sendable, Hashable {
  /// By spend descending, then by customer.
  public let rows: [CustomerAccount]
  /// Expected recoverable value of each row, in millionths of the currency's unit; nil where none was given.
  public let recoverable: [Int64]?
  /// Spend from which a customer counts: the 75th percentile; nil without customers.
  public let spendThreshold: Double?
  /// Sum over the rows.
  public let totalSpend: Int64
  /// Sum over the rows.
  public let totalRecoverable: Int64?

  /// A customer is quiet after more days than this.
  public static let quietDays = 90
  /// Probability of the quantile (type 7, over all customers with orders) of spend.
  public static let spendQuantile = 0.75
}

/// Customers with more than 90 days since their last line and total spend at or above the 75th percentile.
///
/// - Parameter recoverable: expected recoverable value of each customer of `history`, in millionths of the currency's
///   unit.
public func revenueLeak(_ history: PurchaseHistory, recoverable: [Int64]? = nil) -> RevenueLeakReport {
  precondition(recoverable.map { $0.count == history.orders.count } ?? true, "one value a customer")
  let buyers = history.buyers
  let threshold = quantile(RevenueLeakReport.spendQuantile, of: buyers.map { Double(history.spend[$0]) })
  let rows = history.accounts(of: buyers) { account in
    account.recencyDays > RevenueLeakReport.quietDays && Double(account.spend) >= threshold ?? .infinity
  }
  let values = recoverable.map { values in rows.map { values[$0.customer] } }
  return RevenueLeakReport(
    rows: rows, recoverable: values, spendThreshold: threshold, totalSpend: rows.reduce(0) { $0 + $1.spend },
    totalRecoverable: values?.reduce(0, +))
}
