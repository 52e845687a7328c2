import Retention
import Settings

/// A definition file as read: its own words, without those of the plugin that it `uses`.
struct PluginDefinition: Sendable {
  struct Reference: Sendable {
    let name: String
    let position: SourcePosition
  }

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
