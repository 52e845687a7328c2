import Foundation
import Numerics
import Retention
import Runs
import Tables

/// Reads the order lines of a run as they were before cleaning, from the lines that it kept and removed.
struct SourceLinesInput {
  let run: PublishedRun
  let memory: LineMemory
  let execution: ExecutionContext
  private var parallelism: Parallelism { execution.parallelism }

  init(run: PublishedRun, memory: LineMemory, execution: ExecutionContext) {
    self.run = run
    self.memory = memory
    self.execution = execution
  }

  /// - Returns: the lines, whether each was kept, and what the inputs showed as a whole.
  /// - Throws: `RunError.notExtendable` if the run does not hold enough about its lines, `.damagedArtefact`,
  ///   `.missingArtefact`; `TableError`, `Cancelled`.
  func read() throws -> (lines: SourceLines, wasKept: [Bool], findings: IngestFindings) {
    let manifest = try run.manifest()
    guard let findings = try run.facts(RunFacts.self).ingest else { throw RunError.notExtendable(run: run.name) }
    try run.requireIntact(
      [ArtefactPath.cleaned, ArtefactPath.rejected, ArtefactPath.unreadable, ArtefactPath.features], execution)
    var restoration = LineRestoration(
      files: manifest.inputs.flatMap(\.sources), findings, memory: memory, context: execution)
    let kept = try BatchCursor(run.existing(ArtefactPath.cleaned, writtenBy: "clean"), findings, run, parallelism)
    let removed = try BatchCursor(run.existing(ArtefactPath.rejected, writtenBy: "clean"), findings, run, parallelism)
    while true {
      try execution.checkCancellation()
      try kept.refill { try restoration.code($0) }
      try removed.refill { try restoration.code($0) }
      guard kept.lines != nil || removed.lines != nil else { break }
      let (keptEnd, removedEnd) = try restoration.append(
        kept.lines, from: kept.position, removed.lines, from: removed.position)
      execution.progress.advance(by: keptEnd - kept.position + removedEnd - removed.position)
      (kept.position, removed.position) = (keptEnd, removedEnd)
    }
    let cells = try UnreadableCells.read(run.existing(ArtefactPath.unreadable, writtenBy: "clean"))
    let (lines, wasKept) = try restoration.finish(unreadable: cells)
    return (lines, wasKept, findings)
  }
}

extension Manifest.InputFile {
  /// What `source_file` calls it: the path, or each of its sheets.
  fileprivate var sources: [String] { sheets?.map { TableBatch.source(path: path, sheet: $0) } ?? [path] }
}

/// Reads the kept or the removed lines, batch by batch.
private final class BatchCursor {
  private let reader: TableReader
  private(set) var lines: CodedLines?
  /// Number of rows of `lines` taken so far.
  var position = 0

  init(_ url: URL, _ findings: IngestFindings, _ run: PublishedRun, _ parallelism: Parallelism) throws {
    let names = try TableReader(path: url.path).fields.map(\.name)
    // Carried columns come last, some of them renamed.
    let own = Set(names.dropLast(findings.carriedColumns.count))
    guard own.contains("source_line") else { throw RunError.notExtendable(run: run.name) }
    let isWinsorised = own.contains("source_quantity")
    let columns = LineRestoration.columns(
      of: findings, carried: names.suffix(findings.carriedColumns.count),
      amounts: isWinsorised ? ("source_quantity", "source_unit_price") : ("quantity", "unit_price"))
    reader = try TableReader(path: url.path, options: ReadOptions(columns: columns, parallelism: parallelism))
  }

  /// Reads the next batch if all rows of the current one were taken; `lines` is nil at the end of the file.
  func refill(_ code: (Table) throws -> CodedLines) throws {
    if let lines, position < lines.count { return }
    lines = try reader.next().map { try code($0.table) }
    position = 0
  }
}
