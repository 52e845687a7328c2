package import Settings

/// Snapshots and their observation windows.
package struct FeatureSettings: SettingsSection {
  package static let name = "features"
  package static let summary = "What is known of each customer at each snapshot date."

  @Setting(
    "features.window_days", default: 180, unit: "days", in: .between(60, 3600),
    "How far back from a snapshot orders are seen; a multiple of 30, because trends count in buckets of 30 days.")
  package var windowDays: Int

  @Setting(
    "features.min_history_days", default: 30, unit: "days", in: .between(1, 3650),
    "Days from the first line of the data to the earliest snapshot.")
  package var minHistoryDays: Int

  @Setting(
    "features.net_of_returns", default: true,
    "Whether purchases count less what was returned of them, in features, labels and values: as known at each snapshot, "
      + "and for labels at the end of the horizon. With false, features and labels are as invoiced.")
  package var netOfReturns: Bool

  @Setting(
    "features.snapshot_frequency", default: .monthly,
    "How often customers are looked at: on the first of every month, or every Monday.")
  package var snapshotFrequency: SnapshotFrequency

  @Setting(
    "features.temporal_validation.sample_size", default: 200, unit: "customers", in: .atLeast(1),
    "Customers drawn at random whose features are computed a second time, and again with later lines added.")
  package var validationSampleSize: Int

  @Setting(
    "features.temporal_validation.injected_lines", default: 1000, unit: "lines", in: .atLeast(1),
    "Random lines added at and after a snapshot, none of which may change a feature.")
  package var validationInjectedLines: Int

  /// How often customers are described.
  package enum SnapshotFrequency: String, SettingChoice {
    /// The first of every month.
    case monthly
    /// Every Monday.
    case weekly
  }

  package init() {}

  package func check(_ configuration: Configuration) throws(SettingsError) {
    guard windowDays.isMultiple(of: 30) else {
      throw configuration.invalid($windowDays, must: "be a multiple of 30")
    }
  }
}
