package import Settings

/// What cleaning removes, marks and leaves.
package struct CleaningSettings: SettingsSection {
  package static let name = "cleaning"
  package static let summary = "Which lines are removed, marked or left as they are."

  @Setting(
    "cleaning.duplicates", default: .flag,
    """
    Lines equal to an earlier one in every source column: flag marks them, drop_overlap removes those that equal a line \
    of an earlier file, drop removes all but the first (never lines that share an order total).
    """)
  package var duplicates: Duplicates

  @Setting(
    "cleaning.cancellation_prefixes", default: ["C"],
    "What the ids of cancelled orders begin with; an empty list where ids do not tell.")
  package var cancellationPrefixes: [String]

  @Setting(
    "cleaning.confirm_prefixes", default: true,
    """
    Whether a prefix counts only where the data confirm it: most lines of such orders have a negative quantity, the rest \
    of the id is like other ids, and they are the minority.
    """)
  package var confirmPrefixes: Bool

  @Setting(
    "cleaning.min_orders", default: 1, unit: "orders", in: .atLeast(1),
    "Fewest orders before a snapshot that give a customer a row there; later orders never count.")
  package var minOrders: Int

  @Setting(
    "cleaning.high_return_rate", default: 0.8, unit: "share of lines", in: .share,
    "Customers who return a larger share of their lines than this are flagged.")
  package var highReturnRate: Double

  @Setting(
    "cleaning.outliers.action", default: .flag,
    "Lines beyond the limits: flag marks them, winsorise sets them to the limit, drop removes them.")
  package var outlierAction: OutlierAction

  @Setting(
    "cleaning.outliers.price_quantile", default: 0.99, unit: "quantile", in: .strictlyBetween(0, 1),
    "A unit price above this quantile of purchase lines before the churn test snapshot is an outlier.")
  package var priceQuantile: Double

  /// Multiples of the interquartile range around the quartiles of quantity.
  @Setting(
    "cleaning.outliers.iqr_multiplier", default: 3, unit: "interquartile ranges", in: .above(0),
    "A quantity further than this below the first or above the third quartile is an outlier.")
  package var iqrMultiplier: Double

  /// What happens to lines that equal an earlier one.
  package enum Duplicates: String, SettingChoice {
    case flag
    /// Only those that equal a line of an earlier file.
    case dropOverlap = "drop_overlap"
    case drop
  }

  /// What happens to lines beyond the limits.
  package enum OutlierAction: String, SettingChoice {
    case flag
    case winsorize = "winsorise"
    case drop
  }

  package init() {}
}
