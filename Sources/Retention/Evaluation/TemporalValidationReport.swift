public import Failures

/// `reports/temporal_validation.json`.
public struct TemporalValidationReport: Sendable, Encodable {
  public let passed: Bool
  public let checks: [TemporalValidation.Check]

  public init(_ checks: [TemporalValidation.Check]) {
    passed = checks.allSatisfy(\.passed)
    self.checks = checks
  }
}

/// A feature or a split that knows the future: a mistake of ours that no run may hide.
public struct TemporalValidationFailure: UserFacingError {
  /// Those that failed.
  public let checks: [TemporalValidation.Check]

  public init(checks: [TemporalValidation.Check]) { self.checks = checks }

  public var failureKind: FailureKind { .internalError }

  public var description: String {
    let what = checks.map { "\($0.name) (\($0.violations) of \($0.compared): \($0.detail))" }
    return "temporal validation failed: \(what.joined(separator: "; ")); nothing was published, please report this."
  }
}
