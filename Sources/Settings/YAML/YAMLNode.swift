/// A value of a YAML document, with the place where it was written.
///
/// Mappings keep the order of the file; their keys are text and unique. An alias is replaced by a copy of what its
/// anchor names, which keeps the anchor's position.
public struct YAMLNode: Sendable, Hashable {
  /// The three kinds of YAML node.
  public enum Content: Sendable, Hashable {
    case scalar(YAMLScalar)
    case sequence([YAMLNode])
    case mapping([YAMLEntry])
  }

  /// What was written.
  public let content: Content
  /// Where it begins.
  public let position: SourcePosition

  public init(_ content: Content, at position: SourcePosition) {
    self.content = content
    self.position = position
  }
}

/// Text of a scalar and how it was written, which decides whether `5` may be a number and `~` null.
public struct YAMLScalar: Sendable, Hashable {
  /// How it was quoted.
  public enum Style: Sendable, Hashable {
    case plain, singleQuoted, doubleQuoted, literal, folded
  }

  /// Without quotes, with escapes resolved.
  public let text: String
  /// Only a plain scalar can be a number, a boolean or null.
  public let style: Style

  public init(_ text: String, style: Style = .plain) {
    self.text = text
    self.style = style
  }
}

/// A key of a mapping and its value.
public struct YAMLEntry: Sendable, Hashable {
  /// Unique in its mapping.
  public let key: String
  /// Where the key begins; `value` has a position of its own.
  public let keyPosition: SourcePosition
  /// What the key stands for.
  public let value: YAMLNode

  public init(key: String, at keyPosition: SourcePosition, value: YAMLNode) {
    self.key = key
    self.keyPosition = keyPosition
    self.value = value
  }
}
