import Settings
import Text

extension KMeansSegmentation {
  /// - Throws: `SettingsError` for a name that is no feature's, with the nearest one.
  package init(_ request: ModelRequest) throws {
    let settings = try SegmentationSettings(request.configuration)
    self.init(settings: settings, features: try settings.namedFeatures(request.configuration), seed: request.seed)
  }
}

extension GaussianMixtureSegmentation {
  /// - Throws: `SettingsError` for a name that is no feature's, with the nearest one.
  package init(_ request: ModelRequest) throws {
    let settings = try SegmentationSettings(request.configuration)
    self.init(settings: settings, features: try settings.namedFeatures(request.configuration), seed: request.seed)
  }
}

extension SegmentationSettings {
  fileprivate func namedFeatures(_ configuration: Configuration) throws(SettingsError) -> [Feature] {
    try features.map { (name) throws(SettingsError) in
      guard let feature = Feature.named(name) else { throw Self.unknownFeature(name, configuration) }
      return feature
    }
  }

  private static func unknownFeature(_ name: String, _ configuration: Configuration) -> SettingsError {
    let nearest = nearestName(to: name, in: Feature.allCases.map(\.name)).map { ", did you mean '\($0)'?" }
    return configuration.invalid(
      SegmentationSettings().$features, must: "hold names of features; '\(name)' is none" + (nearest ?? ""))
  }
}
