package import Failures
import Foundation

/// A failed file system call.
package struct FileError: Error, Sendable, Hashable {
  /// What was attempted; the raw value completes "cannot …".
  package enum Action: String, Sendable {
    case openForReading = "open"
    case read
    case list
    case inspect
    case create
    case write
    case createFolder = "create the folder"
    case sync = "write to disk"
    case rename
    case link = "link"
    case remove
    case lock
  }

  package let action: Action
  package let path: String
  /// `errno`.
  package let code: Int32

  package init(action: Action, path: String, code: Int32) {
    self.action = action
    self.path = path
    self.code = code
  }

  /// The error for the current `errno`.
  static func last(_ action: Action, _ path: String) -> FileError {
    FileError(action: action, path: path, code: errno)
  }
}

extension FileError: UserFacingError {
  package var description: String {
    "cannot \(action.rawValue) '\(path)': \(reason)\(advice)"
  }

  package var failureKind: FailureKind {
    if FailureKind.isOutOfResources(code) { return .resources }
    switch action {
    case .openForReading, .read, .list, .inspect: return .input
    default: return FailureKind.isRefusedPath(code) ? .usage : .internalError
    }
  }

  var reason: String { Self.reason(code) }

  /// The system's message for an error number, without a capital so that it can be part of a sentence.
  static func reason(_ code: Int32) -> String {
    let text = String(cString: strerror(code))
    return text.prefix(1).lowercased() + text.dropFirst()
  }

  private var advice: String {
    switch code {
    case ENOSPC, EDQUOT: "; free some space, or write to another folder"
    case EACCES, EPERM, EROFS: "; choose a path you have access to, or change its permissions"
    case ENOENT: "; check the path"
    case ENOMEM: "; close other programs, or run on a machine with more memory"
    default: ""
    }
  }
}

extension FileError {
  /// Converts Foundation's file errors; nil for any other error.
  package init?(bridging error: any Error) {
    if let error = error as? POSIXError {
      self.init(action: .write, path: "a file", code: error.code.rawValue)
      return
    }
    guard let error = error as? CocoaError, let (action, fallback) = Self.meanings[error.code] else { return nil }
    let underlying = (error.underlying as? POSIXError)?.code.rawValue
    self.init(action: action, path: error.filePath ?? error.url?.path ?? "a file", code: underlying ?? fallback)
  }

  private static let meanings: [CocoaError.Code: (Action, Int32)] = [
    .fileNoSuchFile: (.write, ENOENT),
    .fileReadNoSuchFile: (.read, ENOENT),
    .fileReadNoPermission: (.read, EACCES),
    .fileReadUnknown: (.read, EIO),
    .fileWriteNoPermission: (.write, EACCES),
    .fileWriteOutOfSpace: (.write, ENOSPC),
    .fileWriteVolumeReadOnly: (.write, EROFS),
    .fileWriteFileExists: (.write, EEXIST),
    .fileWriteUnknown: (.write, EIO),
  ]
}
