/// What happens where there is too little data for a stage.
package enum ThinData: Sendable, Hashable {
  /// The run fails.
  case fails
  /// The stage is left out, if it can be, and so are those that read its output; the run says why.
  case leavesOut
}
