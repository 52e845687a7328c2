public import Numerics
public import Tables

/// Puts the lines of an earlier run together again, from the tables of those it kept and those it removed: as they were
/// read, in the order in which they were read.
///
/// Each side is read batch by batch with `code`, in its order; `append` merges the sides by file and line.
public struct LineRestoration {
  private let memory: LineMemory
  private let parallelism: Parallelism
  private let columns: RestoredColumns
  private var rows = 0
  private var files: [SourceFile]
  private let amount: AmountShape
  /// By row: whether the earlier run kept it.
  private var wasKept: [Bool] = []

  /// - Parameters:
  ///   - files: paths of the files that the earlier run read, in its order.
  ///   - findings: of the earlier run.
  ///   - memory: what the lines may take of it.
  public init(files: [String], _ findings: IngestFindings, memory: LineMemory, parallelism: Parallelism) {
    self.memory = memory
    self.parallelism = parallelism
    self.files = files.map { SourceFile(path: $0, firstRow: 0, rows: 0) }
    amount = findings.amount
    columns = RestoredColumns(files: files, findings)
  }

  /// Names of the columns that `code` needs, in its order.
  ///
  /// - Parameter amounts: the columns of quantity and price.
  public static func columns(
    of findings: IngestFindings, carried: [String], amounts: (quantity: String, price: String)
  ) -> [String] {
    ["source_file", "source_line", "customer_id", "order_id", "product_id", "order_datetime", amounts.quantity]
      + [amounts.price] + (findings.amount == .orderTotal ? ["order_total"] : []) + carried
  }
}

/// A batch of either side, with dense codes for its text.
public final class CodedLines {
  fileprivate var file: [Int32] = []
  fileprivate var line: [Int32] = []
  fileprivate var ids: [[Int32]] = []
  fileprivate var time: [Int64] = []
  fileprivate var reals: [[Double]] = []

  public var count: Int { line.count }

  fileprivate func isBefore(_ row: Int, _ other: CodedLines, _ otherRow: Int) -> Bool {
    (file[row], line[row]) < (other.file[otherRow], other.line[otherRow])
  }
}

// MARK: - Reading and merging

extension LineRestoration {
  /// - Parameter batch: of the columns that `columns` names, in that order.
  /// - Throws: `TableError` where a column has another type than the run gave it.
  public mutating func code(_ batch: Table) throws(TableError) -> CodedLines {
    try columns.code(batch, parallelism)
  }

  /// Appends lines of both sides until one of them ends; returns how far each was taken.
  ///
  /// - Parameters:
  ///   - kept: nil where there are no more; then `removed` is taken to its end, and the other way round.
  ///   - keptStart: rows of `kept` that were taken before.
  public mutating func append(
    _ kept: CodedLines?, from keptStart: Int, _ removed: CodedLines?, from removedStart: Int
  ) throws(TableError) -> (kept: Int, removed: Int) {
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
    columns.append(plan, kept, removed, rows: added, parallelism)
    rows += added
  }

  /// The lines, and of each whether the earlier run kept it.
  ///
  /// - Parameter cells: those that the earlier run could not read; of others than the lines that were appended, none.
  public consuming func finish(unreadable cells: [EarlierCell]) -> (lines: SourceLines, wasKept: [Bool]) {
    var first = 0
    for index in files.indices {
      files[index] = SourceFile(path: files[index].path, firstRow: first, rows: files[index].rows)
      first += files[index].rows
    }
    var lines = columns.lines()
    lines.files = files
    lines.amount = amount
    let places = Dictionary(files.map { (FileKey($0.path), $0) }) { first, _ in first }
    lines.unreadable = cells.compactMap { cell in
      guard let row = places[FileKey(cell.file)].flatMap({ lines.row(ofLine: cell.line, in: $0) }) else { return nil }
      return UnreadableCell(row: row, column: cell.column, text: cell.text)
    }
    return (lines, wasKept)
  }
}

/// A cell that an earlier run could not read.
public struct EarlierCell: Sendable {
  public let file: String
  public let line: Int32
  public let column: CanonicalColumn
  public let text: String

  public init(file: String, line: Int32, column: CanonicalColumn, text: String) {
    self.file = file
    self.line = line
    self.column = column
    self.text = text
  }
}

extension SourceLines {
  /// Lines of a file ascend.
  fileprivate func row(ofLine line: Int32, in file: SourceFile) -> Int? {
    let rows = file.firstRow..<file.firstRow + file.rows
    let row = rows.partitioningIndex { fileLine[$0] >= line }
    return row < rows.upperBound && fileLine[row] == line ? row : nil
  }
}

/// A path by its bytes: `String` takes two ways to write é for one.
private struct FileKey: Hashable {
  private let bytes: [UInt8]

  init(_ path: String) { bytes = Array(path.utf8) }
}

/// Rows of one side that follow each other.
private struct MergedRun {
  let isKept: Bool
  let start: Int
  var count: Int
}

// MARK: - Columns

/// The columns of the lines while they grow: each is changed by one task at a time.
private struct RestoredColumns: Sendable {
  private let fileNumbers: [FileKey: Int32]
  private let extraNames: [String]
  // Customers, orders, products, then the columns that are carried along.
  private let ids: [IDColumn]
  // Quantity, price, and the total of the order where there is one.
  private let reals: [GrowingColumn<Double>]
  private let time = GrowingColumn<Int64>()
  private let fileLine = GrowingColumn<Int32>()

  init(files: [String], _ findings: IngestFindings) {
    fileNumbers = Dictionary(files.enumerated().map { (FileKey($1), Int32($0)) }) { first, _ in first }
    extraNames = findings.carriedColumns
    ids = (0..<3 + extraNames.count).map { _ in IDColumn() }
    reals = (0..<(findings.amount == .orderTotal ? 3 : 2)).map { _ in GrowingColumn<Double>() }
  }

