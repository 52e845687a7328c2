package import Foundation

/// A run that is being written, under a temporary name that readers ignore.
package struct RunDirectory: Sendable {
  package let id: RunID
  let store: RunStore
  /// Held until the run is published or discarded.
  let lock: RunLock

  init(id: RunID, store: RunStore, lock: RunLock) {
    self.id = id
    self.store = store
    self.lock = lock
  }

  /// The folder that holds the runs.
  package var output: URL { store.output }

  /// `<output>/.<run id>.partial`
  package var folder: URL { store.output.appendingPathComponent(".\(id).partial") }

  /// `<output>/<run id>`, once published.
  package var finalFolder: URL { store.output.appendingPathComponent(id.description) }

  /// Where to write an artifact; creates its folder.
  ///
  /// - Parameter path: relative to the run's folder, such as `data/cleaned_data.parquet`.
  package func url(for path: String) throws(FileError) -> URL {
    precondition(
      !path.hasPrefix("/") && !path.split(separator: "/").contains(".."), "an artefact lies inside its run")
    let url = folder.appendingPathComponent(path)
    try FileSystem.createFolder(url.deletingLastPathComponent())
    return url
  }

  /// Writes a text artifact.
  package func write(_ text: String, to path: String) throws(FileError) {
    try FileSystem.writeAtomically(text, to: url(for: path))
  }

  /// Writes a JSON artifact, indented.
  ///
  /// - Throws: `FileError`; `EncodingError` for a number that is not finite.
  package func write(json value: some Encodable, to path: String) throws {
    try write(JSONText.pretty(value), to: path)
  }

  /// Removes the artifacts whose path relative to the run's folder passes.
  package func removeFiles(where passes: (String) -> Bool) throws(FileError) {
    for path in try FileSystem.tree(of: folder).files where passes(path) {
      try FileSystem.removeTree(folder.appendingPathComponent(path))
    }
  }

  /// Removes everything written so far. Published runs stay as they are.
  package func discard() {
    // A failure here must not hide the reason for discarding. The next run cleans up.
    try? FileSystem.removeTree(folder)
  }
}
