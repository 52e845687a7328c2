/// A customer's row in a report.
package struct CustomerAccount: Sendable, Hashable {
  /// Index in the history.
  package let customer: Int
  /// Whole days from the last purchase line to the midnight after the last line of all, as elsewhere in a run.
  package let recencyDays: Int
  /// Distinct orders.
  package let orders: Int
  /// Total spend in millionths of the currency's unit.
  package let spend: Int64
  /// The same less returns, of the lines that are used; nil where none is.
  package let netSpend: Int64?
}

extension [CustomerAccount] {
  /// Σ net spend, in millionths of the currency's unit.
  var netSpend: Int64 { reduce(0) { $0 + ($1.netSpend ?? 0) } }
}

extension PurchaseHistory {
  func account(of customer: Int) -> CustomerAccount {
    CustomerAccount(
      customer: customer, recencyDays: scoringDay.wholeDays(since: lastPurchase[customer]), orders: orders[customer],
      spend: spend[customer],
      netSpend: netSpend[customer])
  }

  /// Accounts of those `customers` that pass, by net spend descending (none last), then by spend, then by customer.
  func accounts(of customers: [Int], where passes: (CustomerAccount) -> Bool) -> [CustomerAccount] {
    customers.lazy.map(account).filter(passes).sorted { one, other in
      let (net, otherNet) = (one.netSpend ?? -1, other.netSpend ?? -1)
      return (otherNet, other.spend, one.customer) < (net, one.spend, other.customer)
    }
  }
}
