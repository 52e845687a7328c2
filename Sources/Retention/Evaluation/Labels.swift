package import Numerics
import Tables

/// What customers did after a snapshot.
///
/// Net of returns, a label holds what was bought in the horizon less what of it was returned before the horizon's end:
/// later returns do not change it, and returns of what was bought before the snapshot do not lower it.
package struct Labels: Sendable {
  package let histories: CustomerHistories
  let orders: OrderTimes
  /// Gross, or net of returns.
  package let basis: RevenueBasis

  package init(histories: CustomerHistories, orders: OrderTimes, basis: RevenueBasis = .gross) {
    self.histories = histories
    self.orders = orders
    self.basis = basis
  }

  /// `churn_90d`: 1 for a customer without an order in [S, S + `horizonDays`), else 0. Net of returns, an order that was
  /// returned as a whole is none.
  package func churn(
    of customers: [Int32], at snapshot: Snapshot, horizonDays: Int, context: ExecutionContext
  ) throws(Cancelled) -> [Double] {
    let (start, end) = (snapshot.time, snapshot.adding(days: horizonDays).time)
    return try map(customers, end, context) { customer, walk in
      guard let walk else { return orders.count(of: customer, from: start, to: end) == 0 ? 1 : 0 }
      let isBack = (0..<walk.orderCount).contains { walk.isOrder($0) && walk.time(ofOrder: $0) >= start }
      return isBack ? 0 : 1
    }
  }

  /// `clv_180d`: revenue in [S, S + `horizonDays`), net of returns, at least 0.
  ///
  /// On the gross basis, all returns of the horizon are taken off, those of earlier purchases too: as first specified.
  package func lifetimeValue(
    of customers: [Int32], at snapshot: Snapshot, horizonDays: Int, context: ExecutionContext
  ) throws(Cancelled) -> [Double] {
    let (start, end) = (snapshot.time, snapshot.adding(days: horizonDays).time)
    let lines = WindowLines(histories.lines)
    return try map(customers, end, context) { customer, walk in
      var sum = 0.0
      for line in histories.lineRange(of: customer) where lines.time[line] >= start && lines.time[line] < end {
        let revenue = lines.quantity[line] * lines.unitPrice[line]
        if lines.isReturn[line] {
          if walk == nil { sum -= abs(revenue) }
        } else {
          sum += walk?.revenue(ofLine: line) ?? revenue
        }
      }
      return max(0, sum)
    }
  }

  /// Calls `body` for each customer, with the walk of one who has returns at `end`.
  private func map(
    _ customers: [Int32], _ end: Int64, _ context: ExecutionContext,
    _ body: @Sendable (_ customer: Int, _ walk: NetWalk?) -> Double
  ) throws(Cancelled) -> [Double] {
    let matches = basis.matches(of: histories)
    return try context.mapChunks(of: customers.count, chunkSize: 1024) { rows in
      var walk = NetWalk(histories, matches)
      defer { histories.releaseMemory(of: customers[rows]) }
      return rows.map { row in
        let customer = Int(customers[row])
        guard !matches.returns(of: customer).isEmpty else { return body(customer, nil) }
        walk.begin(customer)
        walk.advance(to: end)
        return body(customer, walk)
      }
    }.flatMap(\.self)
  }
}
