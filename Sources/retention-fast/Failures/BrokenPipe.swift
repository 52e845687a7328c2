/// The reader of our output has gone, as in `retention-fast … | head`. Not a failure.
package struct BrokenPipe: Error, Sendable {
  package init() {}
}
