package import Numerics

/// Figures of each segment, over all its customers; predictions are those of the scored ones.
package struct SegmentSummary: Sendable, Equatable {
  /// Orders and spend are of the whole history, net of returns. A mean of a prediction is NaN where it is unknown for a
  /// scored customer of the segment, or nobody is scored.
  package struct Row: Sendable, Equatable {
    /// Name of the segment.
    package let name: String
    /// Number of its customers.
    package let customers: Int
    /// Of all customers, 0 to 1.
    package let share: Double
    /// Customers who have not ordered in the window, and so have no scores.
    package let notScored: Int
    /// Mean days since the last order; NaN where nobody has one.
    package let recencyDays: Double
    /// Mean orders.
    package let orders: Double
    /// Mean order value, in units of the currency; NaN without an order.
    package let orderValue: Double
    /// Total, in units of the currency.
    package let revenue: Double
    /// Of all customers' revenue, 0 to 1; NaN where there is none.
    package let revenueShare: Double
    /// Mean probability.
    package let churn: Double
    /// Mean expected revenue over the horizon.
    package let lifetimeValue: Double
    /// Customers with a campaign tier.
    package let contacted: Int
  }

  /// The largest revenue first, then by name.
  package let rows: [Row]

  /// - Parameters:
  ///   - assignments: of all customers; nil where there are no segments.
  ///   - churn: probability of each scored customer.
  ///   - lifetimeValue: expected revenue of each scored customer.
  ///   - isContacted: whether a scored customer has a campaign tier.
  package init(
    _ assignments: SegmentAssignments?, churn: [Double], lifetimeValue: [Double], isContacted: [Bool],
    context: ExecutionContext
  ) throws(Cancelled) {
    guard let assignments else {
      rows = []
      return
    }
    precondition(
      [churn.count, lifetimeValue.count, isContacted.count].allSatisfy { $0 == assignments.isScored.count { $0 } },
      "one element per scored customer")
    var sums: [String: Sums] = [:]
    var (total, scored) = (0.0, 0)
    try context.forEachBlock(of: assignments.names.count) { rows in
      for row in rows {
        total += assignments.netValue[row]
        sums[assignments.names[row], default: Sums()].add(assignments, row)
        guard assignments.isScored[row] else { continue }
        sums[assignments.names[row]]?.add(
          churn: churn[scored], lifetimeValue: lifetimeValue[scored], isContacted: isContacted[scored])
        scored += 1
      }
    }
    rows = sums.map { name, sums in sums.row(name, customers: assignments.names.count, revenue: total) }
      .sorted { ($1.revenue, $0.name) < ($0.revenue, $1.name) }
  }
}

/// Sums over the customers of a segment, in their order.
private struct Sums {
  var customers = 0
  var buyers = 0
  var scored = 0
  var recencyDays = 0.0
  var orders = 0.0
  var revenue = 0.0
  var churn = 0.0
  var lifetimeValue = 0.0
  var contacted = 0

  mutating func add(_ assignments: SegmentAssignments, _ row: Int) {
    customers += 1
    orders += assignments.orders[row]
    revenue += assignments.netValue[row]
    guard !assignments.recencyDays[row].isNaN else { return }
    buyers += 1
    recencyDays += assignments.recencyDays[row]
  }

  mutating func add(churn: Double, lifetimeValue: Double, isContacted: Bool) {
    scored += 1
    self.churn += churn
    self.lifetimeValue += lifetimeValue
    contacted += isContacted ? 1 : 0
  }

  /// - Parameters: of all customers.
  func row(_ name: String, customers all: Int, revenue total: Double) -> SegmentSummary.Row {
    let (count, scores) = (Double(customers), Double(scored))
    return SegmentSummary.Row(
      name: name, customers: customers, share: count / Double(all), notScored: customers - scored,
      recencyDays: buyers > 0 ? recencyDays / Double(buyers) : .nan, orders: orders / count,
      orderValue: orders > 0 ? revenue / orders : .nan, revenue: revenue,
      revenueShare: total > 0 ? revenue / total : .nan, churn: scored > 0 ? churn / scores : .nan,
      lifetimeValue: scored > 0 ? lifetimeValue / scores : .nan, contacted: contacted)
  }
}
