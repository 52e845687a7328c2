import Settings
import Text

extension KMeansSegmentation {
  /// - Throws: `SettingsError` for a name that is no feature's, with the nearest one.
  package init(_ request: ModelRequest) throws {
    let settings = try SegmentationSettings(request.configuration)
    let features = try settings.features.map { name in
      guard let feature = Feature.named(name) else { throw Self.unknownFeature(name, request.configuration) }
      return feature
    }
    self.init(settings: settings, features: features, seed: request.seed)
  }

  private static func unknownFeature(_ name: String, _ configuration: Configuration) -> SettingsError {
    let nearest = nearestName(to: name, in: Feature.allCases.map(\.name)).map { ", did you mean '\($0)'?" }
    return configuration.invalid(
      SegmentationSettings().$features, must: "hold names of features; '\(name)' is none" + (nearest ?? ""))
  }
}
