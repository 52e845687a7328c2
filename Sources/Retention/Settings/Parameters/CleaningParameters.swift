public import Settings

public enum CleaningParameters {
  public static let duplicates = Parameter(
    "cleaning.duplicates", default: CleaningSettings.Duplicates.flag,
    "Lines equal to an earlier one in every source column: flag marks them, drop_overlap removes those that equal a line of an earlier file, drop removes all but the first (never lines that share an order total)."
  )
  public static let cancellationPrefixes = Parameter(
    "cleaning.cancellation_prefixes", default: ["C"],
    "What the ids of cancelled orders begin with; an empty list where ids do not tell.")
  public static let outlierAction = Parameter(
    "cleaning.outliers.action", default: CleaningSettings.OutlierAction.flag,
    "Lines beyond the limits: flag marks them, winsorise sets them to the limit, drop removes them.")
  public static let priceQuantile = Parameter(
    "cleaning.outliers.price_quantile", default: 0.99, unit: "quantile", in: .strictlyBetween(0, 1),
    "A unit price above this quantile of purchase lines before the churn test snapshot is an outlier.")
  public static let iqrMultiplier = Parameter(
    "cleaning.outliers.iqr_multiplier", default: 3.0, unit: "interquartile ranges", in: .above(0),
    "A quantity further than this below the first or above the third quartile is an outlier.")
  public static let minOrders = Parameter(
    "cleaning.min_orders", default: 1, unit: "orders", in: .atLeast(1),
    "Fewest orders before a snapshot that give a customer a row there; later orders never count.")
  public static let highReturnRate = Parameter(
    "cleaning.high_return_rate", default: 0.8, unit: "share of lines", in: .share,
    "Customers who return a larger share of their lines than this are flagged.")

  public static let section = ParameterSection(
    "cleaning", "Which lines are removed, marked or left as they are.",
    [
      duplicates, cancellationPrefixes, minOrders, highReturnRate, outlierAction, priceQuantile, iqrMultiplier,
    ])
}
