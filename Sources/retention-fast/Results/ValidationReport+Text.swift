import Retention
import Runs
import Text

extension ValidationReport {
  /// One line per check and one with the totals, for people.
  var text: String {
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
