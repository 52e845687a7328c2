/// A customer's row in a report.
package struct CustomerAccount: Sendable, Hashable {
  /// Index in the history.
  package let customer: Int
  /// Days since the last purchase line.
  package let recencyDays: Int
  /// Distinct orders.
  package let orders: Int
  /// Total spend in millionths of the currency's unit.
  package let spend: Int64
}

extension PurchaseHistory {
  func account(of customer: Int) -> CustomerAccount {
    CustomerAccount(
      customer: customer, recencyDays: recencyDays(of: customer), orders: orders[customer], spend: spend[customer])
  }

  /// Accounts of those `customers` that pass, by spend descending, then by customer.
  func accounts(of customers: [Int], where passes: (CustomerAccount) -> Bool) -> [CustomerAccount] {
    customers.lazy.map(account).filter(passes).sorted { one, other in
      one.spend != other.spend ? one.spend > other.spend : one.customer < other.customer
    }
  }
}
