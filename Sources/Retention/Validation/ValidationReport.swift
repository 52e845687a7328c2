/// What one check of the input found.
public struct ValidationFinding: Sendable, Equatable {
  /// Outcome of a check.
  public enum Status: String, Sendable {
    case passed, failed
    /// Nothing to check: the column is absent or there is too little data.
    case skipped
  }

  public let check: ValidationCheck
  /// From the settings.
  public let severity: ValidationSeverity
  public let status: Status
  /// Rows, or what `detail` names, that the check found.
  public let affectedRows: Int
  /// Share of all rows, or of what `detail` names, 0 to 1.
  public let affectedShare: Double
  /// The largest share that passes.
  public let threshold: Double
  /// One sentence, with example rows by file and line.
  public let detail: String
}

/// All checks, in the order of their categories.
public struct ValidationReport: Sendable, Equatable {
  /// One per check.
  public let findings: [ValidationFinding]
  /// Lines that were checked.
  public let rows: Int

  /// Failed checks that stop the run.
  public var errors: [ValidationFinding] { findings.filter { $0.status == .failed && $0.severity == .error } }
  /// Failed checks that are only reported.
  public var warnings: [ValidationFinding] { findings.filter { $0.status == .failed && $0.severity == .warning } }
}

/// Failed checks of severity `error`, thrown after the report has been written.
public struct ValidationFailure: Error, Sendable, Equatable {
  /// The failed checks.
  public let findings: [ValidationFinding]
  /// Path of the report; nil if it was not written.
  public let report: String?

  public init(findings: [ValidationFinding], report: String?) {
    self.findings = findings
    self.report = report
  }
}
