import Numerics

/// Customers who buy often and bought recently: to look after without giving margin away. They are not those of a
/// segment, whatever its name.
package struct MarginProtectionReport: Sendable, Hashable {
  /// By net spend descending, then by spend, then by customer.
  package let rows: [CustomerAccount]
  /// Most days since the last line of any of them; nil without customers.
  package let recencyThreshold: Double?
  /// Fewest orders of any of them; nil without customers.
  package let orderThreshold: Double?
  /// Sum over the rows, in millionths of the currency's unit.
  package let totalRevenue: Int64
  /// The same less returns.
  package let totalNetRevenue: Int64
  /// `totalRevenue` as a share of all customers' spend; 0 if nothing was spent.
  package let revenueShare: Double

  /// What to do with each of them.
  package static let treatment = "VIP track, no discounts"
}

/// Customers whose recency is at or below one quantile of all buyers', and whose orders are at or above another and at
/// least 2.
///
/// - Parameters: probabilities of the quantiles (type 7), in 0...1.
package func marginProtection(
  _ history: PurchaseHistory, recencyQuantile: Double = 0.25, orderQuantile: Double = 0.75
) -> MarginProtectionReport {
  let buyers = history.buyers
  let recency = quantile(recencyQuantile, of: buyers.map { Double(history.recencyDays(of: $0)) })
  // A single order is not often, also where most customers have no more.
  let orders = quantile(orderQuantile, of: buyers.map { Double(history.orders[$0]) }).map { max($0, 2) }
  let rows = history.accounts(of: buyers) { account in
    Double(history.recencyDays(of: account.customer)) <= recency ?? -.infinity
      && Double(account.orders) >= orders ?? .infinity
  }
  let revenue = rows.reduce(Int64(0)) { $0 + $1.spend }
  let all = buyers.reduce(Int64(0)) { $0 + history.spend[$1] }
  return MarginProtectionReport(
    rows: rows, recencyThreshold: recency, orderThreshold: orders, totalRevenue: revenue,
    totalNetRevenue: rows.netSpend,
    revenueShare: all > 0 ? Double(revenue) / Double(all) : 0)
}
