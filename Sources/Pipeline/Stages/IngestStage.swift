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
    var joins = try JoinedInputs(inputs, settings.ingest, context)
    var check = MappingSample(trusts: settings.ingest.trustMapping)
    var read = try joins.lines.map { file in
      try self.read(file, isNamed: !inputs.unnamed.contains(file.path), &joins.tables, into: &ingest, &check)
    }
    for sentence in joins.sentences { journal.info(sentence) }
    if ingest.unmatchedLines > 0 {
      journal.warn(
        "\(grouped(ingest.unmatchedLines)) lines find no row in a joined file, and are left out "
          + "(\(RemovalReason.unmatched.name))")
    }
    let lineCount = read.reduce(0) { $0 + $1.rows }
    read += joins.readings
    let source = try ingest.finish(needsRows: inputs.leftOut == 0)
    try warnOfEarlyLines(source, wasKept)
    for index in read.indices { read[index].dateOrder = ingest.dateOrder }
    for line in FileReading.summary(of: read) { journal.info(line) }
    for note in ingest.notes { journal.info(note) }
    for sentence in ingest.numberTimes {
      if settings.ingest.dateFormat == .auto { journal.warn(sentence) } else { journal.info(sentence) }
    }
    if ingest.ignoresOffsets { journal.warn(Self.ignoredOffsets) }
    if !read.isEmpty {
      journal.info("read \(grouped(lineCount)) lines from \(Self.naming(inputs.paths))")
    }
    return IngestedLines(
      source: source, findings: ingest.findings, wasKept: wasKept,
      readings: Dictionary(read.map { ($0.path, $0) }) { $1 })
  }

  static let ignoredOffsets = "times carry an offset that is not converted; set ingest.timezone to the shop's zone"

  private func read(
    _ file: InputFiles.File, isNamed: Bool, _ joins: inout JoinedTables, into ingest: inout TransactionIngest,
    _ check: inout MappingSample
  ) throws -> FileReading {
    let reader = try TableReader(path: file.path, options: settings.ingest.readOptions(context.parallelism))
    // The file must still be the one whose digest was taken.
    guard reader.stamp == file.stamp else { throw TableError.changed(path: file.path) }
    let fields = try joins.begin(file: reader.path, fields: reader.fields)
    let bound = try begin(&ingest, reader, fields, isNamed: isNamed)
    logMapping(bound, reader, fields)
    for warning in reader.warnings { journal.warn("\(file.path): \(warning)") }
    for note in reader.notes { journal.info("\(file.path): \(note)") }
    var rows = 0
    check.begin(reader.path, fields, bound)
    while let batch = try reader.next() {
      let (joined, unmatched) = joins.joined(batch)
      for warning in try check.add(joined) { journal.warn(warning) }
      try ingest.append(joined, unmatched: unmatched)
      rows += batch.table.rowCount
      context.execution.progress.advance(by: batch.table.rowCount)
      try context.execution.checkCancellation()
    }
    for warning in try check.end() { journal.warn(warning) }
    if rows == 0 { journal.warnOnce("\(file.path) holds a header and no rows; it does not count as read") }
    return FileReading(reader, rows: rows, numbers: ingest.numberFormat)
  }

  private func begin(
    _ ingest: inout TransactionIngest, _ reader: TableReader, _ fields: [Field], isNamed: Bool
  ) throws -> BoundMapping {
    do {
      return try ingest.begin(file: reader.path, fields: fields, header: reader.header)
    } catch let error as MappingError where error.isMissingColumn {
      if let table = try customerTable(reader) { throw CustomerTableError(file: reader.path, table: table) }
      throw isNamed ? error as any Error : InputError.noOrderLines(error)
    }
  }

  /// What a file without needed columns is, if it is a table of customers.
  private func customerTable(_ reader: TableReader) throws -> CustomerTable? {
    var profiler = FileProfiler(fields: reader.fields, rows: MappingSample.rows)
    while !profiler.isFull, let batch = try reader.next() { profiler.add(batch) }
    return CustomerTable(profiler.profile(isWhole: !profiler.isFull))
  }

  private static func naming(_ paths: [String]) -> String {
    paths.count > 4 ? "\(grouped(paths.count)) files" : paths.joined(separator: ", ")
  }

  private func logMapping(_ bound: BoundMapping, _ reader: TableReader, _ fields: [Field]) {
    let columns = CanonicalColumn.allCases.compactMap { column in
      bound.positions[column].map { "\(column.rawValue) from \(fields[$0].name)" }
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
