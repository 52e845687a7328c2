/// An error whose `description` is the one sentence a user reads: what, where, and what to do.
///
/// The errors of every module conform in `UserFacingError+ExitCodes.swift`, the only place that decides exit codes.
public protocol UserFacingError: Error, CustomStringConvertible {
  var exitCode: ExitCode { get }
}

/// How an error ends the process.
public struct Failure: Sendable, Hashable {
  public let exitCode: ExitCode
  /// One sentence without the leading `error:`; nil where nothing is to be said.
  public let sentence: String?
  /// What `--verbose` adds: the error as the program sees it.
  public let details: String
}
