package import Failures
import Text

extension SettingsError: UserFacingError {
  package var failureKind: FailureKind { .configuration }

  /// One sentence: where, what, and what to do.
  package var description: String {
    position.map { "\($0): \(sentence)" } ?? sentence
  }

  private var sentence: String {
    switch self {
    case .fileNotFound, .unreadable, .notUTF8: fileSentence
    case .syntax, .duplicateKey, .keyNotText, .severalDocuments, .unknownAnchor, .unsupportedTag: yamlSentence
    case .limitExceeded(let limit, _): limit.sentence
    case .unknownKey, .missingKey, .wrongType, .outOfRange, .unknownChoice, .invalid: valueSentence
    case .extendsCycle, .unknownPreset, .malformedOverride: layerSentence
    }
  }

  private var fileSentence: String {
    switch self {
    case .fileNotFound(let file): "\(file): there is no such file; check the path."
    case .unreadable(let file, .folder): "\(file): this is a folder; name a file in it."
    case .unreadable(let file, .noPermission): "\(file): no permission to read it; change the file's permissions."
    case .unreadable(let file, .system(let words)): "\(file): it cannot be read: \(words)"
    default: "the text is not UTF-8; save the file as UTF-8."
    }
  }

  private var yamlSentence: String {
    switch self {
    case .syntax(let problem, let hint, _): "this is not valid YAML: \(problem); \(hint.advice)"
    case .duplicateKey(let key, let first, _): "`\(key)` stands here again after \(first); keep one of the two."
    case .keyNotText: "a key must be text, not a list or a mapping; check brackets and indentation."
    case .severalDocuments: "a second document begins here; remove the `---` and what follows, or make it another file."
    case .unknownAnchor(let name, _):
      "no anchor `&\(name)` stands before `*\(name)`; define it first, or quote the text."
    case .unsupportedTag(let tag, _): "the tag `\(tag)` is not known here; remove it."
    default: preconditionFailure("not an error of YAML")
    }
  }

  private var valueSentence: String {
    switch self {
    case .unknownKey(let key, let nearest, let known, _):
      "unknown key `\(excerpt(key))`; " + advice(nearest, known: known, otherwise: "remove it.")
    case .missingKey(let key, let mapping, _): "\(mapping) lacks the key `\(key)`; add it."
    case .wrongType(let key, let expected, let found, _): "`\(key)` is \(found); write \(expected)."
    case .outOfRange(let key, let value, let allowed, _): "`\(key)` is \(value); allowed is \(allowed)."
    case .unknownChoice(let key, let value, let nearest, let known, _):
      "`\(key)` is `\(excerpt(value))`; " + advice(nearest, known: known, otherwise: "choose another value.")
    case .invalid(let key, let value, let requirement, .builtIn):
      "`\(key)` is \(value) by default; it must \(requirement)."
    case .invalid(let key, let value, let requirement, _): "`\(key)` is \(value); it must \(requirement)."
    default: preconditionFailure("not an error of a value")
    }
  }

  private var layerSentence: String {
    switch self {
    case .extendsCycle(let files, _):
      "`extends` goes round in a circle (\(files.joined(separator: " → "))); remove one."
    case .unknownPreset(let name, let nearest, let known, _):
      "there is no preset `\(excerpt(name))` (a file's name ends in .yaml); "
        + advice(nearest, known: known, otherwise: "name a file.")
    case .malformedOverride(let text): "--set \(excerpt(text)): write it as section.key=value."
    default: preconditionFailure("not an error of a layer")
    }
  }

  private func advice(_ nearest: String?, known: [String], otherwise: String) -> String {
    if let nearest { return "did you mean `\(nearest)`?" }
    return known.isEmpty ? otherwise : "known are \(known.map { "`\($0)`" }.joined(separator: ", "))."
  }
}

extension SyntaxHint? {
  fileprivate var advice: String {
    switch self {
    case .tabIndentation: "indent with blanks, not tabs."
    case .colonInText: "put text that holds a colon in quotes."
    case nil: "check indentation, quotes and brackets here and on the line above."
    }
  }
}

extension SettingsLimit {
  fileprivate var sentence: String {
    switch self {
    case .depth(let limit): "lists and mappings are nested deeper than \(limit); flatten them."
    case .nodes(let limit): "the document has more than \(limit) values, aliases counted in full; make it smaller."
    case .bytes(let limit): "the file is larger than \(limit >> 20) MiB; settings are smaller than that."
    case .files(let limit): "`extends` brings in more than \(limit) files; shorten the chain."
    }
  }
}
