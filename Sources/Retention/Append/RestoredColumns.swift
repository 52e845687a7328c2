import Numerics
import Tables

/// The columns of the lines while they grow; each is changed by one task at a time.
struct RestoredColumns: Sendable {
  private let fileNumbers: [FileKey: Int32]
  private let extraNames: [String]
  // Customers, orders, products, then the columns that are carried along.
  private let ids: [IDColumn]
  // Quantity, price, and the total of the order where there is one.
  private let doubles: [GrowingColumn<Double>]
  private let time = GrowingColumn<Int64>()
  private let fileLine = GrowingColumn<Int32>()

  init(files: [String], _ findings: IngestFindings) {
    fileNumbers = Dictionary(files.enumerated().map { (FileKey($1), Int32($0)) }) { first, _ in first }
    extraNames = findings.carriedColumns
    ids = (0..<3 + extraNames.count).map { _ in IDColumn() }
    doubles = (0..<(findings.amount == .orderTotal ? 3 : 2)).map { _ in GrowingColumn<Double>() }
  }

  /// Bytes per line.
  var width: Int { 4 * (ids.count + 1) + 8 * (doubles.count + 1) }

  func spillAndReserve(_ rows: Int, _ folder: String) throws(TableError) {
    for column in ids { try column.codes.values.spillAndReserve(rows, folder) }
    for column in doubles { try column.values.spillAndReserve(rows, folder) }
    try time.values.spillAndReserve(rows, folder)
    try fileLine.values.spillAndReserve(rows, folder)
  }

  /// - Throws: `TableError`, `Cancelled`.
  func code(_ batch: Table, _ context: ExecutionContext) throws -> CodedLines {
    let columns = batch.columns
    let texts = Array(columns[2...4]) + Array(columns[(6 + doubles.count)...])
    let codes = try context.map(texts.count) { index in
      Result { () throws(TableError) in try ids[index].code(texts[index], batch.path) }
    }
    return CodedLines(
      file: try files(columns[0], batch.path), line: try columns[1].wholeNumbers(batch.path),
      ids: try codes.map { try $0.get() }, time: try columns[5].times(batch.path),
      doubles: try doubles.indices.map { try columns[6 + $0].doubles(batch.path) })
  }

  private func files(_ column: Column, _ path: String?) throws(TableError) -> [Int32] {
    guard case .dictionary(let values) = column.values else { throw column.notOf("text", path) }
    let numbers = values.dictionary.array.map { $0.flatMap { fileNumbers[FileKey($0)] } ?? -1 }
    let rows = (0..<values.count).map { values.isNull($0) ? -1 : numbers[Int(values.codes[$0])] }
    guard !rows.contains(-1) else { throw column.notOf("the path of a file that run.json names", path) }
    return rows
  }

  /// Not to be stopped half-way: the columns must keep one length.
  func append(
    _ plan: [MergedRun], _ kept: CodedLines?, _ removed: CodedLines?, rows: Int, _ parallelism: Parallelism
  ) {
    nonisolated(unsafe) let (kept, removed) = (kept, removed)
    let (texts, numbers) = (ids.count, doubles.count)
    parallelism.forEach(texts + numbers + 2) { task in
      switch task {
      case ..<texts: ids[task].codes.append(plan, rows, kept?.ids[task], removed?.ids[task])
      case ..<(texts + numbers):
        doubles[task - texts].append(plan, rows, kept?.doubles[task - texts], removed?.doubles[task - texts])
      case texts + numbers: time.append(plan, rows, kept?.time, removed?.time)
      default: fileLine.append(plan, rows, kept?.line, removed?.line)
      }
    }
  }

  /// Hands the columns over, so that they can grow in place.
  func lines() -> SourceLines {
    var lines = SourceLines()
    (lines.customer, lines.customers) = ids[0].release()
    (lines.order, lines.orders) = ids[1].release()
    (lines.product, lines.products) = ids[2].release()
    (lines.time, lines.fileLine) = (time.release(), fileLine.release())
    (lines.quantity, lines.unitPrice) = (doubles[0].release(), doubles[1].release())
    if doubles.count > 2 { lines.orderTotals = doubles[2].release() }
    lines.extras = zip(extraNames, ids[3...]).map { name, column in
      let (codes, dictionary) = column.release()
      return ExtraColumn(name: name, values: .text(codes: codes, dictionary: dictionary))
    }
    return lines
  }
}

private final class GrowingColumn<Value: BitwiseCopyable & Sendable & Equatable>: @unchecked Sendable {
  var values: SpillableColumn<Value> = []

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

  /// Hands the values over.
  func release() -> SpillableColumn<Value> {
    defer { values = [] }
    return values
  }
}

private final class IDColumn: @unchecked Sendable {
  let codes = GrowingColumn<Int32>()
  private var dictionary = StringDictionary()

  func code(_ column: Column, _ path: String?) throws(TableError) -> [Int32] {
    try dictionary.codes(for: column, path: path)
  }

  /// Hands codes and dictionary over.
  func release() -> (codes: SpillableColumn<Int32>, dictionary: StringDictionary) {
    defer { dictionary = StringDictionary() }
    return (codes.release(), dictionary)
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
  fileprivate func doubles(_ path: String?) throws(TableError) -> [Double] {
    guard case .double(let column) = values else { throw notOf("number", path) }
    guard column.nullCount > 0 else { return column.array }
    return column.optionals.map { $0 ?? .nan }
  }
}
