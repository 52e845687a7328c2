public import Foundation
public import Hashing

/// An output folder: published runs, the link `latest`, and the lock.
public struct RunStore: Sendable, Hashable {
  static let latestName = "latest"
  public let output: URL

  public init(output: URL) {
    self.output = output
  }

  /// Ids of the published runs, the oldest first; none where the folder is missing.
  public func runs() throws(FileError) -> [RunID] {
    guard FileSystem.kind(of: output) != nil else { return [] }
    return try FileSystem.names(in: output).compactMap { RunID($0) }.sorted()
  }
}

// MARK: - Starting a run

extension RunStore {
  /// Creates the folder where it is missing and takes its lock.
  public func lock() throws(RunError) -> RunLock {
    do throws(FileError) { try FileSystem.createFolder(output) } catch {
      throw .outputNotWritable(folder: output.path, code: error.code)
    }
    return try RunLock.acquire(output: output)
  }

  /// Starts a run under a temporary name, after removing what dead runs left behind.
  ///
  /// - Parameters:
  ///   - started: gives the id; a second later where that id is taken.
  ///   - lock: held until the run is published or discarded.
  /// - Throws: `RunError.outputNotWritable`, or `FileError` where left-overs cannot be removed.
  public func begin(started: Date, configHash: SHA256.Digest, inputHashes: [SHA256.Digest], lock: RunLock) throws
    -> RunDirectory
  {
    try removeLeftOvers()
    var second = started
    var id = RunID(started: second, configHash: configHash, inputHashes: inputHashes)
    while FileSystem.kind(of: output.appendingPathComponent(id.description)) != nil {
      second += 1
      id = RunID(started: second, configHash: configHash, inputHashes: inputHashes)
    }
    let run = RunDirectory(id: id, store: self, lock: lock)
    do { try FileSystem.createFolder(run.folder) } catch {
      throw RunError.outputNotWritable(folder: output.path, code: error.code)
    }
    return run
  }

  /// Whoever holds the lock knows that every other unfinished run is dead. Only names we give are touched.
  private func removeLeftOvers() throws(FileError) {
    for name in try FileSystem.names(in: output) {
      let isPartial = name.hasPrefix(".") && RunID(String(name.dropFirst().dropLast(8))) != nil
      if isPartial && name.hasSuffix(".partial") {
        try FileSystem.removeTree(output.appendingPathComponent(name))
      }
    }
  }
}
