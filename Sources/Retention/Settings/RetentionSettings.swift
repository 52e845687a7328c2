package import Settings

/// The settings of every stage.
package struct RetentionSettings: ConfigurableSettings {
  package let run = RunSettings()
  package let ingest = IngestSettings()
  package let validation = ValidationSettings()
  package let cleaning = CleaningSettings()
  package let features = FeatureSettings()
  package let segmentation = SegmentationSettings()
  package let strategies = StrategySettings()
  package let churn = ChurnSettings()
  package let lifetimeValue = LifetimeValueSettings()
  package let models = ModelSettings()
  package let allocation = AllocationSettings()
  package let reports = ReportSettings()
  package let plugins = PluginSettings()

  package init() {}
}
