import Numerics
import Retention
import Tables

extension SegmentSummary {
  init(_ assignments: SegmentAssignments?, _ scores: ScoreTable, context: ExecutionContext) throws {
    try self.init(
      assignments, churn: scores.churn, lifetimeValue: scores.clvExpected, isContacted: scores.tier.map { $0 != nil },
      context: context)
  }

  /// `segments/segment_summary.csv`: one row per segment.
  var table: Table {
    Table(columns: [
      .strings("segment_name", rows.map { guardedAgainstFormulas($0.name) }),
      .integers("customers", rows.map(\.customers)),
      .doubles("share", rows.map { toDigits($0.share, 6) }),
      .integers("not_scored", rows.map(\.notScored)),
      .doubles("mean_recency_days", rows.map { toDigits($0.recencyDays, 2) }),
      .doubles("mean_frequency", rows.map { toDigits($0.orders, 2) }),
      .doubles("mean_order_value", rows.map { toDigits($0.orderValue, 2) }),
      .doubles("revenue", rows.map { toDigits($0.revenue, 2) }),
      .doubles("revenue_share", rows.map { toDigits($0.revenueShare, 6) }),
      .doubles("mean_churn_probability", rows.map { toDigits($0.churn, 6) }),
      .doubles("mean_clv_expected", rows.map { toDigits($0.lifetimeValue, 2) }),
    ])
  }
}

extension SegmentMigration {
  /// `reports/segment_migration.csv`: one row per pair of segments.
  var table: Table {
    Table(columns: [
      .strings("from", rows.map { guardedAgainstFormulas($0.from) }),
      .strings("to", rows.map { guardedAgainstFormulas($0.to) }),
      .integers("customers", rows.map(\.customers)),
      .doubles("share", rows.map { toDigits($0.share, 6) }),
      .doubles("net_value", rows.map { toDigits($0.netValue, 2) }),
    ])
  }
}

extension InvoiceReports {
  /// `reports/revenue_leak.csv`: one row per customer, the largest net spend first.
  var leakTable: Table {
    let values = leak.rows.map { recoverable[$0.customer].map { toDigits($0, 2) } ?? .nan }
    return Table(columns: accounts(leak.rows) + [.doubles("expected_recoverable_value", values)])
  }

  /// `reports/margin_protection.csv`: one row per customer, the largest net spend first.
  var championTable: Table {
    let treatments = champions.rows.map { _ in MarginProtectionReport.treatment }
    return Table(columns: accounts(champions.rows) + [.strings("treatment", treatments)])
  }

  private func accounts(_ rows: [CustomerAccount]) -> [Column] {
    [
      .strings("customer_id", rows.map { guardedAgainstFormulas(ids[$0.customer]) }),
      .integers("days_since_last_purchase", rows.map(\.recencyDays)),
      .integers("orders", rows.map(\.orders)),
      .doubles("total_spend", rows.map { Self.amount($0.spend) }),
      .doubles("net_spend", rows.map { $0.netSpend.map(Self.amount) ?? .nan }),
    ]
  }
}

extension Campaign {
  /// `allocation/campaign_plan`: one row per customer who is contacted, the largest expected value first.
  ///
  /// - Parameters:
  ///   - rows: indices of the contacted customers.
  ///   - reasons: of each customer, the strongest first.
  ///   - minorDigits: decimals of the currency.
  ///   - text: makes a text safe for the file format.
  func table(of rows: [Int], reasons: CustomerSentences, minorDigits: Int, _ text: (String) -> String) -> Table {
    let values = expectedValues
    let tiers = rows.compactMap { tier(of: $0) }
    let segments = rows.map { customers.segment[$0] < 0 ? nil : customers.segmentNames[Int(customers.segment[$0])] }
    return Table(columns: [
      .strings("customer_id", rows.map { text(customers.ids[$0]) }),
      .strings("segment", segments.map { $0.map(text) }),
      .strings("tier", tiers.map { text($0.name) }),
      .strings("channel", tiers.map { text($0.channel) }),
      .doubles("cost", tiers.map { toDigits($0.cost, minorDigits) }),
      .doubles("churn_probability", rows.map { toDigits(customers.churn[$0], 6) }),
      .doubles("clv_expected", rows.map { toDigits(customers.lifetimeValue[$0], 2) }),
      .doubles("value_at_stake", rows.map { toDigits(customers.valueAtStake[$0], 2) }),
      .doubles("expected_value", rows.map { toDigits(values[$0], minorDigits) }),
      .strings("reason", rows.map { reasons.first($0).map(text) }),
    ])
  }
}
