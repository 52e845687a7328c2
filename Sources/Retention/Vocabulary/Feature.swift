/// One of the 33 point-in-time features of a customer, in the order of the columns of the feature store.
package enum Feature: Int, CaseIterable, Sendable {
  case recencyDays, frequencyCount, monetaryAverage, monetaryTotal, monetaryStd
  case daysSinceFirstPurchase, customerLifetimeDays
  case orders30d, orders60d, orders90d
  case revenue30d, revenue60d, revenue90d
  case gapMean, gapStd, gapMedian, gapCV
  case purchasesPerMonth, activeMonths, recencyCadenceRatio
  case uniqueProducts, basketSizeMean, basketSizeStd
  case returnRate, productHHI
  case engagement, engagementNormalized, consistency, activity
  case revenueSlope, orderSlope, revenueDirection, orderDirection

  /// 33.
  package static let count = allCases.count
}

extension Feature {
  /// How a feature is stored; the raw value is the name in the catalogue.
  package enum StorageType: String, Sendable {
    case integer = "int32"
    case real = "double"
  }

  /// A feature's entry in the catalogue.
  package struct Description: Sendable {
    /// Name of the column.
    package let name: String
    /// Whole numbers or real ones.
    package let type: StorageType
    /// Such as `days` or `currency`.
    package let unit: String
    /// Such as `rfm` or `cadence`.
    package let group: String
    /// Half a sentence.
    package let meaning: String
    /// When the value is null; nil if never.
    package let nullRule: String?
  }

  /// Name of the column.
  package var name: String { description.name }

  /// The feature of a column; nil for other names.
  package static func named(_ name: String) -> Feature? { byName[name] }
  private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })

  /// The entry in the catalogue.
  package var description: Description { Self.catalogue[rawValue] }

  private static let catalogue: [Description] = {
    func row(
      _ name: String, _ type: StorageType, _ unit: String, _ group: String, _ meaning: String, null: String? = nil
    ) -> Description {
      Description(name: name, type: type, unit: unit, group: group, meaning: meaning, nullRule: null)
    }
    let noGap = "fewer than two orders in the window"
    let noMeanGap = "no gap between orders, or a mean gap of 0"
    return [
      row("rfm_recency_days", .integer, "days", "rfm", "whole days from the last order to the snapshot"),
      row("rfm_frequency_count", .integer, "orders", "rfm", "orders in the window"),
      row("rfm_monetary_avg", .real, "currency", "rfm", "mean order revenue"),
      row("rfm_monetary_total", .real, "currency", "rfm", "revenue of all orders"),
      row("rfm_monetary_std", .real, "currency", "rfm", "sample standard deviation of order revenue; 0 for one order"),
      row(
        "days_since_first_purchase", .integer, "days", "tenure",
        "whole days from the first order of the window to the snapshot"),
      row(
        "customer_lifetime_days", .integer, "days", "tenure",
        "whole days from the first to the last order of the window"),
      row("txn_count_short_30d", .integer, "orders", "recent", "orders in the last 30 days"),
      row("txn_count_medium_60d", .integer, "orders", "recent", "orders in the last 60 days"),
      row("txn_count_long_90d", .integer, "orders", "recent", "orders in the last 90 days"),
      row("revenue_short_30d", .real, "currency", "recent", "revenue of the orders of the last 30 days"),
      row("revenue_medium_60d", .real, "currency", "recent", "revenue of the orders of the last 60 days"),
      row("revenue_long_90d", .real, "currency", "recent", "revenue of the orders of the last 90 days"),
      row("interpurchase_time_mean", .real, "days", "cadence", "mean gap between consecutive orders", null: noGap),
      row(
        "interpurchase_time_std", .real, "days", "cadence", "sample standard deviation of the gaps; 0 for one gap",
        null: noGap),
      row("interpurchase_time_median", .real, "days", "cadence", "median gap", null: noGap),
      row(
        "interpurchase_time_cv", .real, "ratio", "cadence", "standard deviation of the gaps over their mean",
        null: noMeanGap),
      row(
        "purchase_frequency_per_month", .real, "orders per 30 days", "cadence",
        "orders per 30 days since the first order, counted as at least 30 days"),
      row(
        "active_months_count", .integer, "30-day buckets", "cadence",
        "30-day buckets, counted back from the snapshot, that hold an order"),
      row("recency_cadence_ratio", .real, "ratio", "cadence", "recency over the mean gap", null: noMeanGap),
      row("unique_products_count", .integer, "products", "basket", "distinct products bought"),
      row("avg_basket_size", .real, "items", "basket", "mean items of an order"),
      row(
        "std_basket_size", .real, "items", "basket", "sample standard deviation of items of an order; 0 for one order"),
      row("return_rate", .real, "share", "basket", "return lines over all lines"),
      row(
        "product_diversity_hhi", .real, "share", "basket",
        "Herfindahl-Hirschman index of revenue over products: 1 for a single product"),
      row("engagement_score", .real, "currency per day", "score", "orders times mean order revenue over (recency + 1)"),
      row(
        "engagement_score_normalized", .real, "share", "score",
        "log1p of the engagement score, scaled to 0...1 over the snapshot's customers"),
      row(
        "consistency_score", .real, "share", "score",
        "1 / (1 + coefficient of variation of the gaps); 0 where that is null"),
      row("activity_score", .real, "share", "score", "share of the window's orders that fall in the last 90 days"),
      row(
        "revenue_trend_slope", .real, "currency per bucket", "trend",
        "least-squares slope of revenue over the 30-day buckets, oldest first"),
      row(
        "transaction_trend_slope", .real, "orders per bucket", "trend",
        "least-squares slope of the order count over the 30-day buckets, oldest first"),
      row(
        "revenue_trend_direction", .integer, "sign", "trend",
        "sign of the revenue slope; 0 within 5 % of the mean bucket"),
      row(
        "transaction_trend_direction", .integer, "sign", "trend",
        "sign of the order slope; 0 within 5 % of the mean bucket"),
    ]
  }()
}
