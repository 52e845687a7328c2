public import Foundation
import Numerics

extension Manifest {
  /// The text of `run.json`; the same manifest always gives the same bytes.
  public func text() throws -> String {
    try JSONValue(encoding: self).text()
  }

  /// Reads a run's `run.json`.
  ///
  /// - Throws: `RunError.incompleteRun` where there is none, `.damagedManifest` where it cannot be understood.
  public init(ofRun folder: URL) throws {
    let file = folder.appendingPathComponent(Self.fileName)
    guard FileSystem.kind(of: file) != nil else { throw RunError.incompleteRun(path: folder.path) }
    let data: Data
    do { data = try Data(contentsOf: file) } catch {
      throw FileError(bridging: error) ?? FileError(action: .read, path: file.path, code: EIO)
    }
    // Our own parser first: it knows the line of what is wrong.
    _ = try JSONValue(parsing: String(decoding: data, as: UTF8.self), file: file.path)
    do { self = try JSONDecoder().decode(Manifest.self, from: data) } catch let error as DecodingError {
      throw RunError.damagedManifest(path: file.path, problem: error.problem)
    }
    guard format <= Self.currentFormat else {
      throw RunError.damagedManifest(path: file.path, problem: "it was written by a later version (format \(format))")
    }
  }
}

extension Manifest.Artefact {
  static func reading(_ paths: [String], in folder: URL, parallelism: Parallelism) throws(FileError)
    -> [Manifest.Artefact]
  {
    let files = paths.map { folder.appendingPathComponent($0) }
    let digests = try SHA256.digests(ofFiles: files, parallelism: parallelism)
    var artefacts: [Manifest.Artefact] = []
    for index in paths.indices {
      artefacts.append(
        Manifest.Artefact(path: paths[index], bytes: try FileSystem.size(of: files[index]), sha256: digests[index]))
    }
    return artefacts
  }
}

extension DecodingError {
  /// The place and what is wrong with it, in half a sentence.
  fileprivate var problem: String {
    let context: Context =
      switch self {
      case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context): context
      case .keyNotFound(let key, let context):
        Context(codingPath: context.codingPath + [key], debugDescription: "it is missing")
      @unknown default: Context(codingPath: [], debugDescription: "it has another form")
      }
    let place = context.codingPath.map(\.stringValue).joined(separator: ".")
    return place.isEmpty ? context.debugDescription : "at '\(place)': \(context.debugDescription)"
  }
}
