package import Failures

extension ValidationFailure: UserFacingError {
  package var failureKind: FailureKind { .validation }

  package var description: String {
    let what = findings.map { finding in
      "\(finding.check.rawValue) (\(finding.detail); \(percent(finding.affectedShare)), where at most "
        + "\(percent(finding.threshold)) may be)"
    }
    let place = report.map { "; the report is in \($0)" } ?? ""
    return "validation failed: \(what.joined(separator: "; "))\(place); mend the input, or change the severity in "
      + "\(findings.first.map { "validation.\($0.check.category.rawValue).\($0.check.rawValue)" } ?? "validation").severity."
  }

  private func percent(_ share: Double) -> String { "\((share * 1000).rounded() / 10) %" }
}
