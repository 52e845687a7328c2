package import Numerics
package import Tables

/// Restores the lines of an earlier run from its tables of kept and removed lines: as they were read, and in that
/// order.
///
/// Both sides are read batch by batch, in order, with `code`; `append` merges them by file and line.
package struct LineRestoration {
  private let memory: LineMemory
  private let context: ExecutionContext
  private let columns: RestoredColumns
  private var rows = 0
  private var files: [SourceFile]
  private let amount: AmountShape
  private let orderIs: OrderDefinition
  /// By row: whether the earlier run kept it.
  private var wasKept: [Bool] = []

  /// - Parameters:
  ///   - files: paths of the files that the earlier run read, in its order.
  ///   - findings: of the earlier run.
  ///   - memory: how much of it the lines may take.
  package init(files: [String], _ findings: IngestFindings, memory: LineMemory, context: ExecutionContext) {
    self.memory = memory
    self.context = context
    self.files = files.map { SourceFile(path: $0, firstRow: 0, rows: 0) }
    amount = findings.amount
    orderIs = findings.orderIs ?? .column
    columns = RestoredColumns(files: files, findings)
  }

  /// Names of the columns that `code` needs, in its order.
  ///
  /// - Parameter amounts: the columns of quantity and price.
  package static func columns(
    of findings: IngestFindings, carried: [String], amounts: (quantity: String, price: String)
  ) -> [String] {
    ["source_file", "source_line", "customer_id", "order_id", "product_id", "order_datetime", amounts.quantity]
      + [amounts.price] + (findings.amount == .orderTotal ? ["order_total"] : []) + carried
  }
}

// MARK: - Reading and merging

extension LineRestoration {
  /// Replaces the text of a batch by codes.
  ///
  /// - Parameter batch: of the columns that `columns` names, in that order.
  /// - Throws: `TableError` where a column has another type than the run gave it; `Cancelled`.
  package mutating func code(_ batch: Table) throws -> CodedLines {
    try columns.code(batch, context)
  }

  /// Appends lines of both sides until one of them ends.
  ///
  /// - Parameters:
  ///   - kept: nil where there are no more; then `removed` is taken to its end, and the other way round.
  ///   - keptStart: rows of `kept` that were taken before.
  /// - Returns: how far each side was taken.
  /// - Throws: `TableError` where the disk is full; `Cancelled`.
  package mutating func append(
    _ kept: CodedLines?, from keptStart: Int, _ removed: CodedLines?, from removedStart: Int
  ) throws -> (kept: Int, removed: Int) {
    try context.checkCancellation()
    var plan: [MergedRun] = []
    var (next, nextRemoved) = (keptStart, removedStart)
    let (keptEnd, removedEnd) = (kept?.count ?? 0, removed?.count ?? 0)
    let isMerging = kept != nil && removed != nil
    while isMerging ? next < keptEnd && nextRemoved < removedEnd : next < keptEnd || nextRemoved < removedEnd {
      let takesKept = nextRemoved >= removedEnd || next < keptEnd && kept!.isBefore(next, removed!, nextRemoved)
      let position = takesKept ? next : nextRemoved
      if plan.last?.isKept == takesKept {
        plan[plan.count - 1].count += 1
      } else {
        plan.append(MergedRun(isKept: takesKept, start: position, count: 1))
      }
      if takesKept { next += 1 } else { nextRemoved += 1 }
    }
    try append(plan, kept, removed)
    return (next, nextRemoved)
  }

  private mutating func append(_ plan: [MergedRun], _ kept: CodedLines?, _ removed: CodedLines?) throws(TableError) {
    let added = plan.reduce(0) { $0 + $1.count }
    if case .file(let folder) = memory.place(rows: rows + added, width: columns.width) {
      try columns.spillAndReserve(rows + added, folder)
    }
    for run in plan {
      let batch = run.isKept ? kept! : removed!
      for row in run.start..<run.start + run.count { files[Int(batch.file[row])].rows += 1 }
      wasKept.append(contentsOf: repeatElement(run.isKept, count: run.count))
    }
    columns.append(plan, kept, removed, rows: added, context.parallelism)
    rows += added
  }

  /// The lines, and of each whether the earlier run kept it.
  ///
  /// - Parameter cells: those that the earlier run could not read; cells of lines that were not appended are left out.
  package consuming func finish(
    unreadable cells: [EarlierCell]
  ) throws(Cancelled) -> (lines: SourceLines, wasKept: [Bool]) {
    var first = 0
    for index in files.indices {
      files[index] = SourceFile(path: files[index].path, firstRow: first, rows: files[index].rows)
      first += files[index].rows
    }
    var lines = columns.lines()
    lines.files = files
    lines.amount = amount
    lines.orderIs = orderIs
    let places = Dictionary(files.map { (FileKey($0.path), $0) }) { first, _ in first }
    try context.forEachBlock(of: cells.count) { block in
      for cell in cells[block] {
        guard let row = places[FileKey(cell.file)].flatMap({ lines.row(ofLine: cell.line, in: $0) }) else { continue }
        lines.unreadable.append(UnreadableCell(row: row, column: cell.column, text: cell.text))
      }
    }
    return (lines, wasKept)
  }
}

extension SourceLines {
  /// By bisection: the lines of a file ascend.
  fileprivate func row(ofLine line: Int32, in file: SourceFile) -> Int? {
    let rows = file.firstRow..<file.firstRow + file.rows
    let row = rows.partitioningIndex { fileLine[$0] >= line }
    return row < rows.upperBound && fileLine[row] == line ? row : nil
  }
}
