public import Settings

/// The settings of every stage.
public struct RetentionSettings: ConfigurableSettings {
  public let run = RunSettings()
  public let ingest = IngestSettings()
  public let validation = ValidationSettings()
  public let cleaning = CleaningSettings()
  public let features = FeatureSettings()
  public let segmentation = SegmentationSettings()
  public let strategies = StrategySettings()
  public let churn = ChurnSettings()
  public let lifetimeValue = LifetimeValueSettings()
  public let models = ModelSettings()
  public let allocation = AllocationSettings()
  public let reports = ReportSettings()
  public let plugins = PluginSettings()

  public init() {}
}
