package import Foundation

/// A folder for one test, removed when the object is released.
package final class TemporaryFolder: Sendable {
  package let url: URL

  /// Creates the folder in the system's folder for temporary files.
  package init() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("retention-fast-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    url = folder.resolvingSymlinksInPath()
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  package var path: String { url.path }

  /// The path of a file in the folder, whether or not it exists.
  package func path(of name: String) -> String { url.appendingPathComponent(name).path }

  /// Sorted names of the files and folders in it, hidden ones included.
  package var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() }
  }

  /// The content of a file.
  package func bytes(of name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: url.appendingPathComponent(name)))
  }

  /// Writes a file and creates the folders above it.
  @discardableResult
  package func write(_ text: String, to name: String) throws -> URL {
    try write([UInt8](text.utf8), to: name)
  }

  /// Writes a file and creates the folders above it.
  @discardableResult
  package func write(_ bytes: [UInt8], to name: String) throws -> URL {
    let file = url.appendingPathComponent(name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
    return file
  }
}
