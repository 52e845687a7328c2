import Foundation
import Text

/// Finds the definition files in a folder of plugins: `<kind>/<name>.yaml` and `<kind>/<name>/plugin.yaml`.
struct PluginScanner {
  /// A definition file, and the kind that its folder is named after.
  struct Finding {
    let path: String
    let kind: PluginKind
  }

  /// As the user gave it.
  let folder: String
  private let resolvedFolder: String

  /// - Throws: `PluginError.folderNotFound`.
  init(_ folder: String) throws(PluginError) {
    guard let resolved = resolvedPath(folder), isFolder(resolved) else { throw .folderNotFound(path: folder) }
    self.folder = folder
    resolvedFolder = resolved
  }
}

extension PluginScanner {
  /// All definition files, in the order of their paths.
  ///
  /// - Throws: `PluginError` for a folder that cannot be read, and for definitions in the wrong place.
  func findings() throws(PluginError) -> [Finding] {
    var findings: [Finding] = []
    for name in try visibleNames(in: folder) {
      let path = folder + "/" + name
      guard isFolder(path) else {
        if isDefinition(name) { throw .misplacedFile(file: path) }
        continue
      }
      findings += try findingsOfKind(in: path, named: name)
    }
    return findings
  }

  private func findingsOfKind(in path: String, named name: String) throws(PluginError) -> [Finding] {
    let paths = try definitions(in: path)
    guard let kind = PluginKind(rawValue: name) else {
      // Other folders are allowed unless they contain definitions, which would go unnoticed.
      if paths.isEmpty { return [] }
      throw .unknownKindFolder(
        folder: path, nearest: nearestName(to: name, in: PluginKind.names), known: PluginKind.names)
    }
    for path in paths { try checkInside(path) }
    return paths.map { Finding(path: $0, kind: kind) }
  }

  private func definitions(in path: String) throws(PluginError) -> [String] {
    try visibleNames(in: path).compactMap { name in
      let entry = path + "/" + name
      if isDefinition(name) { return entry }
      let inner = entry + "/plugin.yaml"
      return isFolder(entry) && FileManager.default.fileExists(atPath: inner) ? inner : nil
    }
  }

  private func visibleNames(in path: String) throws(PluginError) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: path).filter { !$0.hasPrefix(".") }.sorted()
    } catch {
      throw .unreadable(path: path, reason: error.localizedDescription)
    }
  }

  /// A definition must not be a link to a file outside of the plugin folder.
  private func checkInside(_ path: String) throws(PluginError) {
    guard let target = resolvedPath(path) else { throw .unreadable(path: path, reason: "the link leads nowhere.") }
    let inside = resolvedFolder.hasSuffix("/") ? resolvedFolder : resolvedFolder + "/"
    guard target.hasPrefix(inside) else { throw .escapesFolder(path: path, target: target, folder: folder) }
  }
}

private func isDefinition(_ name: String) -> Bool { name.hasSuffix(".yaml") || name.hasSuffix(".yml") }

private func isFolder(_ path: String) -> Bool {
  var isFolder: ObjCBool = false
  return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
}
