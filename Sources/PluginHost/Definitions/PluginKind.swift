/// What a plugin replaces: the names of segments, what to do for each segment, how the budget is spent, how customers
/// are grouped, who will leave, or what customers are worth.
///
/// Raw values are the names of the folders and the values of the key `plugin`.
package enum PluginKind: String, Sendable, Hashable, CaseIterable {
  case naming, strategy, allocation, segmentation, churn, clv
}

/// How a plugin is made. This version has built-ins and loads definitions; the other forms are reserved.
package enum PluginForm: String, Sendable, Hashable, CaseIterable {
  case builtIn = "built-in"
  /// A YAML file: another plugin with different parameters, or rules.
  case definition
  /// A shared library.
  case library
  /// An executable.
  case command
}
