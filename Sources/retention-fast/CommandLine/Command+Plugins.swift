import CommandParsing
import Foundation
import Pipeline
import PluginHost
import Retention
import Runs
import Settings
import Text

extension Command {
  static let plugins = Command(
    name: "plugins",
    abstract: "See which plugins there are",
    options: [.color],
    subcommands: [pluginsList])

  private static let pluginsList = Command(
    name: "list",
    abstract: "List plugins: kind, name, form, origin, description",
    discussion:
      "Built-in ones, those in plugins/<kind>/ of the current folder, and those in the folders of plugins.paths.",
    options: [.json, .config, .set] + .display,
    examples: [Example("retention-fast plugins list --set 'plugins.paths=[ours]'", "With those of one more folder.")],
    run: { invocation in
      let settings = try RetentionSettings(invocation.common.configuration())
      let registry = try PluginRegistry(project: WorkingFolder.path, paths: settings.plugins.paths)
      if invocation.common.format == .json { return try StandardOutput.write(json: registry.entries) }
      try StandardOutput.write(table(of: registry.entries))
    })

  /// A header and one line per plugin.
  private static func table(of entries: [PluginEntry]) -> String {
    let rows =
      [["KIND", "NAME", "FORM", "ORIGIN", "DESCRIPTION"]]
      + entries.map { [$0.kind.rawValue, $0.name, $0.form.rawValue, $0.origin.description, $0.summary] }
    let widths = (0..<4).map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      zip(row, widths).map { $0.padded(to: $1 + 2) }.joined() + row[4]
    }.joined(separator: "\n") + "\n"
  }
}
