import Tables

/// What customers did after a snapshot.
package struct Labels: Sendable {
  package let histories: CustomerHistories
  let orders: OrderTimes

  package init(histories: CustomerHistories, orders: OrderTimes) {
    self.histories = histories
    self.orders = orders
  }

  /// `churn_90d`: 1 for a customer without an order in [S, S + `horizonDays`), else 0.
  package func churn(of customers: [Int32], at snapshot: Snapshot, horizonDays: Int) -> [Double] {
    let end = snapshot.adding(days: horizonDays).time
    return customers.map { orders.count(of: Int($0), from: snapshot.time, to: end) == 0 ? 1 : 0 }
  }

  /// `clv_180d`: Σ purchase revenue − Σ |return revenue| in [S, S + `horizonDays`), floored at 0.
  package func lifetimeValue(of customers: [Int32], at snapshot: Snapshot, horizonDays: Int) -> [Double] {
    defer { histories.releaseMemory() }
    return customers.map { customer in
      max(0, netRevenue(of: Int(customer), from: snapshot.time, to: snapshot.adding(days: horizonDays).time))
    }
  }

  /// Purchase revenue less returns of one customer in [start, end).
  func netRevenue(of customer: Int, from start: Int64, to end: Int64) -> Double {
    let lines = histories.lines
    var sum = 0.0
    for line in histories.lineRange(of: customer) where lines.time[line] >= start && lines.time[line] < end {
      let revenue = lines.quantity[line] * lines.unitPrice[line]
      sum += lines.isReturn[line] ? -abs(revenue) : revenue
    }
    return sum
  }
}
