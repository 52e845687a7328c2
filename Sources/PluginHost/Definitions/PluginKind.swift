/// What a plugin replaces. Raw values are the names of the folders and of the key `plugin`.
public enum PluginKind: String, Sendable, Hashable, CaseIterable {
  case naming, strategy, allocation, segmentation, churn, clv
}

/// How a plugin is made. This version loads definitions only.
public enum PluginForm: String, Sendable, Hashable, CaseIterable {
  case builtIn = "built-in"
  /// A YAML file: a built-in with other parameters, or rules.
  case definition
  /// A shared object.
  case library
  /// An executable.
  case command
}
