import CivilTime
import Numerics
import Retention
import Settings
import Testing

@Suite("Validation reports")
struct ValidationReportTests {
  private func validator(_ yaml: String = "") throws -> InputValidator {
    let settings = try retentionSettings(yaml)
    return InputValidator(
      settings: settings.validation, cleaning: settings.cleaning, ingest: settings.ingest,
      today: CivilDate("2011-12-31")!)
  }

  @Test("of a file without a needed column: that check fails, and all others are skipped")
  func missingColumn() throws {
    let report = try validator().report(missing: "orders.csv has no customers.")
    #expect(report.rows == 0)
    #expect(report.findings.map(\.check) == ValidationCheck.allCases)
    let failed = report.findings.filter { $0.status == .failed }
    #expect(failed.map(\.check) == [.missingColumns] && failed.map(\.detail) == ["orders.csv has no customers"])
    #expect(report.findings.filter { $0.status == .skipped }.count == ValidationCheck.allCases.count - 1)
    #expect(report.errors.map(\.check) == [.missingColumns] && report.warnings.isEmpty)
  }

  @Test("a failure names the checks, the shares, the report and the setting that would let it pass")
  func failure() throws {
    let findings = try validator().report(missing: "no customers").errors
    let failure = ValidationFailure(findings: findings, report: "runs/validation_report.csv")
    #expect(
      failure.description
        == "validation failed: missing_columns (no customers; 100.0 %, where at most 0.0 % may be); the report is in "
        + "runs/validation_report.csv; mend the input, or change the severity in "
        + "validation.schema.missing_columns.severity.")
    #expect(!ValidationFailure(findings: findings, report: nil).description.contains("the report is in"))
  }

  @Test("plausible times run from the earliest date to the end of the latest one, or of today")
  func plausibleTimes() throws {
    let today = CivilDate("2011-12-31")!
    let open = try retentionSettings("validation: {earliest_date: 2010-01-01}").validation.plausibleTimes(today: today)
    #expect(open == Snapshot("2010-01-01").time..<Snapshot("2012-01-01").time)
    let closed = try retentionSettings("validation: {earliest_date: 2010-01-01, latest_date: 2010-01-01}").validation
    #expect(closed.plausibleTimes(today: today) == Snapshot("2010-01-01").time..<Snapshot("2010-01-02").time)
    let future = try retentionSettings("validation: {earliest_date: 2012-06-01}").validation
    #expect(future.plausibleTimes(today: today).isEmpty)
  }
}
