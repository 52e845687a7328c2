package import Settings

/// Who counts as a leak and who as a champion in the two reports on what was invoiced.
package struct ReportSettings: SettingsSection {
  package static let name = "reports"
  package static let summary = "Who appears in the revenue leak and margin protection reports."

  @Setting(
    "reports.leak_days", default: 90, unit: "days", in: .atLeast(1),
    "The revenue leak report lists customers whose last purchase is more than this long ago.")
  package var leakDays: Int

  @Setting(
    "reports.leak_spend_quantile", default: 0.75, unit: "quantile", in: .share,
    "The revenue leak report lists customers whose total spend is at or above this quantile.")
  package var leakSpendQuantile: Double

  @Setting(
    "reports.champion_recency_quantile", default: 0.25, unit: "quantile", in: .share,
    "A champion's days since the last purchase are at or below this quantile.")
  package var championRecencyQuantile: Double

  @Setting(
    "reports.champion_orders_quantile", default: 0.75, unit: "quantile", in: .share,
    "A champion's number of orders is at or above this quantile.")
  package var championOrdersQuantile: Double

  package init() {}
}
