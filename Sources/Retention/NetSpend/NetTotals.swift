package import Numerics

/// What each customer bought in all, net of all returns.
package struct NetTotals: Sendable, Equatable {
  /// By customer: orders with something left.
  package let orders: [Int32]
  /// By customer: what is left of their revenue, in millionths of the currency's unit.
  package let revenue: [Int64]

  package init(orders: [Int32], revenue: [Int64]) {
    self.orders = orders
    self.revenue = revenue
  }

  /// - Throws: `Cancelled`.
  package init(
    _ histories: CustomerHistories, _ matches: ReturnMatches, context: ExecutionContext
  ) throws(Cancelled) {
    let blocks = try histories.mapCustomers(context) { customers in
      var walk = NetWalk(histories, matches)
      return customers.map { customer in
        walk.begin(customer)
        walk.advance(to: .max)
        let left = (0..<walk.orderCount).filter { walk.isOrder($0) }
        let revenue = left.reduce(Int64(0)) { Millionths.sum($0, walk.amount(ofOrder: $1)) }
        return (orders: Int32(truncatingIfNeeded: left.count), revenue: revenue)
      }
    }
    self.init(orders: blocks.flatMap { $0.map(\.orders) }, revenue: blocks.flatMap { $0.map(\.revenue) })
  }
}
