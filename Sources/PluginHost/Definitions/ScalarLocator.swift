import Settings

/// Finds where a character of a YAML scalar is in the file; YAML may have folded, indented or quoted the text.
///
/// White space aside, the characters of a scalar occur in the file in the same order, so both are walked in step.
struct ScalarLocator {
  /// Lines of the file without their line breaks.
  private let lines: [[Unicode.Scalar]]

  init(_ text: String) {
    var lines: [[Unicode.Scalar]] = [[]]
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      if scalar == "\n" && previous == "\r" {
        // The second half of a CRLF.
      } else if lineBreaks.contains(scalar) {
        lines.append([])
      } else {
        lines[lines.count - 1].append(scalar)
      }
      previous = scalar
    }
    self.lines = lines
  }
}

/// The line breaks of YAML 1.1, which libyaml counts lines by.
private let lineBreaks: Set<Unicode.Scalar> = ["\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"]

extension ScalarLocator {
  private struct Cursor {
    var line: Int
    var column: Int
  }

  /// - Parameter offset: index into the Unicode scalars of the node's text; their count means the end.
  /// - Returns: the place in the file, or the start of the node where escapes make the place impossible to tell.
  func position(of offset: Int, in node: YAMLNode) -> SourcePosition {
    guard case .scalar(let scalar) = node.content else { return node.position }
    var cursor = start(of: scalar, at: node.position)
    var end = cursor
    for (index, wanted) in scalar.text.unicodeScalars.enumerated() {
      let isBlank = wanted.properties.isWhitespace
      if !isBlank {
        guard let found = nextVisible(cursor), lines[found.line][found.column] == wanted else { return node.position }
        cursor = Cursor(line: found.line, column: found.column + 1)
        end = cursor
        if index == offset { return position(found, node) }
      } else if index == offset {
        return position(end, node)
      }
    }
    return position(end, node)
  }

  private func start(of scalar: YAMLScalar, at position: SourcePosition) -> Cursor {
    let cursor = Cursor(line: position.line - 1, column: position.column - 1)
    return switch scalar.style {
    case .plain: cursor
    case .singleQuoted, .doubleQuoted: Cursor(line: cursor.line, column: cursor.column + 1)
    // The text begins on the line after `|` or `>`.
    case .literal, .folded: Cursor(line: cursor.line + 1, column: 0)
    }
  }

  private func nextVisible(_ cursor: Cursor) -> Cursor? {
    var cursor = cursor
    while cursor.line < lines.count {
      let line = lines[cursor.line]
      while cursor.column < line.count {
        if !line[cursor.column].properties.isWhitespace { return cursor }
        cursor.column += 1
      }
      cursor = Cursor(line: cursor.line + 1, column: 0)
    }
    return nil
  }

  private func position(_ cursor: Cursor, _ node: YAMLNode) -> SourcePosition {
    SourcePosition(node.position.source, line: cursor.line + 1, column: cursor.column + 1)
  }
}
