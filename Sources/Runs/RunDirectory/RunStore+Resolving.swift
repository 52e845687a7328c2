import Foundation
import Text

extension RunStore {
  /// Finds a published run.
  ///
  /// - Parameter name: `latest`, a run id, or the path of a run's folder.
  /// - Throws: `RunError.noRuns`, `.unknownRun`, `.danglingLatest`, `.incompleteRun`.
  package func resolve(_ name: String = "latest") throws -> PublishedRun {
    if name == Self.latestName { return try latest() }
    if RunID(name) != nil {
      let folder = output.appendingPathComponent(name)
      if FileSystem.kind(of: folder) == .folder { return try published(folder) }
    } else if FileManager.default.fileExists(atPath: name) {
      return try published(URL(fileURLWithPath: name).resolvingSymlinksInPath())
    }
    let known = try runs().map(\.description)
    let nearest = nearestName(to: name, in: known + [Self.latestName])
    throw RunError.unknownRun(name: name, output: output.path, known: known, nearest: nearest)
  }

  private func latest() throws -> PublishedRun {
    let link = output.appendingPathComponent(Self.latestName)
    guard FileSystem.kind(of: link) != nil else { throw RunError.noRuns(output: output.path) }
    let folder = link.resolvingSymlinksInPath()
    guard FileSystem.kind(of: folder) == .folder else {
      let target = try? FileManager.default.destinationOfSymbolicLink(atPath: link.path)
      throw RunError.danglingLatest(output: output.path, target: target ?? link.path)
    }
    return try published(folder)
  }

  private func published(_ folder: URL) throws(RunError) -> PublishedRun {
    guard FileSystem.kind(of: folder.appendingPathComponent(Manifest.fileName)) == .file else {
      throw .incompleteRun(path: folder.path)
    }
    return PublishedRun(folder: folder)
  }
}
