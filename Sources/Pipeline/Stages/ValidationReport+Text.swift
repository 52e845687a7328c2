public import Retention
import Text

extension ValidationReport {
  public var json: JSONValue {
    [
      "rows": .integer(rows), "errors": .integer(errors.count), "warnings": .integer(warnings.count),
      "checks": .array(
        findings.map { finding in
          [
            "category": .string(finding.check.category.rawValue), "check": .string(finding.check.rawValue),
            "severity": .string(finding.severity.rawValue), "status": .string(finding.status.rawValue),
            "affected_rows": .integer(finding.affectedRows), "affected_share": .number(finding.affectedShare),
            "threshold": .number(finding.threshold), "detail": .string(finding.detail),
          ]
        }),
    ]
  }

  /// A line a check, for a person.
  public var text: String {
    let width = findings.map(\.check.rawValue.count).max() ?? 0
    let lines = findings.map { finding in
      let mark =
        switch finding.status {
        case .passed: "ok"
        case .skipped: "-"
        case .failed: finding.severity.rawValue
        }
      return mark.padded(to: 8) + finding.check.rawValue.padded(to: width + 2) + finding.detail
    }
    let verdict =
      "\(grouped(rows)) rows: \(counted(errors.count, "error")), \(counted(warnings.count, "warning"))."
    return (lines + [verdict]).joined(separator: "\n") + "\n"
  }
}
