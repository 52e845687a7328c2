import Foundation

extension TableError {
  /// What errno `code` means for `path`.
  init(code: Int32, path: String, action: FileAction) {
    switch code {
    case ENOENT where action == .read: self = .missingFile(path: path)
    case EISDIR: self = .isFolder(path: path)
    case EACCES, EPERM, EROFS: self = .noPermission(path: path, action: action)
    default: self = .system(path: path, action: action, code: code, detail: String(cString: strerror(code)))
    }
  }
}
