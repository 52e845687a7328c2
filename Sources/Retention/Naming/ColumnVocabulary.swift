/// Columns that an expression may name.
public struct ColumnVocabulary: Sendable, Hashable {
  public struct Column: Sendable, Hashable {
    public let name: String
    public let shortName: String?
    public let isNonNegative: Bool

    public init(_ name: String, short shortName: String? = nil, isNonNegative: Bool = true) {
      self.name = name
      self.shortName = shortName
      self.isNonNegative = isNonNegative
    }
  }

  public let columns: [Column]
  private let byName: [String: Int]

  /// - Parameter columns: all names and short names differ.
  public init(_ columns: [Column]) {
    self.columns = columns
    var byName: [String: Int] = [:]
    for (index, column) in columns.enumerated() {
      for name in [column.name, column.shortName].compactMap(\.self) {
        precondition(byName.updateValue(index, forKey: name) == nil, "two columns are called \(name)")
      }
    }
    self.byName = byName
  }
}

extension ColumnVocabulary {
  /// The full name that a name or a short name stands for; nil if unknown.
  public func fullName(of name: String) -> String? { self[name]?.name }

  /// By name or short name.
  public subscript(name: String) -> Column? { byName[name].map { columns[$0] } }

  /// What an error lists: short names where there are any, then all names.
  public var allNames: [String] { columns.compactMap(\.shortName) + columns.map(\.name) }
}

// MARK: - Features

extension ColumnVocabulary {
  /// The point-in-time features, with the short names of naming rules.
  public static let features = ColumnVocabulary(
    [
      Column("rfm_recency_days", short: "recency"), Column("rfm_frequency_count", short: "frequency"),
      Column("rfm_monetary_avg", short: "monetary_avg"), Column("rfm_monetary_total", short: "monetary_total"),
      Column("days_since_first_purchase", short: "customer_age"), Column("engagement_score", short: "engagement"),
    ]
      + [
        "rfm_monetary_std", "customer_lifetime_days", "txn_count_short_30d", "txn_count_medium_60d",
        "txn_count_long_90d", "revenue_short_30d", "revenue_medium_60d", "revenue_long_90d",
        "interpurchase_time_mean", "interpurchase_time_std", "interpurchase_time_median", "interpurchase_time_cv",
        "purchase_frequency_per_month", "active_months_count", "recency_cadence_ratio", "unique_products_count",
        "avg_basket_size", "std_basket_size", "return_rate", "product_diversity_hhi", "engagement_score_normalized",
        "consistency_score", "activity_score",
      ].map { Column($0) }
      + [
        "revenue_trend_slope", "transaction_trend_slope", "revenue_trend_direction", "transaction_trend_direction",
      ].map { Column($0, isNonNegative: false) })
}
