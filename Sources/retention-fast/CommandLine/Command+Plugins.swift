import Pipeline
import PluginHost
import Retention

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
      let registry = try PluginRegistry.project(settings.plugins)
      try StandardOutput.write(invocation.common.format == .json ? registry.json.text() : registry.text)
    })
}
