/// What one check of the input found.
public struct ValidationFinding: Sendable, Equatable {
  public enum Status: String, Sendable {
    case passed, failed
    /// Nothing to look at: the column is absent or the data too short.
    case skipped
  }

  public let check: ValidationCheck
  public let severity: ValidationSeverity
  public let status: Status
  public let affectedRows: Int
  /// Of all rows, or of what `detail` names.
  public let affectedShare: Double
  /// The largest share that passes.
  public let threshold: Double
  /// One sentence, with example rows by file and line.
  public let detail: String
}

/// All checks, in the order of their categories.
public struct ValidationReport: Sendable, Equatable {
  public let findings: [ValidationFinding]
  public let rows: Int

  /// Failed checks that stop the run.
  public var errors: [ValidationFinding] { findings.filter { $0.status == .failed && $0.severity == .error } }
  public var warnings: [ValidationFinding] { findings.filter { $0.status == .failed && $0.severity == .warning } }
}

/// A failed check of severity `error`; the report is written by then.
public struct ValidationFailure: Error, Sendable, Equatable {
  public let findings: [ValidationFinding]
  /// Where the report stands; nil if it was not written.
  public let report: String?

  public init(findings: [ValidationFinding], report: String?) {
    self.findings = findings
    self.report = report
  }
}
