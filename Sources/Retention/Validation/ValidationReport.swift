/// What one check of the input found.
package struct ValidationFinding: Sendable, Equatable {
  /// Outcome of a check.
  package enum Status: String, Sendable {
    case passed, failed
    /// Nothing to check: the column is absent or there is too little data.
    case skipped
  }

  package let check: ValidationCheck
  /// From the settings.
  package let severity: ValidationSeverity
  package let status: Status
  /// Rows, or what `detail` names, that the check found.
  package let affectedRows: Int
  /// Share of all rows, or of what `detail` names, 0 to 1.
  package let affectedShare: Double
  /// The largest share that passes.
  package let threshold: Double
  /// One sentence, with example rows by file and line.
  package let detail: String
}

/// All checks, in the order of their categories.
package struct ValidationReport: Sendable, Equatable {
  /// One per check.
  package let findings: [ValidationFinding]
  /// Lines that were checked.
  package let rows: Int

  /// Failed checks that stop the run.
  package var errors: [ValidationFinding] { findings.filter { $0.status == .failed && $0.severity == .error } }
  /// Failed checks that are only reported.
  package var warnings: [ValidationFinding] { findings.filter { $0.status == .failed && $0.severity == .warning } }
}

/// Failed checks of severity `error`, thrown after the report has been written.
package struct ValidationFailure: Error, Sendable, Equatable {
  /// The failed checks.
  package let findings: [ValidationFinding]
  /// Path of the report; nil if it was not written.
  package let report: String?

  package init(findings: [ValidationFinding], report: String?) {
    self.findings = findings
    self.report = report
  }
}
