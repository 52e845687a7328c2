import Foundation

/// What the system says about a file that changes with every write to it, or with its replacement by another.
public struct FileStamp: Sendable, Hashable {
  /// The file system that holds it.
  public let device: UInt64
  /// The file within the file system; a replaced file has another one.
  public let inode: UInt64
  /// Its size.
  public let bytes: Int
  /// Nanoseconds since 1970 of the last change of the content; wraps, as it is only compared.
  public let modified: Int

  /// - Throws: `missingFile`, `noPermission`, `system`.
  public init(of path: String) throws(TableError) {
    var status = stat()
    guard stat(path, &status) == 0 else { throw TableError(code: errno, path: path, action: .read) }
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
    bytes = Int(status.st_size)
    modified = status.st_mtim.tv_sec &* 1_000_000_000 &+ status.st_mtim.tv_nsec
  }

  /// - Throws: `changed` where `path` is no longer what it was.
  public func check(_ path: String) throws(TableError) {
    guard try FileStamp(of: path) == self else { throw .changed(path: path) }
  }
}
