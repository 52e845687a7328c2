public import Settings

public enum FeatureParameters {
  public static let windowDays = Parameter(
    "features.window_days", default: 180, unit: "days", in: .between(60, 3600),
    "How far back from a snapshot orders are seen; a multiple of 30, because trends count in buckets of 30 days.")
  public static let minHistoryDays = Parameter(
    "features.min_history_days", default: 30, unit: "days", in: .between(1, 3650),
    "Days from the first line of the data to the earliest snapshot.")
  public static let snapshotFrequency = Parameter(
    "features.snapshot_frequency", default: FeatureSettings.SnapshotFrequency.monthly,
    "How often customers are looked at: on the first of every month, or every Monday.")
  public static let validationSampleSize = Parameter(
    "features.temporal_validation.sample_size", default: 200, unit: "customers", in: .atLeast(1),
    "Customers drawn at random whose features are computed a second time, and again with later lines added.")
  public static let validationInjectedLines = Parameter(
    "features.temporal_validation.injected_lines", default: 1000, unit: "lines", in: .atLeast(1),
    "Random lines added at and after a snapshot, none of which may change a feature.")

  public static let section = ParameterSection(
    "features", "What is known of each customer at each snapshot date.",
    [windowDays, minHistoryDays, snapshotFrequency, validationSampleSize, validationInjectedLines])
}
