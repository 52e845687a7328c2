/// The reader of standard output has closed it, as in `retention-fast … | head`. Not a failure.
package struct BrokenPipe: Error, Sendable {
  /// Creates the error; it carries no facts.
  package init() {}
}
