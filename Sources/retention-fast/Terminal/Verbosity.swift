/// How much is printed on standard error.
package enum Verbosity: Sendable, Hashable {
  /// Errors only.
  case quiet
  /// What was done, warnings, and progress on a terminal.
  case normal
  /// Everything, with the details of errors.
  case verbose
}
