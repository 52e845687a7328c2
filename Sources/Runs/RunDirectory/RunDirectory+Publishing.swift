import Foundation
package import Numerics

/// The steps of publishing, in order. If the process dies after any of them, `latest` still leads to a complete run.
package enum PublicationStep: Sendable, CaseIterable {
  /// All artifacts are on disk.
  case synced
  /// So is `run.json`.
  case described
  /// The run has its final name.
  case renamed
  /// `latest` points to it.
  case linked
}

extension RunDirectory {
  /// The manifest itself and the log, which are not listed as artifacts.
  static let unlisted: Set<String> = [Manifest.fileName, EventLog.path]

  /// Makes the run visible, completely or not at all. The log must be closed before.
  ///
  /// - Parameters:
  ///   - manifest: its artifacts and finishing time are filled in here.
  ///   - facts: stored beside the manifest in `run.json`.
  ///   - context: for computing digests; cancellation is ignored once the run gets its final name.
  /// - Throws: `FileError`, `Cancelled`; `EncodingError` for a number in `facts` that is not finite.
  package func publish(
    _ manifest: Manifest, with facts: (any Encodable)? = nil, finished: Timestamp = .now, context: ExecutionContext
  ) throws -> PublishedRun {
    try publish(manifest, with: facts, finished: finished, context: context) { _ in }
  }

  /// As above, with a call after each step, so that tests can fail in between.
  package func publish(
    _ manifest: Manifest, with facts: (any Encodable)? = nil, finished: Timestamp, context: ExecutionContext,
    after: (PublicationStep) throws -> Void
  ) throws -> PublishedRun {
    let tree = try FileSystem.tree(of: folder)
    for file in tree.files {
      try context.checkCancellation()
      try FileSystem.sync(folder.appendingPathComponent(file))
    }
    for path in tree.folders { try FileSystem.sync(folder.appendingPathComponent(path)) }
    try after(.synced)

    var manifest = manifest
    manifest.finished = finished
    manifest.artefacts = try Manifest.Artefact.reading(
      tree.files.filter { !Self.unlisted.contains($0) }, in: folder, context: context)
    try context.checkCancellation()
    try write(try manifest.text(with: facts), to: Manifest.fileName)
    try FileSystem.sync(folder)
    try after(.described)

    try FileSystem.rename(folder, to: finalFolder)
    try FileSystem.sync(store.output)
    try after(.renamed)

    try FileSystem.replaceLink(
      store.output.appendingPathComponent(RunStore.latestName), target: id.description)
    try FileSystem.sync(store.output)
    try after(.linked)
    return PublishedRun(folder: finalFolder)
  }
}
