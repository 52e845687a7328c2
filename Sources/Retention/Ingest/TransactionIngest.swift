import Foundation
package import Numerics
import Settings
package import Tables

/// Turns batches of source tables into canonical lines.
///
/// Call `begin` for each file, `append` for each of its batches, and `finish` once. It cannot be used after an error.
package struct TransactionIngest {
  private let settings: IngestSettings
  private let memory: LineMemory
  private let context: ExecutionContext
  private var lines = SourceLines()
  private var bound = BoundMapping(positions: [:], extras: [], amount: .quantityAndPrice)
  private var totals: SpillableColumn<Double> = []
  private var times: TimeColumn
  private var numbers: NumberReader
  private var hasProducts = false
  private var ignoredOffsets = false
  /// Rows before the first file.
  private var firstNewRow = 0

  /// - Parameter memory: how much of it the lines may take.
  package init(settings: IngestSettings, memory: LineMemory = .unlimited, context: ExecutionContext = .serial) {
    self.settings = settings
    self.memory = memory
    self.context = context
    numbers = NumberReader(settings: settings)
    times = TimeColumn(
      zone: settings.timezone.flatMap { TimeZone(identifier: $0) }, order: settings.dateOrder.stated)
  }

  /// Continues an earlier ingest: new lines are appended to its lines, and have to match them.
  ///
  /// - Throws: `IngestError.otherTimezone`; `TableError` where the disk is full.
  package init(
    appending settings: IngestSettings, to lines: consuming SourceLines, _ findings: IngestFindings,
    memory: LineMemory, context: ExecutionContext
  ) throws {
    guard settings.timezone == findings.timezone else {
      throw IngestError.otherTimezone(settings.timezone, earlier: findings.timezone)
    }
    self.init(settings: settings, memory: memory, context: context)
    numbers.expect(findings.currency)
    times.knownOrder = findings.dateOrder
    hasProducts = findings.hasProducts
    ignoredOffsets = findings.ignoresOffsets == true
    firstNewRow = lines.count
    if lines.amount == .orderTotal {
      swap(&totals, &lines.orderTotals)
    } else if lines.amount.totalColumn != nil {
      // Their amounts are settled.
      if lines.time.isInFile { try totals.spillAndReserve(lines.count, memory.folder) }
      totals.append(repeating: .nan, count: lines.count)
    }
    self.lines = lines
  }
}

// MARK: - Files and batches

extension TransactionIngest {
  /// Binds the mapping to the headers of the next file.
  ///
  /// - Throws: `MappingError`; `IngestError.mixedAmounts`.
  package mutating func begin(file: String, fields: [Field]) throws -> BoundMapping {
    let headers = fields.map(\.name)
    let mapping = try ColumnMapping(columns: settings.mapping).completed(from: headers, file: file)
    let bound = try mapping.bound(to: headers, file: file)
    if !lines.files.isEmpty && bound.amount != lines.amount { throw IngestError.mixedAmounts(file: file) }
    self.bound = bound
    lines.amount = bound.amount
    if bound.positions[.productID] != nil { hasProducts = true }
    lines.files.append(SourceFile(path: file, firstRow: lines.count, rows: 0))
    numbers.begin(file: file)
    addExtras(bound.extras.map { headers[$0] })
    return bound
  }

