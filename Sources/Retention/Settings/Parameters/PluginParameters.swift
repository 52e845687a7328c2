public import Settings

public enum PluginParameters {
  public static let paths = Parameter<[String]>(
    "plugins.paths", default: [],
    "Further folders that hold plugins as `<kind>/<name>`, relative to the working directory.")

  public static let section = ParameterSection("plugins", "Where plugins are looked for.", [paths])
}
