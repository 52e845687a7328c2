package import Settings

/// Who is in the two lists on what was invoiced.
package struct ReportSettings: SettingsSection {
  package static let name = "reports"
  package static let summary = "Who appears in the revenue leak and margin protection reports."

  @Setting(
    "reports.leak_days", default: 90, unit: "days", in: .atLeast(1),
    "The revenue leak report lists customers whose last purchase is more than this long ago.")
  package var leakDays: Int

  @Setting(
    "reports.leak_spend_quantile", default: 0.75, unit: "quantile", in: .share,
    "The revenue leak report lists customers whose spend (`reports.leak_spend`) is at or above this quantile.")
  package var leakSpendQuantile: Double

  @Setting(
    "reports.leak_spend", default: .invoiced,
    "Which spend the revenue leak report compares: invoiced, or net of returns; it ranks by the latter in any case.")
  package var leakSpend: LeakSpend

  @Setting(
    "reports.champion_recency_quantile", default: 0.25, unit: "quantile", in: .share,
    "The margin protection report lists customers whose days since the last purchase are at or below this quantile.")
  package var championRecencyQuantile: Double

  @Setting(
    "reports.champion_orders_quantile", default: 0.75, unit: "quantile", in: .share,
    "The margin protection report lists customers whose number of orders is at or above this quantile.")
  package var championOrdersQuantile: Double

  /// A kind of spend.
  package enum LeakSpend: String, SettingChoice {
    /// Of all purchase lines.
    case invoiced
    /// Less what was returned.
    case net
  }

  package init() {}
}
