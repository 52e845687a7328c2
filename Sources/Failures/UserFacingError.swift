/// An error whose `description` is the one sentence shown to the user: what happened, where, and what to do about it.
///
/// Any error type may conform. An error that does not is treated as an internal error, whatever its text.
public protocol UserFacingError: Error, CustomStringConvertible {
  /// The kind of failure, which front ends map to their codes.
  var failureKind: FailureKind { get }
}
