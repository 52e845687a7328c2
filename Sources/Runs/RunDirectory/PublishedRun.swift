public import Foundation

/// A finished run, to read from.
public struct PublishedRun: Sendable, Hashable {
  public let folder: URL

  init(folder: URL) {
    // One spelling, so that the same run is equal however it was found.
    self.folder = URL(fileURLWithPath: folder.path, isDirectory: true)
  }

  /// The folder's name: the run id, unless somebody renamed it.
  public var name: String { folder.lastPathComponent }

  public func manifest() throws -> Manifest { try Manifest(ofRun: folder) }

  /// What the maker of runs keeps beside the manifest.
  public func facts<Facts: Decodable>(_ type: Facts.Type) throws -> Facts { try Manifest.facts(type, ofRun: folder) }

  /// Reads a JSON artefact.
  ///
  /// - Throws: `RunError.missingArtefact`, `FileError`, `JSONError`.
  public func decode<Value: Decodable>(_ type: Value.Type, from path: String) throws -> Value {
    let url = try existing(path)
    return try JSONText.decode(type, from: try FileSystem.contents(of: url), file: url.path)
  }

  /// Where an artefact would be; see `RunDirectory.url(for:)` for the names.
  public func url(for path: String) -> URL { folder.appendingPathComponent(path) }

  public func contains(_ path: String) -> Bool { FileSystem.kind(of: url(for: path)) == .file }

  /// The place of an artefact that must be there.
  ///
  /// - Parameter command: the subcommand that would write it, named in the error.
  public func existing(_ path: String, writtenBy command: String? = nil) throws(RunError) -> URL {
    guard contains(path) else { throw .missingArtefact(run: name, path: path, command: command) }
    return url(for: path)
  }
}
