public import Settings

/// Where plugins are looked for beside the project's own folder.
public struct PluginSettings: Sendable, Hashable {
  public let paths: [String]

  public init(_ configuration: Configuration) {
    paths = configuration[PluginParameters.paths]
  }
}
