public import Foundation

/// A run that is being written, under a temporary name that readers do not look at.
public struct RunDirectory: Sendable {
  public let id: RunID
  let store: RunStore
  /// Kept alive until the run has ended.
  let lock: RunLock

  init(id: RunID, store: RunStore, lock: RunLock) {
    self.id = id
    self.store = store
    self.lock = lock
  }

  /// The folder that holds the runs.
  public var output: URL { store.output }

  /// `<output>/.<run id>.partial`
  public var folder: URL { store.output.appendingPathComponent(".\(id).partial") }

  /// `<output>/<run id>`, once published.
  public var finalFolder: URL { store.output.appendingPathComponent(id.description) }

  /// Where to write an artefact; its folder is created. For example `data/cleaned_data.parquet`.
  public func url(for path: String) throws(FileError) -> URL {
    precondition(
      !path.hasPrefix("/") && !path.split(separator: "/").contains(".."), "an artefact lies inside its run")
    let url = folder.appendingPathComponent(path)
    try FileSystem.createFolder(url.deletingLastPathComponent())
    return url
  }

  /// Writes a text artefact.
  public func write(_ text: String, to path: String) throws(FileError) {
    try FileSystem.writeAtomically(text, to: url(for: path))
  }

  /// Writes a JSON artefact in readable form.
  ///
  /// - Throws: `FileError`; `EncodingError` for a number that is not finite.
  public func write(json value: some Encodable, to path: String) throws {
    try write(JSONText.pretty(value), to: path)
  }

  /// Removes everything written so far. What was published before stays as it was.
  public func discard() {
    // A failure here must not hide the reason for discarding; the next run cleans up.
    try? FileSystem.removeTree(folder)
  }
}
