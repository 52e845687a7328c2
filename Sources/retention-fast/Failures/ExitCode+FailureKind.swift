package import Failures

extension ExitCode {
  /// The exit code of a kind of failure. This table is the only place that decides exit codes.
  package init(_ kind: FailureKind) {
    self =
      switch kind {
      case .usage: .usage
      case .configuration: .configuration
      case .input: .input
      case .validation: .validation
      case .notEnoughData: .notEnoughData
      case .modelNotBetter: .modelNotBetter
      case .drift: .drift
      case .plugin: .plugin
      case .locked: .locked
      case .resources: .resources
      case .verification: .verification
      case .cancelled: .interrupted
      case .internalError: .internalError
      }
  }
}
