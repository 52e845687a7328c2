/// What can be wrong with settings, as facts; `description` makes the sentence.
package enum SettingsError: Error, Sendable, Hashable {
  // Files
  case fileNotFound(file: String)
  case unreadable(file: String, reason: UnreadableReason)
  case notUTF8(at: SourcePosition)

  // YAML
  /// `problem` is libyaml's own wording.
  case syntax(problem: String, hint: SyntaxHint?, at: SourcePosition)
  case duplicateKey(key: String, first: SourcePosition, at: SourcePosition)
  case keyNotText(at: SourcePosition)
  case severalDocuments(at: SourcePosition)
  case unknownAnchor(name: String, at: SourcePosition)
  case unsupportedTag(tag: String, at: SourcePosition)
  case limitExceeded(SettingsLimit, at: SourcePosition)

  // Keys and values
  case unknownKey(key: String, nearest: String?, known: [String], at: SourcePosition)
  case missingKey(key: String, mapping: String, at: SourcePosition)
  case wrongType(key: String, expected: String, found: String, at: SourcePosition)
  case outOfRange(key: String, value: String, allowed: String, at: SourcePosition)
  case unknownChoice(key: String, value: String, nearest: String?, known: [String], at: SourcePosition)
  /// A value that is fine by itself but not together with others, or that names what does not exist: `requirement`
  /// completes "it must".
  case invalid(key: String, value: String, requirement: String, origin: Origin)

  // Layers
  /// `files` from the first to the one that names the first again.
  case extendsCycle(files: [String], at: SourcePosition)
  case unknownPreset(name: String, nearest: String?, known: [String], at: SourcePosition?)
  /// A `--set` without `=`.
  case malformedOverride(text: String)
}

/// Why a file that exists cannot be read.
package enum UnreadableReason: Sendable, Hashable {
  case folder, noPermission
  /// The system's words.
  case system(String)
}

/// A guess at what the writer of bad YAML did.
package enum SyntaxHint: Sendable, Hashable {
  case tabIndentation
  /// `key: some: text`
  case colonInText
}

/// A bound on what configuration files may cost, with its value.
package enum SettingsLimit: Sendable, Hashable {
  case depth(Int)
  case nodes(Int)
  case bytes(Int)
  /// Files that `extends` brings in.
  case files(Int)
}

extension SettingsError {
  /// Where it is, where that is a place in a file, a variable or an option.
  package var position: SourcePosition? {
    switch self {
    case .fileNotFound, .unreadable, .malformedOverride: nil
    case .notUTF8(let at), .keyNotText(let at), .severalDocuments(let at): at
    case .syntax(_, _, let at), .duplicateKey(_, _, let at), .unknownAnchor(_, let at): at
    case .unsupportedTag(_, let at), .limitExceeded(_, let at), .extendsCycle(_, let at): at
    case .unknownKey(_, _, _, let at), .missingKey(_, _, let at), .wrongType(_, _, _, let at): at
    case .outOfRange(_, _, _, let at), .unknownChoice(_, _, _, _, let at): at
    case .unknownPreset(_, _, _, let at): at
    case .invalid(_, _, _, let origin): origin.position
    }
  }
}
