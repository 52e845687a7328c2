import Foundation

/// A file that gets its name only when it is complete: until then it is `<path>.partial`.
///
/// Where `path` is there already and is no regular file (a pipe, `/dev/stdout`), it is written to as it is.
struct PartialFile {
  let path: String
  /// Where the bytes go.
  let target: String

  init(path: String) throws(TableError) {
    var status = stat()
    let exists = stat(path, &status) == 0
    let kind = status.st_mode & S_IFMT
    if exists, kind == S_IFDIR { throw .isFolder(path: path) }
    self.path = path
    target = exists && kind != S_IFREG ? path : path + ".partial"
  }

  func commit() throws(TableError) {
    if target != path, rename(target, path) != 0 { throw TableError(code: errno, path: path, action: .write) }
  }

  func discard() {
    if target != path { unlink(target) }
  }
}
