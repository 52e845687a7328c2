public import Settings

/// What can be wrong with plugins, as facts; `description` makes the sentence.
public enum PluginError: Error, Sendable, Hashable {
  // Folders and files
  case folderNotFound(path: String)
  /// `reason` in the system's words.
  case unreadable(path: String, reason: String)
  /// A device, a pipe or a folder named like a definition.
  case notRegular(file: String)
  /// The file, or a folder above it, is a link that leads out of the plugin folder.
  case escapesFolder(path: String, target: String, folder: String)
  /// A definition that stands in no folder of a kind.
  case misplacedFile(file: String)
  case unknownKindFolder(folder: String, nearest: String?, known: [String])

  // Definitions
  case settings(SettingsError)
  case expression(ExpressionError)
  case wrongKind(found: PluginKind, folder: PluginKind, at: SourcePosition)
  case formNotSupported(PluginForm, at: SourcePosition)
  case invalidName(name: String, at: SourcePosition)
  case invalidSegmentName(name: String, at: SourcePosition)
  case noRules(at: SourcePosition)
  /// `first` is what has the name already.
  case duplicateName(kind: PluginKind, name: String, first: PluginEntry.Origin, at: SourcePosition)
  case unknownUses(kind: PluginKind, name: String, nearest: String?, known: [String], at: SourcePosition)
  /// `names` from the first to the one that uses the first again.
  case usesCycle(names: [String], at: SourcePosition)

  // Lookups
  case unknownPlugin(kind: PluginKind, name: String, nearest: String?, known: [String])
}

extension PluginError {
  /// Where it is, where that is a place in a file.
  public var position: SourcePosition? {
    switch self {
    case .folderNotFound, .unreadable, .notRegular, .escapesFolder, .misplacedFile, .unknownKindFolder: nil
    case .unknownPlugin: nil
    case .settings(let error): error.position
    case .expression(let error): error.position
    case .wrongKind(_, _, let at), .formNotSupported(_, let at), .invalidName(_, let at): at
    case .invalidSegmentName(_, let at), .noRules(let at), .duplicateName(_, _, _, let at): at
    case .unknownUses(_, _, _, _, let at), .usesCycle(_, let at): at
    }
  }
}
