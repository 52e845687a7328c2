package import Foundation

/// A finished run, for reading.
package struct PublishedRun: Sendable, Hashable {
  package let folder: URL

  init(folder: URL) {
    // Normalized, so that the same run compares equal however it was found.
    self.folder = URL(fileURLWithPath: folder.path, isDirectory: true)
  }

  /// The folder's name: the run id, unless the folder was renamed.
  package var name: String { folder.lastPathComponent }

  /// Reads `run.json`.
  ///
  /// - Throws: as `Manifest.init(ofRun:)`.
  package func manifest() throws -> Manifest { try Manifest(ofRun: folder) }

  /// Reads the facts stored beside the manifest in `run.json`.
  ///
  /// - Throws: as `Manifest.init(ofRun:)`.
  package func facts<Facts: Decodable>(_ type: Facts.Type) throws -> Facts { try Manifest.facts(type, ofRun: folder) }

  /// Reads a JSON artifact.
  ///
  /// - Throws: `RunError.missingArtefact`, `FileError`, `JSONError`.
  package func decode<Value: Decodable>(_ type: Value.Type, from path: String) throws -> Value {
    let url = try existing(path)
    return try JSONText.decode(type, from: try FileSystem.contents(of: url), file: url.path)
  }

  /// The location of an artifact, which need not exist.
  ///
  /// - Parameter path: relative to the run's folder.
  package func url(for path: String) -> URL { folder.appendingPathComponent(path) }

  /// Whether the run has an artifact at a path.
  package func contains(_ path: String) -> Bool { FileSystem.kind(of: url(for: path)) == .file }

  /// The location of an artifact that must exist.
  ///
  /// - Parameter command: the subcommand that would write it, named in the error.
  /// - Throws: `RunError.missingArtefact`.
  package func existing(_ path: String, writtenBy command: String? = nil) throws(RunError) -> URL {
    guard contains(path) else { throw .missingArtefact(run: name, path: path, command: command) }
    return url(for: path)
  }
}
