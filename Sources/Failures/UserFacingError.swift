/// An error whose `description` is the one sentence a user reads: what, where, and what to do.
///
/// Any error type may conform; what does not is an internal error, whatever it says.
public protocol UserFacingError: Error, CustomStringConvertible {
  var failureKind: FailureKind { get }
}
