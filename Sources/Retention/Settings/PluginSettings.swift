package import Settings

/// Where plugins are looked for beside the project's own folder.
package struct PluginSettings: SettingsSection {
  package static let name = "plugins"
  package static let summary = "Where plugins are looked for."

  @Setting(
    "plugins.paths", default: [],
    "Further folders that hold plugins as `<kind>/<name>`, relative to the working directory.")
  package var paths: [String]

  package init() {}
}
