public import Foundation

/// A folder of its own for a test, removed when the test is over.
public final class TemporaryFolder: Sendable {
  public let url: URL

  public init() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("retention-fast-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    url = folder.resolvingSymlinksInPath()
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  public var path: String { url.path }

  public func path(of name: String) -> String { url.appendingPathComponent(name).path }

  /// Names in the folder, hidden ones too, sorted.
  public var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() }
  }

  public func bytes(of name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: url.appendingPathComponent(name)))
  }

  /// Folders on the way are made.
  @discardableResult
  public func write(_ text: String, to name: String) throws -> URL {
    try write([UInt8](text.utf8), to: name)
  }

  @discardableResult
  public func write(_ bytes: [UInt8], to name: String) throws -> URL {
    let file = url.appendingPathComponent(name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
    return file
  }
}
