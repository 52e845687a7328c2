import Retention
import Settings

/// A definition file as read: only what it declares itself, nothing from the plugin that it `uses`.
struct PluginDefinition: Sendable {
  /// The name after `uses`, and where it is.
  struct Reference: Sendable {
    let name: String
    let position: SourcePosition
  }

  /// A segment's name and the condition for it.
  struct Rule: Sendable {
    let name: String
    let expression: ColumnExpression
  }

  enum Content: Sendable {
    case naming(rules: [Rule], otherwise: String?, granularity: NamingGranularity?)
    case strategies([SegmentStrategy])
    case parameters([String: YAMLNode])
  }

  let entry: PluginEntry
  let namePosition: SourcePosition
  let uses: Reference?
  let content: Content
}