  /// Reads a batch of the current file.
  ///
  /// - Throws: `IngestError`; `TableError` where the disk is full; `Cancelled`.
  package mutating func append(_ batch: TableBatch) throws {
    try context.checkCancellation()
    let (start, rows) = (lines.count, batch.table.rowCount)
    let columns = batch.table.columns
    if batch.sheet != nil, let source = batch.source { try turn(to: source, batch.table.fields) }
    guard start + rows < Int(Int32.max) else { throw IngestError.tooManyRows(limit: Int(Int32.max)) }
    func values(_ column: CanonicalColumn) -> ColumnValues? { bound.positions[column].map { columns[$0].values } }
    try numbers.look(at: [.quantity, .unitPrice, .lineTotal, .orderTotal].compactMap { values($0) })
    try lines.reserve(rows, memory)
    if lines.time.isInFile { try totals.spillAndReserve(start + rows, memory.folder) }
    let amountColumn = bound.amount.totalColumn

    let work = BatchColumns(taking: &lines, &times, extras: bound.extras.map { columns[$0] })
    let (mapping, numberFormat) = (self.bound, numbers.format)
    var totalNumbers = NumberCells(taking: &totals)
    // Not to be stopped half-way: the columns must keep one length.
    context.parallelism.forEach(BatchColumns.Task.allCases.count) { task in
      work.run(BatchColumns.Task.allCases[task], batch, mapping, numberFormat, start: start)
    }
    if let amountColumn {
      totalNumbers.append(values(amountColumn), rows: rows, format: numbers.format, column: amountColumn, start: start)
    }
    times = work.release(to: &lines)
    totals = totalNumbers.values
    lines.unreadable += totalNumbers.unreadable
    for currency in work.currencies.union(totalNumbers.currencies).sorted() { try numbers.note(currency: currency) }
    lines.files[lines.files.count - 1].rows += rows
  }

  /// Each sheet of a workbook counts as a file, so that its rows are told by their place, and rows that two sheets have
  /// in common as those of exports that overlap.
  private mutating func turn(to source: String, _ fields: [Field]) throws {
    guard let last = lines.files.last, last.path != source else { return }
    // `begin` could not know the first sheet yet.
    if last.rows == 0 { lines.files.removeLast() }
    _ = try begin(file: source, fields: fields)
  }

  /// Makes room for columns that no earlier file had.
  private mutating func addExtras(_ names: [String]) {
    for name in names where !lines.extras.contains(where: { $0.name == name }) {
      var blank = SpillableColumn<Int32>()
      blank.append(repeating: -1, count: lines.count)
      lines.extras.append(ExtraColumn(name: name, values: .text(codes: blank, dictionary: StringDictionary())))
    }
  }
}

// MARK: - The end

extension TransactionIngest {
  /// How the numbers of the current file are written; nil if no mark in them shows it.
  package var numberFormat: NumberFormat? { numbers.isDecided ? numbers.format : nil }
  /// The order of day and month that the dates were read with; nil before `finish`, and where all are ISO dates.
  package var dateOrder: DateOrder? { times.foundOrder }
  /// Whether some time carried an offset, and no zone is set to convert it to.
  package var ignoresOffsets: Bool { ignoredOffsets || times.ignoresOffsets }

  /// What the input showed as a whole; complete after `finish`.
  package var findings: IngestFindings {
    IngestFindings(
      amount: lines.amount, hasProducts: hasProducts,
      dateOrder: times.shownOrder ?? times.knownOrder, currency: numbers.currency,
      timezone: settings.timezone, ignoresOffsets: ignoresOffsets ? true : nil, carriedColumns: lines.extras.map(\.name)
    )
  }

  /// Settles what only the whole input shows: the order of day and month, and shares of order totals.
  ///
  /// - Parameter needsRows: whether some row must have been read.
  /// - Throws: `IngestError` where no row was read from any file, or the dates cannot be told apart; `Cancelled`.
  package mutating func finish(needsRows: Bool = true) throws -> SourceLines {
    let new = lines.files.filter { $0.firstRow >= firstNewRow }
    guard lines.count > firstNewRow || lines.count > 0 && (new.isEmpty || !needsRows) else {
      throw IngestError.noRows(files: new.map(\.path))
    }
    try times.resolve(&lines, context)
    try lines.settleAmounts(totals: totals, from: firstNewRow, context)
    if lines.amount == .orderTotal { swap(&lines.orderTotals, &totals) }
    lines.unreadable = try context.sorted(lines.unreadable) {
      ($0.row, $0.column.rawValue) < ($1.row, $1.column.rawValue)
    }
    return lines
  }
}
