package import Settings

/// What can be wrong with plugins, as facts; `description` turns them into a sentence.
package enum PluginError: Error, Sendable, Hashable {
  // Folders and files
  case folderNotFound(path: String)
  /// `reason` is the system's message.
  case unreadable(path: String, reason: String)
  /// A device, a pipe or a folder named like a definition.
  case notRegular(file: String)
  /// The file, or a folder above it, is a symbolic link that leads out of the plugin folder.
  case escapesFolder(path: String, target: String, folder: String)
  /// A definition that is not in a folder named after a kind.
  case misplacedFile(file: String)
  /// A folder with definitions whose name is not a kind.
  case unknownKindFolder(folder: String, nearest: String?, known: [String])

  // Definitions
  /// The YAML is malformed, or a key is missing, unknown or of the wrong type.
  case settings(SettingsError)
  /// A rule's condition is wrong.
  case expression(ExpressionError)
  /// The file declares another kind than its folder's.
  case wrongKind(found: PluginKind, folder: PluginKind, at: SourcePosition)
  /// A plugin form that this version cannot load.
  case formNotSupported(PluginForm, at: SourcePosition)
  case invalidName(name: String, at: SourcePosition)
  case invalidSegmentName(name: String, at: SourcePosition)
  /// A naming with an empty list of rules.
  case noRules(at: SourcePosition)
  /// `first` is the plugin that already has the name.
  case duplicateName(kind: PluginKind, name: String, first: PluginEntry.Origin, at: SourcePosition)
  /// `uses` names a plugin that does not exist.
  case unknownUses(kind: PluginKind, name: String, nearest: String?, known: [String], at: SourcePosition)
  /// `names` lists the cycle; the first name is repeated at the end.
  case usesCycle(names: [String], at: SourcePosition)

  // Lookups
  /// The settings name a plugin that does not exist.
  case unknownPlugin(kind: PluginKind, name: String, nearest: String?, known: [String])
}

extension PluginError {
  /// The place in a definition file; nil for an error that has none.
  package var position: SourcePosition? {
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
