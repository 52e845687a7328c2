import Foundation
public import Numerics

/// The steps of publishing, in order. A process that dies after any of them leaves `latest` on a complete run.
package enum PublicationStep: Sendable, CaseIterable {
  /// All artefacts are on the disk.
  case synced
  /// `run.json` too.
  case described
  /// The run has its final name.
  case renamed
  /// `latest` points at it.
  case linked
}

extension RunDirectory {
  /// Files that differ from run to run by their nature, and are not artefacts.
  static let unlisted: Set<String> = [Manifest.fileName, EventLog.path]

  /// Makes the run visible: all of it, or nothing.
  ///
  /// - Parameters:
  ///   - manifest: its artefacts and time of finishing are filled in here. The log must be closed before.
  ///   - facts: what the maker of runs keeps beside the manifest.
  ///   - context: for the digests; a stop is no longer heard once the run gets its name.
  public func publish(
    _ manifest: Manifest, with facts: (any Encodable)? = nil, finished: Timestamp = .now, context: ExecutionContext
  ) throws -> PublishedRun {
    try publish(manifest, with: facts, finished: finished, context: context) { _ in }
  }

  /// As above, with a call after each step: how tests die in between.
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
