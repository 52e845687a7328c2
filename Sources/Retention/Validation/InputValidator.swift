package import CivilTime
package import Numerics
import Settings
import Tables
import Text

/// Checks the input in eight categories before anything is removed.
package struct InputValidator: Sendable {
  let settings: ValidationSettings
  let cleaning: CleaningSettings
  let ingest: IngestSettings
  /// The last plausible day of a line.
  let today: CivilDate

  package init(settings: ValidationSettings, cleaning: CleaningSettings, ingest: IngestSettings, today: CivilDate) {
    self.settings = settings
    self.cleaning = cleaning
    self.ingest = ingest
    self.today = today
  }

  /// Runs every check on all lines.
  ///
  /// - Parameter hasProducts: false where the source has no product column.
  package func validate(
    _ source: SourceLines, hasProducts: Bool, context: ExecutionContext
  ) throws(Cancelled) -> ValidationReport {
    let exclusion = LineExclusion(source, ingest)
    let cancellations = try CancellationRule(
      source, prefixes: cleaning.cancellationPrefixes, needsEvidence: cleaning.confirmPrefixes, context: context)
    let facts = try LineFacts(
      source, cancellations, exclusion: exclusion, times: settings.plausibleTimes(today: today),
      exampleRows: settings.exampleRows, context: context)
    var findings: [ValidationFinding] = []
    for check in ValidationCheck.allCases {
      let outcome = try outcome(
        of: check, source, facts, exclusion, hasProducts: hasProducts, context)
      findings.append(finding(check, outcome, source))
    }
    return ValidationReport(findings: findings, rows: source.count)
  }

  /// The report on a file that lacks a needed column: that check fails, and all others are skipped.
  ///
  /// - Parameter sentence: what is missing, and where.
  package func report(missing sentence: String) -> ValidationReport {
    let findings = ValidationCheck.allCases.map { check in
      let isFailed = check == .missingColumns
      return ValidationFinding(
        check: check, severity: settings[check].severity, status: isFailed ? .failed : .skipped,
        affectedRows: isFailed ? 1 : 0, affectedShare: isFailed ? 1 : 0, threshold: settings[check].threshold,
        detail: isFailed ? (sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence) : "no lines were read")
    }
    return ValidationReport(findings: findings, rows: 0)
  }

  /// What a check counted.
  struct Outcome {
    var affected = 0
    /// What `affected` is a share of; nil for all rows.
    var total: Int?
    var examples: [Int] = []
    var sentence: String
    var isSkipped = false

    static func skipped(_ sentence: String) -> Outcome { Outcome(sentence: sentence, isSkipped: true) }
  }

  private func finding(_ check: ValidationCheck, _ outcome: Outcome, _ source: SourceLines) -> ValidationFinding {
    let policy = settings[check]
    let total = outcome.total ?? source.count
    let share = total > 0 ? Double(outcome.affected) / Double(total) : 0
    let examples = outcome.examples.prefix(settings.exampleRows).map { row in
      "\(source.file(ofRow: row).path):\(source.fileLine[row])"
    }
    let places = examples.isEmpty ? "" : "; for example \(examples.joined(separator: ", "))"
    return ValidationFinding(
      check: check, severity: policy.severity,
      status: outcome.isSkipped ? .skipped : share > policy.threshold ? .failed : .passed,
      affectedRows: outcome.affected, affectedShare: share, threshold: policy.threshold,
      detail: outcome.sentence + places)
  }
}
