import Foundation
import Retention
import Settings
import Tables

extension StageRunner {
  mutating func ingest(_ progress: ProgressReporter) throws {
    guard case .files(let files) = request.source else { return }
    var ingest = TransactionIngest(settings: settings.ingest, memory: memory)
    for file in files {
      let options = ReadOptions(dialect: CSVDialect(settings.ingest.separator), parallelism: parallelism)
      let reader = try TableReader(path: file, options: options)
      let bound = try ingest.begin(file: file, fields: reader.fields)
      state.hasProducts = bound.positions[.productID] != nil
      logMapping(bound, reader)
      while let batch = try reader.next() {
        try ingest.append(batch)
        progress.advance(by: batch.table.rowCount)
        try interruption.check()
      }
    }
    let source = try ingest.finish()
    state.source = source
    rowsByFile = Dictionary(source.files.map { ($0.path, $0.rows) }) { first, _ in first }
    log.info("read \(grouped(source.count)) lines from \(files.joined(separator: ", "))", stage: .ingest)
  }

  private func logMapping(_ bound: BoundMapping, _ reader: TableReader) {
    let columns = CanonicalColumn.allCases.compactMap { column in
      bound.positions[column].map { "\(column.rawValue) from \(reader.fields[$0].name)" }
    }
    log.debug("\(reader.path) is \(reader.format); \(columns.joined(separator: ", "))", stage: .ingest)
  }

  mutating func validate() throws {
    let report = try validationReport()
    let table = ValidationReportOutput.table(report)
    try write(ArtefactPath.validation) { try TableOutput.writeCSV(table, to: $0) }
    guard report.errors.isEmpty else {
      let kept = try keepFailedReport(table)
      throw ValidationFailure(findings: report.errors, report: kept)
    }
  }

  var validator: InputValidator {
    InputValidator(settings: settings.validation, cleaning: settings.cleaning, today: .today)
  }

  /// Checks the lines that were read.
  mutating func validationReport() throws -> ValidationReport {
    // Cleaning asks for them again.
    state.source?.findDuplicates(parallelism: parallelism)
    guard let source = state.source else { preconditionFailure("lines are read before they are checked") }
    let report = validator.validate(source, hasProducts: state.hasProducts, parallelism: parallelism)
    for finding in report.warnings {
      warn("\(finding.check.rawValue): \(finding.detail)", .validate)
    }
    state.metrics.set("data", "input_rows", .integer(source.count))
    return report
  }

  /// A run that stops publishes nothing, so its report is put beside the runs.
  private func keepFailedReport(_ table: Table) throws -> String? {
    guard directory != nil else { return nil }
    let url = request.output.appendingPathComponent("validation_report.csv")
    try TableOutput.writeCSV(table, to: url)
    return url.path
  }
}

/// `reports/validation_report.csv`: a row a check.
enum ValidationReportOutput {
  static func table(_ report: ValidationReport) -> Table {
    let findings = report.findings
    return Table(columns: [
      .texts("category", findings.map(\.check.category.rawValue)),
      .texts("check", findings.map(\.check.rawValue)),
      .texts("severity", findings.map(\.severity.rawValue)),
      .texts("status", findings.map(\.status.rawValue)),
      .integers("affected_rows", findings.map(\.affectedRows)),
      .reals("affected_share", findings.map { ($0.affectedShare * 1e6).rounded() / 1e6 }),
      .reals("threshold", findings.map(\.threshold)),
      .texts("detail", findings.map { guardedAgainstFormulas($0.detail) }),
    ])
  }
}

extension CSVDialect {
  /// nil to find out.
  init?(_ separator: IngestSettings.Separator) {
    switch separator {
    case .auto: return nil
    case .comma: self = .comma
    case .semicolon: self = .semicolon
    case .tab: self = .tab
    case .pipe: self = .pipe
    }
  }
}

extension CalendarDay {
  /// Today on this machine's clock, in UTC.
  static var today: CalendarDay {
    let date = CivilTime.civil(fromDays: Int32(Date().timeIntervalSince1970 / 86_400))
    return CalendarDay(year: date.year, month: date.month, day: date.day) ?? CalendarDay("1970-01-01")!
  }
}
