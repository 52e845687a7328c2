import CIntrinsics

/// What sort of failure an error is. A door turns it into its own language, in one table: the command line into an exit
/// code, a service into an HTTP status.
public enum FailureKind: String, Sendable, Hashable, CaseIterable {
  /// The caller asked for something that cannot be asked for, or named a place that cannot be written.
  case usage
  case configuration
  /// Input that cannot be read or understood.
  case input
  /// Input that was understood and is not good enough.
  case validation
  case notEnoughData
  /// A model is no better than the one it would replace.
  case modelNotBetter
  case drift
  case plugin
  /// Somebody else holds the lock.
  case locked
  /// No disk space or memory left, or more than a limit allows.
  case resources
  /// A result is not what it was said to be.
  case verification
  case cancelled
  /// Our own mistake.
  case internalError
}

extension FailureKind {
  /// No disk, no quota, no memory, or a file larger than the limit.
  ///
  /// - Parameter code: `errno`.
  public static func isOutOfResources(_ code: Int32) -> Bool {
    [ENOSPC, EDQUOT, ENOMEM, EFBIG].contains(code)
  }

  /// The system refused this path: another one may do.
  ///
  /// - Parameter code: `errno`.
  public static func isRefusedPath(_ code: Int32) -> Bool {
    [EACCES, EPERM, EROFS, ENOENT, ENOTDIR, EISDIR, EEXIST, ENAMETOOLONG, ELOOP, ENOTEMPTY].contains(code)
  }
}
