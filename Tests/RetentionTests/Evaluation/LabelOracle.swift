import Retention

/// Labels as their definitions read.
enum LabelOracle {
  static func churn(_ lines: [FeatureOracle.Line], _ snapshot: Snapshot, days: Int64) -> Double {
    let end = snapshot.time + days * FeatureOracle.day
    let orders = FeatureOracle.orders(lines)
    return orders.contains { $0.time >= snapshot.time && $0.time < end } ? 0 : 1
  }

  static func lifetimeValue(_ lines: [FeatureOracle.Line], _ snapshot: Snapshot, days: Int64) -> Double {
    let end = snapshot.time + days * FeatureOracle.day
    let window = lines.filter { $0.time >= snapshot.time && $0.time < end }
    let bought = window.filter { !$0.isReturn }.map(\.revenue).reduce(0, +)
    let returned = window.filter(\.isReturn).map { abs($0.revenue) }.reduce(0, +)
    return max(0, bought - returned)
  }
}
