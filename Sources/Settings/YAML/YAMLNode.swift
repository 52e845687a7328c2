/// A value of a YAML document, with the place where it was written.
///
/// Mappings keep the order of the file; their keys are text and unique. An alias is replaced by a copy of what its
/// anchor names, which keeps the anchor's position.
package struct YAMLNode: Sendable, Hashable {
  /// The three kinds of YAML node.
  package enum Content: Sendable, Hashable {
    case scalar(YAMLScalar)
    case sequence([YAMLNode])
    case mapping([YAMLEntry])
  }

  /// What was written.
  package let content: Content
  /// Where it begins.
  package let position: SourcePosition

  package init(_ content: Content, at position: SourcePosition) {
    self.content = content
    self.position = position
  }
}

/// Text of a scalar and how it was written, which decides whether `5` may be a number and `~` null.
package struct YAMLScalar: Sendable, Hashable {
  /// How it was quoted.
  package enum Style: Sendable, Hashable {
    case plain, singleQuoted, doubleQuoted, literal, folded
  }

  /// Without quotes, with escapes resolved.
  package let text: String
  /// Only a plain scalar can be a number, a boolean or null.
  package let style: Style

  package init(_ text: String, style: Style = .plain) {
    self.text = text
    self.style = style
  }
}

/// A key of a mapping and its value.
package struct YAMLEntry: Sendable, Hashable {
  /// Unique in its mapping.
  package let key: String
  /// Where the key begins; `value` has a position of its own.
  package let keyPosition: SourcePosition
  /// What the key stands for.
  package let value: YAMLNode

  package init(key: String, at keyPosition: SourcePosition, value: YAMLNode) {
    self.key = key
    self.keyPosition = keyPosition
    self.value = value
  }
}
