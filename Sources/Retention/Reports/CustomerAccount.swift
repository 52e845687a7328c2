/// A customer's line in a report.
public struct CustomerAccount: Sendable, Hashable {
  public let customer: Int
  public let recencyDays: Int
  public let orders: Int
  /// Millionths of the currency's unit.
  public let spend: Int64
}

extension PurchaseHistory {
  func account(of customer: Int) -> CustomerAccount {
    CustomerAccount(
      customer: customer, recencyDays: recencyDays(of: customer), orders: orders[customer], spend: spend[customer])
  }

  /// Those of `customers` that pass, by spend descending, then by customer.
  func accounts(of customers: [Int], where passes: (CustomerAccount) -> Bool) -> [CustomerAccount] {
    customers.lazy.map(account).filter(passes).sorted { one, other in
      one.spend != other.spend ? one.spend > other.spend : one.customer < other.customer
    }
  }
}
