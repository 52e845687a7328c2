package import Numerics

/// Figures of each segment, from the scores that the stages so far have computed.
package struct SegmentSummary: Sendable, Equatable {
  /// Means are over the segment's customers; NaN where a value is missing for one of them.
  package struct Row: Sendable, Equatable {
    /// Name of the segment.
    package let name: String
    /// Number of its customers.
    package let customers: Int
    /// Of all customers, 0 to 1.
    package let share: Double
    /// Mean days since the last order.
    package let recencyDays: Double
    /// Mean orders in the window.
    package let orders: Double
    /// Mean of the customers' mean order values, in units of the currency.
    package let orderValue: Double
    /// Total of the window, in units of the currency.
    package let revenue: Double
    /// Of all customers' revenue, 0 to 1; NaN where there is none.
    package let revenueShare: Double
    /// Mean probability; NaN where churn has not been predicted.
    package let churn: Double
    /// Mean expected revenue over the horizon; NaN where it has not been predicted.
    package let lifetimeValue: Double
    /// Customers with a campaign tier.
    package let contacted: Int
  }

  /// The largest revenue first, then by name; customers without a segment are left out.
  package let rows: [Row]

  /// - Parameters:
  ///   - features: at the scoring snapshot.
  ///   - segments: name of each row's segment; nil for none.
  ///   - churn: probability of each row.
  ///   - lifetimeValue: expected revenue of each row.
  ///   - isContacted: whether a row has a campaign tier.
  package init(
    features: SnapshotFeatures, segments: [String?], churn: [Double], lifetimeValue: [Double], isContacted: [Bool],
    context: ExecutionContext
  ) throws(Cancelled) {
    precondition(
      [segments.count, churn.count, lifetimeValue.count, isContacted.count].allSatisfy { $0 == features.rows },
      "one element per customer")
    var sums: [String: Sums] = [:]
    var total = 0.0
    try context.forEachBlock(of: features.rows) { rows in
      for row in rows {
        let revenue = features[row, .monetaryTotal]
        total += revenue
        guard let name = segments[row], !name.isEmpty else { continue }
        sums[name, default: Sums()].add(
          recencyDays: features[row, .recencyDays], orders: features[row, .frequencyCount],
          orderValue: features[row, .monetaryAverage], revenue: revenue, churn: churn[row],
          lifetimeValue: lifetimeValue[row], isContacted: isContacted[row])
      }
    }
    rows = sums.map { name, sums in sums.row(name, customers: features.rows, revenue: total) }
      .sorted { ($1.revenue, $0.name) < ($0.revenue, $1.name) }
  }
}

/// Sums over the customers of a segment, in their order.
private struct Sums {
  var customers = 0
  var recencyDays = 0.0
  var orders = 0.0
  var orderValue = 0.0
  var revenue = 0.0
  var churn = 0.0
  var lifetimeValue = 0.0
  var contacted = 0

  mutating func add(
    recencyDays: Double, orders: Double, orderValue: Double, revenue: Double, churn: Double, lifetimeValue: Double,
    isContacted: Bool
  ) {
    customers += 1
    self.recencyDays += recencyDays
    self.orders += orders
    self.orderValue += orderValue
    self.revenue += revenue
    self.churn += churn
    self.lifetimeValue += lifetimeValue
    contacted += isContacted ? 1 : 0
  }

  /// - Parameters: of all customers.
  func row(_ name: String, customers all: Int, revenue total: Double) -> SegmentSummary.Row {
    let count = Double(customers)
    return SegmentSummary.Row(
      name: name, customers: customers, share: count / Double(all), recencyDays: recencyDays / count,
      orders: orders / count, orderValue: orderValue / count, revenue: revenue,
      revenueShare: total > 0 ? revenue / total : .nan, churn: churn / count, lifetimeValue: lifetimeValue / count,
      contacted: contacted)
  }
}
