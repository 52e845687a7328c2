import CIntrinsics

/// What kind of failure an error is. Each front end maps it to its own codes in one table: the command line to an exit
/// code, a service to an HTTP status.
public enum FailureKind: String, Sendable, Hashable, CaseIterable {
  /// An invalid request, or a path that cannot be written to.
  case usage
  /// Invalid settings, or the name of an unknown plugin.
  case configuration
  /// Input that cannot be read or understood.
  case input
  /// Input that was read but fails a validation check.
  case validation
  /// Too few rows, customers or returning customers for a model.
  case notEnoughData
  /// A model is no better than the one it would replace.
  case modelNotBetter
  /// New data differs from the data a model was trained on.
  case drift
  /// A plugin's definition is invalid, or the plugin failed.
  case plugin
  /// Another process holds the lock.
  case locked
  /// Out of disk space or memory, or over a limit.
  case resources
  /// A result differs from what was recorded.
  case verification
  case cancelled
  /// A bug in the program.
  case internalError
}

extension FailureKind {
  /// Whether a system call failed for lack of disk space, quota or memory, or because a file exceeds the size limit.
  ///
  /// - Parameter code: `errno`.
  public static func isOutOfResources(_ code: Int32) -> Bool {
    [ENOSPC, EDQUOT, ENOMEM, EFBIG].contains(code)
  }

  /// Whether the system rejected the path itself, so that another path may work.
  ///
  /// - Parameter code: `errno`.
  public static func isRefusedPath(_ code: Int32) -> Bool {
    [EACCES, EPERM, EROFS, ENOENT, ENOTDIR, EISDIR, EEXIST, ENAMETOOLONG, ELOOP, ENOTEMPTY].contains(code)
  }
}
