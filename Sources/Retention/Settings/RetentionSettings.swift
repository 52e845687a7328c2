public import Settings

/// The settings of every stage.
public struct RetentionSettings: Sendable, Hashable {
  public let run: RunSettings
  public let ingest: IngestSettings
  public let validation: ValidationSettings
  public let cleaning: CleaningSettings
  public let features: FeatureSettings
  public let segmentation: SegmentationSettings
  public let strategies: StrategySettings
  public let churn: ChurnSettings
  public let lifetimeValue: LifetimeValueSettings
  public let models: ModelSettings
  public let allocation: AllocationSettings
  public let reports: ReportSettings
  public let plugins: PluginSettings

  /// - Parameter configuration: resolved from `RetentionParameters.catalog`.
  /// - Throws: `SettingsError` for values that do not fit one another.
  public init(_ configuration: Configuration) throws(SettingsError) {
    run = RunSettings(configuration)
    ingest = try IngestSettings(configuration)
    validation = try ValidationSettings(configuration)
    cleaning = CleaningSettings(configuration)
    features = try FeatureSettings(configuration)
    segmentation = try SegmentationSettings(configuration)
    strategies = StrategySettings(configuration)
    churn = try ChurnSettings(configuration)
    lifetimeValue = try LifetimeValueSettings(configuration)
    models = ModelSettings(configuration)
    allocation = try AllocationSettings(configuration)
    reports = ReportSettings(configuration)
    plugins = PluginSettings(configuration)
  }
}
