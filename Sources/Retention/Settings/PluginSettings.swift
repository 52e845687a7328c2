public import Settings

/// Where plugins are looked for beside the project's own folder.
public struct PluginSettings: SettingsSection {
  public static let name = "plugins"
  public static let summary = "Where plugins are looked for."

  @Setting(
    "plugins.paths", default: [],
    "Further folders that hold plugins as `<kind>/<name>`, relative to the working directory.")
  public var paths: [String]

  public init() {}
}
