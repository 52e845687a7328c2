package import CivilTime
import Foundation
package import Numerics
import Retention
import Runs
package import Settings
import Tables

/// Inspects input files without running anything.
package struct FileInspector: Sendable {
  private let settings: RetentionSettings
  private let rows: Int
  private let today: CivilDate
  private let cancellation: CancellationFlag
  private let parallelism: Parallelism

  /// - Parameter rows: maximum number of rows to inspect; fewer for a very wide table.
  /// - Throws: `SettingsError`.
  package init(
    _ configuration: Configuration, rows: Int, today: CivilDate = .today,
    cancellation: CancellationFlag = CancellationFlag()
  ) throws {
    settings = try RetentionSettings(configuration)
    self.rows = rows
    self.today = today
    self.cancellation = cancellation
    parallelism = settings.run.parallelism
  }
}

extension FileInspector {
  /// Inspects files, folders and patterns; files of equal content only once.
  ///
  /// - Returns: one inspection per file, and what a user should know about the list of files.
  /// - Throws: `InputError`, `TableError`, `FileError`, `Cancelled`.
  package func inspect(_ paths: [String]) throws -> (files: [FileInspection], notes: [String]) {
    let inputs = try InputFiles(paths, context: ExecutionContext(parallelism: parallelism, cancellation: cancellation))
    return (try inputs.paths.map { try inspect($0) }, inputs.notes + inputs.warnings)
  }

  func inspect(_ path: String) throws -> FileInspection {
    let (profile, reader) = try profile(path)
    let suggestion = MappingSuggestion(for: profile)
    let (preview, dateOrder) = try trainingPreview(path, suggestion, rows: profile.rows)
    let numbers: NumberFormat? =
      switch profile.numbers {
      case .point: NumberFormat(decimal: .point, thousands: .comma)
      case .comma: NumberFormat(decimal: .comma, thousands: .point)
      case .none, .ambiguous: nil
      }
    var reading = FileReading(reader, rows: profile.rows, numbers: numbers)
    reading.dateOrder = dateOrder
    return FileInspection(
      path: path, readAs: reading.description, warnings: reader.warnings, notes: reader.notes, profile: profile,
      suggestion: suggestion, preview: preview)
  }

  private func open(_ path: String) throws -> TableReader {
    try TableReader(path: path, options: settings.ingest.readOptions(parallelism))
  }

  private func profile(_ path: String) throws -> (FileProfile, TableReader) {
    let reader = try open(path)
    var profiler = FileProfiler(fields: reader.fields, rows: rows)
    var isWhole = false
    while !profiler.isFull {
      try cancellation.check()
      guard let batch = try reader.next() else {
        isWhole = true
        break
      }
      let before = profiler.rowCount
      profiler.add(batch)
      // The batch that fills it can hold more rows.
      isWhole = profiler.rowCount == before + batch.table.rowCount
    }
    if profiler.isFull, isWhole { isWhole = try reader.next() == nil }
    return (profiler.profile(isWhole: isWhole), reader)
  }

  // MARK: - What train would do

  private func trainingPreview(
    _ path: String, _ suggestion: MappingSuggestion, rows: Int
  ) throws -> (TrainingPreview, DateOrder?) {
    do {
      return try preview(path, settings.ingest, rows: rows)
    } catch let error as MappingError {
      var blocked = TrainingPreview(obstacle: error.description)
      guard suggestion.missing.isEmpty else { return (blocked, nil) }
      let mapping = suggestion.mapping.merging(settings.ingest.mapping) { $1 }
      do {
        let (preview, dateOrder) = try preview(path, settings.ingest.mapped(mapping), rows: rows)
        blocked.usesSuggestion = true
        blocked.lines = preview.lines
        blocked.errors = preview.errors
        blocked.warnings = preview.warnings
        return (blocked, dateOrder)
      } catch let error as MappingError {
        return (TrainingPreview(obstacle: error.description), nil)
      } catch let error as IngestError {
        return (TrainingPreview(obstacle: error.description, usesSuggestion: true), nil)
      }
    } catch let error as IngestError {
      return (TrainingPreview(obstacle: error.description), nil)
    }
  }

  private func preview(
    _ path: String, _ ingestSettings: IngestSettings, rows: Int
  ) throws -> (TrainingPreview, DateOrder?) {
    let reader = try open(path)
    var ingest = TransactionIngest(settings: ingestSettings)
    let bound = try ingest.begin(file: path, fields: reader.fields)
    var left = rows
    while left > 0, let batch = try reader.next() {
      try ingest.append(batch.prefix(left))
      left -= batch.table.rowCount
    }
    let source = try ingest.finish()
    let preparation = LinePreparation(settings: settings, today: today)
    let context = ExecutionContext(parallelism: parallelism, cancellation: cancellation)
    let report = try preparation.validator.validate(
      source, hasProducts: bound.positions[.productID] != nil, context: context)
    let lines = try TrainingPreview.Lines(preparation.clean(source, context: context), context)
    return (TrainingPreview(lines: lines, errors: report.errors, warnings: report.warnings), ingest.dateOrder)
  }
}

extension TrainingPreview.Lines {
  fileprivate init(_ cleaned: CleanedLines, _ context: ExecutionContext) throws(Cancelled) {
    let ledger = cleaned.ledger
    let (lines, customers) = try cleaned.transactions(context: context)
    read = ledger.input.rows
    kept = ledger.cleaned.rows
    self.customers = customers.count
    orders = Set(lines.order).count
    days = lines.time.min().flatMap { first in
      lines.time.max().map { (Microseconds.day(of: first), Microseconds.day(of: $0)) }
    }
    removed = RemovalReason.allCases.compactMap { reason in
      ledger.removed[reason].flatMap { $0.rows > 0 ? (reason, $0.rows) : nil }
    }
  }
}
