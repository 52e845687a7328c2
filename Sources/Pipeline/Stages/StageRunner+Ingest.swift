import Foundation
import Retention
import Settings
import Tables

extension StageRunner {
  mutating func ingest(_ progress: ProgressReporter) throws {
    guard let inputs else { return }
    for note in inputs.notes { log.info(note, stage: .ingest) }
    var ingest = try startIngest(progress)
    for warning in inputs.warnings { warn(warning, .ingest) }
    var read: [FileReading] = []
    for file in inputs.files {
      let options = ReadOptions(
        text: TextOptions(settings.ingest), sheet: settings.ingest.sheet, parallelism: parallelism)
      let reader = try TableReader(path: file.path, options: options)
      // Its digest was taken before.
      guard reader.stamp == file.stamp else { throw TableError.changed(path: file.path) }
      let bound = try begin(&ingest, reader, isNamed: !inputs.unnamed.contains(file.path))
      logMapping(bound, reader)
      for warning in reader.warnings { warn("\(file.path): \(warning)", .ingest) }
      var rows = 0
      while let batch = try reader.next() {
        try ingest.append(batch)
        rows += batch.table.rowCount
        progress.advance(by: batch.table.rowCount)
        try interruption.check()
      }
      if rows == 0 { log.warning("\(file.path) holds a header and no rows; it does not count as read", stage: .ingest) }
      read.append(FileReading(reader, rows: rows, numbers: ingest.numberFormat))
    }
    let source = try ingest.finish(needsRows: inputs.leftOut == 0)
    state.source = source
    state.findings = ingest.findings
    try warnOfEarlyLines(source)
    for index in read.indices {
      read[index].dateOrder = ingest.dateOrder
      readings[read[index].path] = read[index]
    }
    for line in FileReading.summary(of: read) { log.info(line, stage: .ingest) }
    if ingest.ignoresOffsets {
      warn(Self.ignoredOffsets, .ingest)
    }
    let added = read.reduce(0) { $0 + $1.rows }
    if read.isEmpty { return }
    log.info("read \(grouped(added)) lines from \(Self.naming(inputs.paths))", stage: .ingest)
  }

  static let ignoredOffsets = "times carry an offset that is not converted; set ingest.timezone to the shop's zone"

  private func begin(
    _ ingest: inout TransactionIngest, _ reader: TableReader, isNamed: Bool
  ) throws -> BoundMapping {
    do {
      return try ingest.begin(file: reader.path, fields: reader.fields)
    } catch let error as MappingError where error.isMissingColumn && !isNamed {
      throw InputError.noOrderLines(error)
    }
  }

  private static func naming(_ paths: [String]) -> String {
    paths.count > 4 ? "\(grouped(paths.count)) files" : paths.joined(separator: ", ")
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
    if let (file, _) = overlaps.first(where: { $0.repeated == $0.file.rows }) {
      throw InputError.repeatedFile(path: file.path, rows: file.rows)
    }
  }

  var validator: InputValidator {
    InputValidator(settings: settings.validation, cleaning: settings.cleaning, today: .today)
  }

  /// Checks the lines that were read.
  mutating func validationReport() throws -> ValidationReport {
    // Cleaning asks for them again.
    let context = context
    try state.source?.findDuplicates(context: context)
    guard let source = state.source else { preconditionFailure("lines are read before they are checked") }
    let report = try validator.validate(source, hasProducts: state.findings?.hasProducts ?? true, context: context)
    for finding in report.warnings {
      warn("\(finding.check.rawValue): \(finding.detail)", .validate)
    }
    for (file, repeated) in overlaps {
      warn(
        "\(grouped(repeated)) of the \(grouped(file.rows)) lines of \(file.path) equal lines of earlier files in every "
          + "column, and count again; if the exports overlap, set cleaning.duplicates to drop_overlap", .validate)
    }
    state.metrics.set("data", "input_rows", .integer(source.count))
    return report
  }

  /// Files whose lines count twice; lines that share an order's total never do.
  private var overlaps: [(file: SourceFile, repeated: Int)] {
    guard settings.cleaning.duplicates == .flag, state.source?.amount != .orderTotal else { return [] }
    return state.source?.overlappingFiles ?? []
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

extension CalendarDay {
  /// Today on this machine's clock, in UTC.
  static var today: CalendarDay {
    let date = CivilTime.civil(fromDays: Int32(Date().timeIntervalSince1970 / 86_400))
    return CalendarDay(year: date.year, month: date.month, day: date.day) ?? CalendarDay("1970-01-01")!
  }
}
