import CommandParsing
import Pipeline
import PluginHost
import Retention
import Settings

extension Command {
  static let config = Command(
    name: "config",
    abstract: "Show, check and describe settings",
    options: [.color],
    subcommands: [configShow, configCheck, configSchema])

  private static let files: [OptionSpec] = [.config, .set] + .display

  private static let configShow = Command(
    name: "show",
    abstract: "Print every setting",
    discussion: """
      Defaults < files < environment variables such as RETENTION_FAST__CHURN__HORIZON_DAYS < --set: the later wins.
      """,
    options: [.origin, .json] + files,
    examples: [Example("retention-fast config show --origin", "Every value and where it came from.")],
    run: { invocation in
      let configuration = try invocation.common.configuration()
      let isJSON = invocation.common.format == .json
      let showsOrigin = invocation.options.contains(.origin)
      try StandardOutput.write(
        isJSON ? configuration.json(withOrigin: showsOrigin) : configuration.text(withOrigin: showsOrigin))
    })

  private static let configCheck = Command(
    name: "check",
    abstract: "Check settings without running anything",
    discussion: "Says nothing and ends with 0 where they are fine; else with 3, or with 9 for a bad plugin file.",
    options: files,
    examples: [Example("retention-fast config check --config shop.yaml", "Check one file.")],
    run: { invocation in
      let configuration = try invocation.common.configuration()
      let settings = try RetentionSettings(configuration)
      try PluginRegistry(project: WorkingFolder.path, paths: settings.plugins.paths).check(configuration, settings)
    })

  private static let configSchema = Command(
    name: "schema",
    abstract: "Print the JSON Schema of the settings",
    discussion: "For editors that complete and check YAML files.",
    options: .display,
    examples: [Example("retention-fast config schema > retention.schema.json", "Keep it beside the settings.")],
    run: { _ in try StandardOutput.write(RetentionParameters.catalog.jsonSchema()) })
}

extension OptionSpec {
  static let origin = flag("origin", "Say where each value came from: default, file and line, environment, or --set")
}
