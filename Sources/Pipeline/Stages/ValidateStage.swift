import Failures
import Foundation
import Numerics
import Retention
package import Runs
import Tables
import Text

extension StageName {
  package static let validate = StageName("validate")
}

/// Validated order lines, and what the checks found.
package struct ValidatedLines: Sendable {
  var lines: IngestedLines
  let report: ValidationReport
  /// Whether practically no customer has a second order; then, the column whose values come back instead.
  let returning: ReturningColumn?
}

/// Validates order lines; a failed check of severity `error` stops the run.
package struct ValidateStage: Stage {
  package let name = StageName.validate
  package let reads: [any Stage.Type] = [IngestStage.self]
  package let writes: [ArtefactPattern] = [.file(ArtefactPath.validation)]

  package init() {}

  package func run(_ inputs: StageInputs, _ context: StageContext) throws -> ValidatedLines {
    var lines = try inputs.take(IngestStage.self)
    let report = try check(&lines, context)
    let table = report.table
    try context.artefacts.write(ArtefactPath.validation) { try TableOutput.writeCSV(table, to: $0) }
    guard report.errors.isEmpty else {
      throw ValidationFailure(findings: report.errors, report: try keepFailedReport(table, context))
    }
    if let (file, _) = overlaps(lines.source, context).first(where: { $0.repeated == $0.file.rows }) {
      throw InputError.repeatedFile(path: file.path, rows: file.rows)
    }
    return ValidatedLines(lines: lines, report: report, returning: try returningColumn(lines.source, report, context))
  }

  /// Validates lines, and warns about what the checks find.
  func check(_ lines: inout IngestedLines, _ context: StageContext) throws -> ValidationReport {
    // Kept in the lines, because cleaning needs the duplicates too.
    try lines.source.findDuplicates(context: context.execution)
    let report = try context.preparation.validator.validate(
      lines.source, hasProducts: lines.findings.hasProducts, context: context.execution)
    for finding in report.warnings { context.journal.warn("\(finding.check.rawValue): \(finding.detail)") }
    for (file, repeated) in overlaps(lines.source, context) {
      context.journal.warn(
        "\(grouped(repeated)) of the \(grouped(file.rows)) lines of \(file.path) equal lines of earlier files in every "
          + "column, and count again; if the exports overlap, set cleaning.duplicates to drop_overlap")
    }
    return report
  }

  /// The column that is rather the customer, where practically no customer has a second order.
  private func returningColumn(
    _ source: SourceLines, _ report: ValidationReport, _ context: StageContext
  ) throws -> ReturningColumn? {
    guard let single = report.findings.first(where: { $0.check == .singleOrderCustomers }), single.status != .skipped,
      single.affectedShare >= 1 - ModelStageError.fewReturning,
      let column = try source.returningColumn(context: context.execution)
    else { return nil }
    context.journal.warn(
      "single_order_customers: \(single.detail), but '\(column.name)' has \(grouped(column.values)) values, of which "
        + "\(grouped(column.returning)) come back in other orders; if that is the person who buys, map customer_id to it"
    )
    return column
  }

  /// Files with lines that count twice, because earlier files have them too. Lines that share an order total never do.
  private func overlaps(_ source: SourceLines, _ context: StageContext) -> [(file: SourceFile, repeated: Int)] {
    guard context.settings.cleaning.duplicates == .flag, source.amount != .orderTotal else { return [] }
    return source.overlappingFiles
  }

  /// Writes the report beside the runs, because a run that stops publishes nothing; nil in a dry run.
  private func keepFailedReport(_ table: Table, _ context: StageContext) throws -> String? {
    guard let output = context.artefacts.outputFolder else { return nil }
    let url = output.appendingPathComponent("validation_report.csv")
    try TableOutput.writeCSV(table, to: url)
    return url.path
  }
}

extension ValidationReport {
  /// `reports/validation_report.csv`: one row per check.
  var table: Table {
    Table(columns: [
      .strings("category", findings.map(\.check.category.rawValue)),
      .strings("check", findings.map(\.check.rawValue)),
      .strings("severity", findings.map(\.severity.rawValue)),
      .strings("status", findings.map(\.status.rawValue)),
      .integers("affected_rows", findings.map(\.affectedRows)),
      .doubles("affected_share", findings.map { ($0.affectedShare * 1e6).rounded() / 1e6 }),
      .doubles("threshold", findings.map(\.threshold)),
      .strings("detail", findings.map { guardedAgainstFormulas($0.detail) }),
    ])
  }
}
