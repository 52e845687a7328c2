import Foundation
import Numerics
import Retention
package import Runs
import Settings
import Tables
import Text

extension StageName {
  package static let ingest = StageName("ingest")
}

/// Order lines as read, and how they were read.
package struct IngestedLines: Sendable {
  var source: SourceLines
  /// What the inputs show as a whole.
  let findings: IngestFindings
  /// By row of the base run: whether it kept the line; empty without a base run.
  let wasKept: [Bool]
  /// How each file was read, by path.
  let readings: [String: FileReading]
}

/// Reads order lines.
package struct IngestStage: Stage {
  package let name = StageName.ingest
  package let reads: [any Stage.Type] = []

  package init() {}

  package func run(_ inputs: StageInputs, _ context: StageContext) throws -> IngestedLines {
    guard let files = context.source.files else {
      throw StageError.missingInput(stage: name, input: "a list of files")
    }
    let reading = LineReading(context)
    return try reading.lines(of: files)
  }
}

/// Reads all inputs once.
private struct LineReading {
  let context: StageContext
  private var settings: RetentionSettings { context.settings }
  private var journal: StageJournal { context.journal }

  init(_ context: StageContext) { self.context = context }

  func lines(of inputs: InputFiles) throws -> IngestedLines {
    for note in inputs.notes { journal.info(note) }
    var (ingest, wasKept) = try start()
    for warning in inputs.warnings { journal.warn(warning) }
    var read = try inputs.files.map { file in
      try self.read(file, isNamed: !inputs.unnamed.contains(file.path), into: &ingest)
    }
    let source = try ingest.finish(needsRows: inputs.leftOut == 0)
    try warnOfEarlyLines(source, wasKept)
    for index in read.indices { read[index].dateOrder = ingest.dateOrder }
    for line in FileReading.summary(of: read) { journal.info(line) }
    if ingest.ignoresOffsets { journal.warn(Self.ignoredOffsets) }
    if !read.isEmpty {
      journal.info("read \(grouped(read.reduce(0) { $0 + $1.rows })) lines from \(Self.naming(inputs.paths))")
    }
    return IngestedLines(
      source: source, findings: ingest.findings, wasKept: wasKept,
      readings: Dictionary(read.map { ($0.path, $0) }) { $1 })
  }

  static let ignoredOffsets = "times carry an offset that is not converted; set ingest.timezone to the shop's zone"

  private func read(
    _ file: InputFiles.File, isNamed: Bool, into ingest: inout TransactionIngest
  ) throws -> FileReading {
    let reader = try TableReader(path: file.path, options: settings.ingest.readOptions(context.parallelism))
    // The file must still be the one whose digest was taken.
    guard reader.stamp == file.stamp else { throw TableError.changed(path: file.path) }
    let bound = try begin(&ingest, reader, isNamed: isNamed)
    logMapping(bound, reader)
    for warning in reader.warnings { journal.warn("\(file.path): \(warning)") }
    for note in reader.notes { journal.info("\(file.path): \(note)") }
    var rows = 0
    while let batch = try reader.next() {
      try ingest.append(batch)
      rows += batch.table.rowCount
      context.execution.progress.advance(by: batch.table.rowCount)
      try context.execution.checkCancellation()
    }
    if rows == 0 { journal.warnOnce("\(file.path) holds a header and no rows; it does not count as read") }
    return FileReading(reader, rows: rows, numbers: ingest.numberFormat)
  }

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
    journal.debug("\(reader.path) is \(reader.format); \(columns.joined(separator: ", "))")
  }
}

// MARK: - Appending

// Messages about the added lines alone are not kept with the run, which covers all lines.
extension LineReading {
  /// Starts with the lines of the base run, if there is one.
  private func start() throws -> (ingest: TransactionIngest, wasKept: [Bool]) {
    guard let base = context.source.base else {
      let ingest = TransactionIngest(
        settings: settings.ingest, memory: context.memory, context: context.execution)
      return (ingest, [])
    }
    warnOfLaterRun(than: base)
    let input = SourceLinesInput(run: base, memory: context.memory, execution: context.execution)
    var earlier = try input.read()
    journal.info("took \(grouped(earlier.lines.count)) lines from the run \(base.name)")
    for warning in try base.warnings() where warning.stage == StageName.ingest.rawValue {
      if warning.message != Self.ignoredOffsets { journal.warn(warning.message) }
    }
    var lines = SourceLines()
    // Moved out, because the lines can only grow in place if nothing else refers to them.
    swap(&lines, &earlier.lines)
    let ingest = try TransactionIngest(
      appending: settings.ingest, to: consume lines, earlier.findings, memory: context.memory,
      context: context.execution)
    return (ingest, earlier.wasKept)
  }

  private func warnOfLaterRun(than base: PublishedRun) {
    let store = RunStore(output: base.folder.deletingLastPathComponent())
    guard let latest = try? store.resolve(),
      latest.folder.resolvingSymlinksInPath() != base.folder.resolvingSymlinksInPath()
    else { return }
    journal.warnOnce("the run \(base.name) is not the latest: what \(latest.name) has added is not in this one")
  }

  /// Warns if most added lines are earlier than the last ones of the run: their dates may have been misread.
  private func warnOfEarlyLines(_ source: SourceLines, _ wasKept: [Bool]) throws {
    guard context.source.base != nil else { return }
    let times = settings.validation.plausibleTimes(today: context.today)
    guard let added = try source.appended(from: wasKept.count, within: times, context: context.execution),
      added.early * 2 > added.count
    else { return }
    journal.warnOnce(
      "\(grouped(added.early)) of \(grouped(added.count)) added lines lie before the last ones of the run, of "
        + "\(added.lastDay); if that is not meant, look at the dates of the files, and at ingest.date_order")
  }
}
