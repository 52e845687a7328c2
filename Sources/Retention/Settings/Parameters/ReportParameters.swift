public import Settings

public enum ReportParameters {
  public static let leakDays = Parameter(
    "reports.leak_days", default: 90, unit: "days", in: .atLeast(1),
    "The revenue leak report lists customers whose last purchase is more than this long ago.")
  public static let leakSpendQuantile = Parameter(
    "reports.leak_spend_quantile", default: 0.75, unit: "quantile", in: .share,
    "The revenue leak report lists customers whose total spend is at or above this quantile.")
  public static let championRecencyQuantile = Parameter(
    "reports.champion_recency_quantile", default: 0.25, unit: "quantile", in: .share,
    "A champion's days since the last purchase are at or below this quantile.")
  public static let championOrdersQuantile = Parameter(
    "reports.champion_orders_quantile", default: 0.75, unit: "quantile", in: .share,
    "A champion's number of orders is at or above this quantile.")

  public static let section = ParameterSection(
    "reports", "Who appears in the revenue leak and margin protection reports.",
    [leakDays, leakSpendQuantile, championRecencyQuantile, championOrdersQuantile])
}
