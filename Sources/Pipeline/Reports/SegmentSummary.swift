import Retention
import Tables

/// Figures of each segment, from the scores as far as the stages have filled them.
struct SegmentSummary {
  struct Row {
    let name: String
    let customers: Int
    let share: Double
    let recency: Double
    let frequency: Double
    let monetary: Double
    let revenue: Double
    let revenueShare: Double
    /// Means; NaN where the stage has not run.
    let churn: Double
    let expectedValue: Double
    let contacted: Int
  }

  /// The largest revenue first.
  let rows: [Row]

  init(_ scores: ScoreTable) {
    let members = Dictionary(grouping: scores.segment.indices) { scores.segment[$0] ?? "" }
    let total = scores.features.column(.monetaryTotal).reduce(0, +)
    let column = { (feature: Feature, rows: [Int]) in rows.map { scores.features[$0, feature] } }
    rows = members.filter { !$0.key.isEmpty }.map { name, members in
      let revenue = column(.monetaryTotal, members).reduce(0, +)
      return Row(
        name: name, customers: members.count, share: Double(members.count) / Double(scores.rows),
        recency: mean(column(.recencyDays, members)), frequency: mean(column(.frequencyCount, members)),
        monetary: mean(column(.monetaryAverage, members)), revenue: revenue,
        revenueShare: total > 0 ? revenue / total : .nan, churn: mean(members.map { scores.churn[$0] }),
        expectedValue: mean(members.map { scores.clvExpected[$0] }),
        contacted: members.count { scores.tier[$0] != nil })
    }
    .sorted { ($1.revenue, $0.name) < ($0.revenue, $1.name) }
  }

  var table: Table {
    Table(columns: [
      .strings("segment_name", rows.map { guardedAgainstFormulas($0.name) }),
      .integers("customers", rows.map(\.customers)),
      .doubles("share", rows.map { toDigits($0.share, 6) }),
      .doubles("mean_recency_days", rows.map { toDigits($0.recency, 2) }),
      .doubles("mean_frequency", rows.map { toDigits($0.frequency, 2) }),
      .doubles("mean_order_value", rows.map { toDigits($0.monetary, 2) }),
      .doubles("revenue", rows.map { toDigits($0.revenue, 2) }),
      .doubles("revenue_share", rows.map { toDigits($0.revenueShare, 6) }),
      .doubles("mean_churn_probability", rows.map { toDigits($0.churn, 6) }),
      .doubles("mean_clv_expected", rows.map { toDigits($0.expectedValue, 2) }),
    ])
  }
}

func mean(_ values: [Double]) -> Double {
  values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count)
}
