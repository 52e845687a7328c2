package import CivilTime
import Failures
import Foundation
package import Numerics
import Retention
import Runs
package import Settings
import Tables
import Text

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
    let files = try inputs.paths.map { try inspect($0) }
    let notes = inputs.notes + inputs.warnings
    guard let (joined, apart, note) = try joined(files) else { return (files, notes) }
    return ([joined] + apart, notes + [note])
  }

  func inspect(_ path: String) throws -> FileInspection { try inspect(open(path)) }

  /// The file of order lines with what completes it, where several files hold parts of them.
  ///
  /// - Returns: also the files that do not belong to it, and a sentence about those that do; nil where each file stands
  ///   for itself.
  private func joined(
    _ files: [FileInspection]
  ) throws -> (joined: FileInspection, apart: [FileInspection], note: String)? {
    let names = files.map { ($0.path as NSString).lastPathComponent }
    guard Set(names).count == names.count,
      let found = JoinDetection(zip(names, files).map { ($0, $1.profile) }),
      !files[found.lines].suggestion.missing.isEmpty
    else { return nil }
    var lines = try open(files[found.lines].path)
    for clause in found.clauses {
      guard let place = names.firstIndex(of: clause.file) else { continue }
      let reader = try open(files[place].path).reader
      var table = try JoinedTable(clause, path: reader.path, fields: reader.fields)
      let context = ExecutionContext(parallelism: parallelism, cancellation: cancellation)
      do {
        while let batch = try reader.next() { try table.append(batch, context: context) }
      } catch is JoinError {
        // Unique in the first rows and not in all: no key after all.
        return nil
      }
      lines.joins.add(table)
    }
    let keys = found.clauses.map { "\($0.file) by \($0.column)" }
    let note = "\(names[found.lines]) takes a row each of \(listed(keys)): they are looked at together"
    return (try inspect(lines), found.apart.map { files[$0] }, note)
  }

  private func inspect(_ file: OpenedFile) throws -> FileInspection {
    var opened = file
    let profile = try profile(&opened)
    let suggestion = MappingSuggestion(for: profile)
    let (preview, dateOrder) = try trainingPreview(opened, suggestion, profile)
    let numbers: NumberFormat? =
      switch profile.numbers {
      case .point: NumberFormat(decimal: .point, thousands: .comma)
      case .comma: NumberFormat(decimal: .comma, thousands: .point)
      case .none, .ambiguous: nil
      }
    var reading = FileReading(opened.reader, rows: profile.rows, numbers: numbers)
    reading.dateOrder = dateOrder
    return FileInspection(
      path: opened.name, readAs: reading.description, warnings: opened.reader.warnings + preview.numberTimes,
      notes: opened.reader.notes, profile: profile, suggestion: suggestion, settings: opened.settings,
      joins: opened.joins.tables.map(\.clause),
      preview: preview)
  }

  /// A file as it can be read, maybe with other settings than those that are given.
  private struct OpenedFile {
    let reader: TableReader
    var header: TextOptions.Header?
    /// Why `train` would not read it as it is.
    var obstacle: String?
    /// What completes its lines.
    var joins = JoinedTables()

    /// As `--set` takes them.
    var settings: [String] { header.map { ["ingest.header=\($0.rawValue)"] } ?? [] }

    /// Its path, and those of the files that complete it.
    var name: String { ([reader.path] + joins.tables.map(\.path)).joined(separator: " + ") }
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

  private func profile(_ file: inout OpenedFile) throws -> FileProfile {
    let reader = file.reader
    let fields = try file.joins.begin(file: reader.path, fields: reader.fields)
    var profiler = FileProfiler(fields: fields, rows: rows, settings: settings.ingest)
    var isWhole = false
    while !profiler.isFull {
      try cancellation.check()
      guard let batch = try reader.next() else {
        isWhole = true
        break
      }
      let before = profiler.rowCount
      profiler.add(file.joins.joined(batch).batch)
      // The batch that fills it can hold more rows.
      isWhole = profiler.rowCount == before + batch.table.rowCount
    }
    if profiler.isFull, isWhole { isWhole = try reader.next() == nil }
    return profiler.profile(isWhole: isWhole)
  }

  // MARK: - What train would do

  private func trainingPreview(
    _ file: OpenedFile, _ suggestion: MappingSuggestion, _ profile: FileProfile
  ) throws -> (TrainingPreview, DateOrder?) {
    if let table = suggestion.customers {
      return (TrainingPreview(obstacle: CustomerTableError(file: file.name, table: table).description), nil)
    }
    do {
      let (preview, dateOrder) = try preview(file, profile, settings.ingest)
      guard let obstacle = file.obstacle else { return (preview, dateOrder) }
      return (preview.behind(obstacle, usesSuggestion: false), dateOrder)
    } catch  where error is MappingError || error is MappingDoubt {
      let obstacle = file.obstacle ?? Self.sentence(error)
      guard suggestion.missing.isEmpty else { return (TrainingPreview(obstacle: obstacle), nil) }
      let given = settings.ingest.mapping
      // What is given stays, unless it is what was refused.
      var mapping = error is MappingError ? suggestion.mapping.merging(given) { $1 } : suggestion.mapping
      let orders = settings.ingest.orderIs == .column ? suggestion.orderIs : settings.ingest.orderIs
      if orders != .column { mapping[.orderID] = nil }
      do {
        let (preview, dateOrder) = try preview(file, profile, settings.ingest.mapped(mapping, orderIs: orders))
        return (preview.behind(obstacle, usesSuggestion: true), dateOrder)
      } catch  where error is MappingError || error is MappingDoubt {
        return (TrainingPreview(obstacle: Self.sentence(error)), nil)
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

  private static func sentence(_ error: any Error) -> String {
    (error as? any UserFacingError)?.description ?? "\(error)"
  }

  /// - Throws: `MappingError`, `MappingDoubt`, `IngestError`, and what reading throws.
  private func preview(
    _ file: OpenedFile, _ profile: FileProfile, _ ingestSettings: IngestSettings
  ) throws -> (TrainingPreview, DateOrder?) {
    let (path, rows) = (file.reader.path, profile.rows)
    let reader = try TableReader(
      path: path, options: ingestSettings.readOptions(parallelism, header: file.header))
    var joins = file.joins
    var ingest = TransactionIngest(settings: ingestSettings)
    let fields = try joins.begin(file: path, fields: reader.fields)
    let bound = try ingest.begin(file: path, fields: fields, header: reader.header)
    if !ingestSettings.trustMapping, rows > 0 { _ = try MappingSample.check(profile, bound, file: path) }
    var left = rows
    while left > 0, let batch = try reader.next() {
      let (joined, unmatched) = joins.joined(batch.prefix(left))
      try ingest.append(joined, unmatched: unmatched)
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
