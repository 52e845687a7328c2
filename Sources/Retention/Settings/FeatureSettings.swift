public import Settings

/// Snapshots and their observation windows.
public struct FeatureSettings: Sendable, Hashable {
  /// A multiple of 30: trends and active months count in buckets of 30 days.
  public let windowDays: Int
  /// From the first line to the first snapshot.
  public let minHistoryDays: Int
  public let snapshotFrequency: SnapshotFrequency
  /// Customers that temporal validation recomputes.
  public let validationSampleSize: Int
  /// Random lines that temporal validation adds at and after a snapshot.
  public let validationInjectedLines: Int

  public enum SnapshotFrequency: String, SettingChoice {
    /// The first of every month.
    case monthly
    /// Every Monday.
    case weekly
  }

  /// - Throws: `SettingsError` for a window that is no multiple of 30 days.
  public init(_ configuration: Configuration) throws(SettingsError) {
    windowDays = configuration[FeatureParameters.windowDays]
    minHistoryDays = configuration[FeatureParameters.minHistoryDays]
    snapshotFrequency = configuration[FeatureParameters.snapshotFrequency]
    validationSampleSize = configuration[FeatureParameters.validationSampleSize]
    validationInjectedLines = configuration[FeatureParameters.validationInjectedLines]
    guard windowDays.isMultiple(of: 30) else {
      throw configuration.invalid(FeatureParameters.windowDays, must: "be a multiple of 30")
    }
  }
}
