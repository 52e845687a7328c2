package import Numerics

/// What the customers of each segment did after they were named: how segments are judged.
package struct SegmentOutcomes: Sendable, Hashable, Codable {
  /// When the customers were named, from what was known before: `yyyy-mm-dd`.
  package let snapshot: String
  /// Days after it that are looked at.
  package let days: Int
  /// In the order of the names.
  package let segments: [Row]

  package struct Row: Sendable, Hashable, Codable {
    package let segment: String
    package let customers: Int
    /// Share of them without an order in these days.
    package let churnRate: Double
    /// Mean of what they spent in these days, less returns, in units of the currency.
    package let meanValue: Double

    enum CodingKeys: String, CodingKey {
      case segment, customers
      case churnRate = "churn_rate"
      case meanValue = "mean_value"
    }
  }

  /// - Parameter order: names in the order of the rows; those of nobody are left out.
  package init(
    of segments: SegmentsAsOf, _ labels: Labels, horizonDays: Int, order: [String], context: ExecutionContext
  ) throws(Cancelled) {
    let (customers, at) = (segments.summaries.customers, segments.summaries.snapshot)
    let churn = try labels.churn(of: customers, at: at, horizonDays: horizonDays, context: context)
    let value = try labels.lifetimeValue(of: customers, at: at, horizonDays: horizonDays, context: context)
    var sums: [String: (customers: Int, churned: Double, value: Double)] = [:]
    for (row, name) in segments.names.enumerated() {
      let sum = sums[name, default: (0, 0, 0)]
      sums[name] = (sum.customers + 1, sum.churned + churn[row], sum.value + value[row])
    }
    snapshot = at.description
    days = horizonDays
    var seen: Set<String> = []
    self.segments = order.filter { seen.insert($0).inserted }.compactMap { name in
      sums[name].map { sum in
        let count = Double(sum.customers)
        return Row(
          segment: name, customers: sum.customers, churnRate: sum.churned / count, meanValue: sum.value / count)
      }
    }
  }
}
