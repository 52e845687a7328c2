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
    let opened = try open(path)
    let profile = try profile(opened.reader)
    let suggestion = MappingSuggestion(for: profile)
    let (preview, dateOrder) = try trainingPreview(opened, suggestion, rows: profile.rows)
    let numbers: NumberFormat? =
      switch profile.numbers {
      case .point: NumberFormat(decimal: .point, thousands: .comma)
      case .comma: NumberFormat(decimal: .comma, thousands: .point)
      case .none, .ambiguous: nil
      }
    var reading = FileReading(opened.reader, rows: profile.rows, numbers: numbers)
    reading.dateOrder = dateOrder
    return FileInspection(
      path: path, readAs: reading.description, warnings: opened.reader.warnings + preview.numberTimes,
      profile: profile, suggestion: suggestion, settings: opened.settings, preview: preview)
  }

  /// A file as it can be read, maybe with other settings than those that are given.
  private struct OpenedFile {
    let reader: TableReader
    var header: TextOptions.Header?
    /// Why `train` would not read it as it is.
    var obstacle: String?

    /// As `--set` takes them.
    var settings: [String] { header.map { ["ingest.header=\($0.rawValue)"] } ?? [] }
  }

  private func open(_ path: String) throws(TableError) -> OpenedFile {
    do {
      return OpenedFile(reader: try TableReader(path: path, options: settings.ingest.readOptions(parallelism)))
    } catch {
      guard case .firstLineIsData = error else { throw error }
      let options = settings.ingest.readOptions(parallelism, header: .absent)
      let reader = try TableReader(path: path, options: options)
      return OpenedFile(reader: reader, header: .absent, obstacle: error.description)
    }
  }

  private func profile(_ reader: TableReader) throws -> FileProfile {
    var profiler = FileProfiler(fields: reader.fields, rows: rows, settings: settings.ingest)
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
    return profiler.profile(isWhole: isWhole)
  }

  // MARK: - What train would do

  private func trainingPreview(
    _ file: OpenedFile, _ suggestion: MappingSuggestion, rows: Int
  ) throws -> (TrainingPreview, DateOrder?) {
    do {
      let (preview, dateOrder) = try preview(file, settings.ingest, rows: rows)
      guard let obstacle = file.obstacle else { return (preview, dateOrder) }
      return (preview.behind(obstacle, usesSuggestion: false), dateOrder)
    } catch let error as MappingError {
      let obstacle = file.obstacle ?? error.description
      guard suggestion.missing.isEmpty else { return (TrainingPreview(obstacle: obstacle), nil) }
      let mapping = suggestion.mapping.merging(settings.ingest.mapping) { $1 }
      do {
        let (preview, dateOrder) = try preview(file, settings.ingest.mapped(mapping), rows: rows)
        return (preview.behind(obstacle, usesSuggestion: true), dateOrder)
      } catch let error as MappingError {
        return (TrainingPreview(obstacle: error.description), nil)
      } catch let error as IngestError {
        return (TrainingPreview(obstacle: error.description, usesSuggestion: true), nil)
      }
    } catch let error as IngestError {
      return (TrainingPreview(obstacle: error.description), nil)
    } catch let error as TableError {
      guard case .duplicateHeader = error else { throw error }
      return (TrainingPreview(obstacle: error.description), nil)
    }
  }

  private func preview(
    _ file: OpenedFile, _ ingestSettings: IngestSettings, rows: Int
  ) throws -> (TrainingPreview, DateOrder?) {
    let path = file.reader.path
    let reader = try TableReader(
      path: path, options: ingestSettings.readOptions(parallelism, header: file.header))
    var ingest = TransactionIngest(settings: ingestSettings)
    let bound = try ingest.begin(file: path, fields: reader.fields, header: reader.header)
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
    let preview = TrainingPreview(
      lines: lines, errors: report.errors, warnings: report.warnings, numberTimes: ingest.numberTimes)
    return (preview, ingest.dateOrder)
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