  /// Bytes of a line.
  var width: Int { 4 * (ids.count + 1) + 8 * (reals.count + 1) }

  func spillAndReserve(_ rows: Int, _ folder: String) throws(TableError) {
    for column in ids { try column.codes.values.spillAndReserve(rows, folder) }
    for column in reals { try column.values.spillAndReserve(rows, folder) }
    try time.values.spillAndReserve(rows, folder)
    try fileLine.values.spillAndReserve(rows, folder)
  }

  func code(_ batch: Table, _ parallelism: Parallelism) throws(TableError) -> CodedLines {
    let columns = batch.columns
    let coded = CodedLines()
    coded.file = try files(columns[0], batch.path)
    coded.line = try columns[1].wholeNumbers(batch.path)
    coded.time = try columns[5].times(batch.path)
    coded.reals = try reals.indices.map { index throws(TableError) in try columns[6 + index].reals(batch.path) }
    let texts = Array(columns[2...4]) + Array(columns[(6 + reals.count)...])
    let results = parallelism.map(texts.count) { index in
      Result { () throws(TableError) in try ids[index].code(texts[index], batch.path) }
    }
    coded.ids = try results.map { result throws(TableError) in try result.get() }
    return coded
  }

  private func files(_ column: Column, _ path: String?) throws(TableError) -> [Int32] {
    guard case .dictionary(let values) = column.values else { throw column.notOf("text", path) }
    let numbers = values.dictionary.array.map { $0.flatMap { fileNumbers[FileKey($0)] } ?? -1 }
    let rows = (0..<values.count).map { values.isNull($0) ? -1 : numbers[Int(values.codes[$0])] }
    guard !rows.contains(-1) else { throw column.notOf("the path of a file that run.json names", path) }
    return rows
  }

  func append(
    _ plan: [MergedRun], _ kept: CodedLines?, _ removed: CodedLines?, rows: Int, _ parallelism: Parallelism
  ) {
    nonisolated(unsafe) let (kept, removed) = (kept, removed)
    let (texts, numbers) = (ids.count, reals.count)
    parallelism.forEach(texts + numbers + 2) { task in
      switch task {
      case ..<texts: ids[task].codes.append(plan, rows, kept?.ids[task], removed?.ids[task])
      case ..<(texts + numbers):
        reals[task - texts].append(plan, rows, kept?.reals[task - texts], removed?.reals[task - texts])
      case texts + numbers: time.append(plan, rows, kept?.time, removed?.time)
      default: fileLine.append(plan, rows, kept?.line, removed?.line)
      }
    }
  }

  /// The columns, which are then no longer held here, so that they can grow on.
  func lines() -> SourceLines {
    var lines = SourceLines()
    (lines.customer, lines.customers) = ids[0].take()
    (lines.order, lines.orders) = ids[1].take()
    (lines.product, lines.products) = ids[2].take()
    (lines.time, lines.fileLine) = (time.take(), fileLine.take())
    (lines.quantity, lines.unitPrice) = (reals[0].take(), reals[1].take())
    if reals.count > 2 { lines.orderTotals = reals[2].take() }
    lines.extras = zip(extraNames, ids[3...]).map { name, column in
      let (codes, dictionary) = column.take()
      return ExtraColumn(name: name, values: .text(codes: codes, dictionary: dictionary))
    }
    return lines
  }
}

private final class GrowingColumn<Value: BitwiseCopyable & Sendable & Equatable>: @unchecked Sendable {
  var values: LongColumn<Value> = []

  func append(_ plan: [MergedRun], _ rows: Int, _ kept: [Value]?, _ removed: [Value]?) {
    values.append(rows) { target in
      var next = 0
      for run in plan {
        (run.isKept ? kept : removed)!.withUnsafeBufferPointer { source in
          (target.baseAddress! + next).update(from: source.baseAddress! + run.start, count: run.count)
        }
        next += run.count
      }
    }
  }

  func take() -> LongColumn<Value> {
    defer { values = [] }
    return values
  }
}

private final class IDColumn: @unchecked Sendable {
  let codes = GrowingColumn<Int32>()
  private var dictionary = StringDictionary()

  func code(_ column: Column, _ path: String?) throws(TableError) -> [Int32] {
    switch column.values {
    case .dictionary(let values): dictionary.codes(for: values)
    case .string(let values): dictionary.codes(for: values)
    default: throw column.notOf("text", path)
    }
  }

  func take() -> (codes: LongColumn<Int32>, dictionary: StringDictionary) {
    defer { dictionary = StringDictionary() }
    return (codes.take(), dictionary)
  }
}

extension Column {
  fileprivate func notOf(_ expected: String, _ path: String?) -> TableError {
    .wrongType(column: name, path: path, expected: expected, found: values.type.description)
  }

  fileprivate func wholeNumbers(_ path: String?) throws(TableError) -> [Int32] {
    guard case .int32(let column) = values, column.nullCount == 0 else { throw notOf("whole number", path) }
    return column.array
  }

  /// Null is unknown.
  fileprivate func times(_ path: String?) throws(TableError) -> [Int64] {
    guard case .timestamp(let column) = values else { throw notOf("timestamp", path) }
    guard column.nullCount > 0 else { return column.array }
    return column.optionals.map { $0 ?? SourceLines.unknownTime }
  }

  /// Null is NaN.
  fileprivate func reals(_ path: String?) throws(TableError) -> [Double] {
    guard case .double(let column) = values else { throw notOf("number", path) }
    guard column.nullCount > 0 else { return column.array }
    return column.optionals.map { $0 ?? .nan }
  }
}
