package import Foundation
package import Hashing

/// An output folder: published runs, the link `latest`, and the lock. It need not exist yet.
package struct RunStore: Sendable, Hashable {
  static let latestName = "latest"
  package let output: URL

  package init(output: URL) {
    self.output = output
  }

  /// Ids of the published runs, oldest first; empty if the folder does not exist.
  package func runs() throws(FileError) -> [RunID] {
    guard FileSystem.kind(of: output) != nil else { return [] }
    return try FileSystem.names(in: output).compactMap { RunID($0) }.sorted()
  }
}

// MARK: - Starting a run

extension RunStore {
  /// Creates the folder if it does not exist, and takes its lock.
  ///
  /// - Throws: `RunError.locked`, `.outputNotWritable`.
  package func lock() throws(RunError) -> RunLock {
    do throws(FileError) { try FileSystem.createFolder(output) } catch {
      throw .outputNotWritable(folder: output.path, code: error.code)
    }
    return try RunLock.acquire(output: output)
  }

  /// Starts a run under a temporary name, after removing leftovers of runs that died.
  ///
  /// - Parameters:
  ///   - started: part of the id; moved forward by seconds while the id is taken.
  ///   - lock: held until the run is published or discarded.
  /// - Throws: `RunError.outputNotWritable`, or `FileError` if the leftovers cannot be removed.
  package func begin(started: Date, configHash: SHA256.Digest, inputHashes: [SHA256.Digest], lock: RunLock) throws
    -> RunDirectory
  {
    try removeUnfinishedRuns()
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

  /// Removes unfinished runs. Their processes are dead, because the caller holds the lock. Only folders with names that
  /// this module gives are removed.
  private func removeUnfinishedRuns() throws(FileError) {
    for name in try FileSystem.names(in: output) {
      let isPartial = name.hasPrefix(".") && RunID(String(name.dropFirst().dropLast(8))) != nil
      if isPartial && name.hasSuffix(".partial") {
        try FileSystem.removeTree(output.appendingPathComponent(name))
      }
    }
  }
}
