import Foundation
import Retention
import Settings
import TestSupport
import Testing

@Suite struct CommittedConfigurationTests {
  private let file = RealData.projectRoot.appendingPathComponent("config/retention.yaml")
  private let presets = RealData.projectRoot.appendingPathComponent("config/presets").path

  /// `RETENTION_WRITE_CONFIG=1 swift test --filter CommittedConfigurationTests` writes the file anew.
  @Test("the committed config/retention.yaml is what the declarations generate")
  func committedFileIsGenerated() throws {
    if ProcessInfo.processInfo.environment["RETENTION_WRITE_CONFIG"] == "1" {
      try RetentionParameters.commentedYAML.write(to: file, atomically: true, encoding: .utf8)
    }
    let committed = try String(contentsOf: file, encoding: .utf8)
    #expect(committed == RetentionParameters.commentedYAML, "run the tests once with RETENTION_WRITE_CONFIG=1")
  }

  @Test("the committed file sets every parameter, and to its default")
  func committedFileIsTheDefault() throws {
    let catalog = RetentionParameters.catalog
    let read = try catalog.resolve(ConfigurationSources(files: [file.path]))
    #expect(read.canonicalYAML() == catalog.defaults.canonicalYAML())
    let unset = read.entries.filter { $0.origin == .builtIn }.map(\.key)
    #expect(unset == [])
  }

  @Test("the preset pillars is found by name and changes three values")
  func pillars() throws {
    let sources = ConfigurationSources(files: ["pillars"], presetFolders: [presets])
    let settings = try RetentionSettings(RetentionParameters.catalog.resolve(sources))
    #expect(settings.cleaning.minOrders == 2)
    #expect(settings.cleaning.outlierAction == .drop)
    #expect(settings.segmentation.naming == "rfm-classic")
    let changed = try RetentionParameters.catalog.resolve(sources).entries.filter { $0.origin != .builtIn }
    #expect(changed.map(\.key) == ["cleaning.min_orders", "cleaning.outliers.action", "segmentation.naming"])
  }

  @Test("the preset former-models is found by name and names the models it is for")
  func formerModels() throws {
    let sources = ConfigurationSources(files: ["former-models"], presetFolders: [presets])
    let settings = try RetentionSettings(RetentionParameters.catalog.resolve(sources)).churn
    #expect(settings.models == ["logistic", "gbdt", "stack"] && settings.classWeights == .balanced)
    #expect(settings.calibration == .auto && settings.halfLifeDays == nil && !settings.usesHistory)
  }

  @Test("a misspelt preset names the nearest")
  func misspeltPreset() {
    let sources = ConfigurationSources(files: ["pilars"], presetFolders: [presets])
    #expect(
      throws: SettingsError.unknownPreset(
        name: "pilars", nearest: "pillars", known: ["former-models", "pillars"], at: nil)
    ) {
      try RetentionParameters.catalog.resolve(sources)
    }
  }
}
