package import Failures

/// `reports/temporal_validation.json`.
package struct TemporalValidationReport: Sendable, Encodable {
  package let passed: Bool
  package let checks: [TemporalValidation.Check]

  package init(_ checks: [TemporalValidation.Check]) {
    passed = checks.allSatisfy(\.passed)
    self.checks = checks
  }
}

/// A feature or a split that knows the future: a mistake of ours that no run may hide.
package struct TemporalValidationFailure: UserFacingError {
  /// Those that failed.
  package let checks: [TemporalValidation.Check]

  package init(checks: [TemporalValidation.Check]) { self.checks = checks }

  package var failureKind: FailureKind { .internalError }

  package var description: String {
    let what = checks.map { "\($0.name) (\($0.violations) of \($0.compared): \($0.detail))" }
    return "temporal validation failed: \(what.joined(separator: "; ")); nothing was published, please report this."
  }
}
