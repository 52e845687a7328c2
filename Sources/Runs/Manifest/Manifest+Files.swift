package import Foundation
import Hashing
import Numerics

extension Manifest {
  /// The text of `run.json`; the same manifest always gives the same bytes.
  ///
  /// - Parameter facts: an object, encoded beside the manifest's keys; it must repeat none of them.
  /// - Throws: `EncodingError` for a number in `facts` that is not finite.
  package func text(with facts: (any Encodable)? = nil) throws -> String {
    try JSONText.pretty(Described(manifest: self, facts: facts))
  }

  private struct Described: Encodable {
    let manifest: Manifest
    let facts: (any Encodable)?

    func encode(to encoder: any Encoder) throws {
      try manifest.encode(to: encoder)
      try facts?.encode(to: encoder)
    }
  }

  /// Reads a run's `run.json`.
  ///
  /// - Throws: `RunError.incompleteRun` if there is none; `JSONError` if it is not JSON; `RunError.damagedManifest` if
  ///   it does not have the expected form; `FileError`.
  package init(ofRun folder: URL) throws {
    self = try Self.decode(Manifest.self, ofRun: folder)
    guard format <= Self.currentFormat else {
      throw RunError.damagedManifest(
        path: folder.appendingPathComponent(Self.fileName).path,
        problem: "it was written by a later version (format \(format))")
    }
  }

  /// Reads the facts stored beside a run's manifest.
  ///
  /// - Throws: as `init(ofRun:)`.
  package static func facts<Facts: Decodable>(_ type: Facts.Type, ofRun folder: URL) throws -> Facts {
    try decode(type, ofRun: folder)
  }

  private static func decode<Value: Decodable>(_ type: Value.Type, ofRun folder: URL) throws -> Value {
    let file = folder.appendingPathComponent(Self.fileName)
    guard FileSystem.kind(of: file) != nil else { throw RunError.incompleteRun(path: folder.path) }
    let data = try FileSystem.contents(of: file)
    do throws(JSONError) { return try JSONText.decode(type, from: data, file: file.path) } catch {
      if error.place != nil { throw error }
      throw RunError.damagedManifest(path: file.path, problem: error.problem)
    }
  }
}

extension Manifest.Artefact {
  /// Sizes and digests of files in `folder`, in the order of `paths`.
  static func reading(_ paths: [String], in folder: URL, context: ExecutionContext) throws -> [Manifest.Artefact] {
    let files = paths.map { folder.appendingPathComponent($0) }
    let digests = try SHA256.digests(ofFiles: files, context: context)
    var artefacts: [Manifest.Artefact] = []
    for index in paths.indices {
      artefacts.append(
        Manifest.Artefact(path: paths[index], bytes: try FileSystem.size(of: files[index]), sha256: digests[index]))
    }
    return artefacts
  }
}
