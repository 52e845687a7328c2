package import Failures
import Settings
import Text

extension PluginError: UserFacingError {
  /// A configuration error for a name that no plugin has, else a plugin error.
  package var failureKind: FailureKind {
    if case .unknownPlugin = self { .configuration } else { .plugin }
  }

  /// One sentence: where, what, and what to do.
  package var description: String {
    switch self {
    case .settings(let error): error.description
    case .expression(let error): error.description
    default: position.map { "\($0): \(sentence)" } ?? sentence
    }
  }

  private var sentence: String {
    switch self {
    case .folderNotFound, .unreadable, .notRegular, .escapesFolder, .misplacedFile, .unknownKindFolder: fileSentence
    case .unknownPlugin(let kind, let name, let nearest, let known):
      "there is no \(kind.rawValue) plugin `\(excerpt(name))`; known are \(list(known))"
        + (nearest.map { "; did you mean `\($0)`?" } ?? ".")
    default: definitionSentence
    }
  }

  private var fileSentence: String {
    switch self {
    case .folderNotFound(let path): "\(path): there is no such plugin folder; check plugins.paths."
    case .unreadable(let path, let reason): "\(path): it cannot be read: \(reason)"
    case .notRegular(let file): "\(file): this is not a regular file; a plugin's definition is one."
    case .escapesFolder(let path, let target, let folder):
      "\(path): this leads to \(target), outside of \(folder); copy it into the folder instead."
    case .misplacedFile(let file):
      "\(file): a definition stands in a folder of its kind; move it into \(list(PluginKind.names))."
    case .unknownKindFolder(let folder, let nearest, let known):
      "\(folder): this is not a kind of plugin; " + advice(nearest, known)
    default: preconditionFailure("not an error of a file")
    }
  }

  private var definitionSentence: String {
    switch self {
    case .wrongKind(let found, let folder, _):
      "a \(found.rawValue) plugin stands in the folder of \(folder.rawValue) plugins; "
        + "move the file into `\(found.rawValue)`, or write `plugin: \(folder.rawValue)`."
    case .formNotSupported(let form, _):
      "this version does not support \(form.rawValue) plugins; write a definition with `uses`, or with rules."
    case .invalidName(let name, _):
      "`\(excerpt(name))` is no name for a plugin; use up to 64 small letters, digits, `-` and `_`."
    case .invalidSegmentName(let name, _):
      "`\(excerpt(name))` is no name for a segment; write up to 100 visible characters on one line."
    case .noRules: "a naming needs at least one rule; add one."
    case .duplicateName(let kind, let name, .builtIn, _):
      "`\(name)` is the name of a built-in \(kind.rawValue) plugin; choose another."
    case .duplicateName(let kind, let name, .file(let path), _):
      "the \(kind.rawValue) plugin `\(name)` stands in \(path) already; rename or remove one."
    case .unknownUses(let kind, let name, let nearest, let known, _):
      "there is no \(kind.rawValue) plugin `\(excerpt(name))` to use; " + advice(nearest, known)
    case .usesCycle(let names, _): "`uses` goes round in a circle (\(names.joined(separator: " → "))); remove one."
    default: preconditionFailure("not an error of a definition")
    }
  }

  private func advice(_ nearest: String?, _ known: [String]) -> String {
    nearest.map { "did you mean `\($0)`?" } ?? "known are \(list(known))."
  }

  private func list(_ names: [String]) -> String {
    names.map { "`\($0)`" }.joined(separator: ", ")
  }
}

extension PluginKind {
  /// The raw values of all kinds.
  static let names = allCases.map(\.rawValue)
}
