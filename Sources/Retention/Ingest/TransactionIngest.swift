import Foundation
public import Numerics
import Settings
public import Tables

/// Turns batches of source tables into canonical lines.
///
/// Call `begin` for each file, `append` for each of its batches, and `finish` once.
public struct TransactionIngest {
  private let settings: IngestSettings
  private let memory: LineMemory
  private let parallelism: Parallelism
  private var lines = SourceLines()
  private var bound = BoundMapping(positions: [:], extras: [], amount: .quantityAndPrice)
  private var totals: LongColumn<Double> = []
  private var times: TimeColumn
  private var numbers: NumberReader
  private var hasProducts = false
  private var ignoredOffsets = false
  /// Rows that were there before the first file.
  private var firstNewRow = 0

  /// - Parameter memory: what the lines may take of it.
  public init(settings: IngestSettings, memory: LineMemory = .unlimited, parallelism: Parallelism = .serial) {
    self.settings = settings
    self.memory = memory
    self.parallelism = parallelism
    numbers = NumberReader(settings: settings)
    times = TimeColumn(
      zone: settings.timezone.flatMap { TimeZone(identifier: $0) }, order: settings.dateOrder.stated)
  }

  /// Goes on where an earlier ingest ended: the lines to come are put behind its lines, and have to fit them.
  ///
  /// - Throws: `IngestError.otherTimezone`; `TableError` where the disk is full.
  public init(
    appending settings: IngestSettings, to lines: consuming SourceLines, _ findings: IngestFindings, memory: LineMemory,
    parallelism: Parallelism
  ) throws {
    guard settings.timezone == findings.timezone else {
      throw IngestError.otherTimezone(settings.timezone, earlier: findings.timezone)
    }
    self.init(settings: settings, memory: memory, parallelism: parallelism)
    numbers.expect(findings.currency)
    times.knownOrder = findings.dateOrder
    hasProducts = findings.hasProducts
    ignoredOffsets = findings.ignoresOffsets == true
    firstNewRow = lines.count
    if lines.amount == .orderTotal {
      swap(&totals, &lines.orderTotals)
    } else if lines.amount.totalColumn != nil {
      // These rows are settled.
      if lines.time.isInFile { try totals.spillAndReserve(lines.count, memory.folder) }
      totals.append(repeating: .nan, count: lines.count)
    }
    self.lines = lines
  }
}

/// What keeps a readable file from being order lines.
public enum IngestError: Error, Sendable, Equatable {
  /// No file holds a row.
  case noRows(files: [String])
  /// Day-first and month-first both fit.
  case ambiguousDates(example: String, file: String)
  /// No value of the time column is a date.
  case noReadableDate(example: String, header: String, file: String)
  /// A decimal point and a decimal comma both fit.
  case ambiguousNumbers(example: String, file: String)
  /// Amounts in two currencies.
  case mixedCurrencies(first: String, firstFile: String, second: String, file: String)
  /// Two files give amounts in different shapes.
  case mixedAmounts(file: String)
  /// The dates of a file come in another order than those of the lines that it is added to.
  case otherDateOrder(example: String, file: String, earlier: DateOrder)
  /// The lines that others are added to lie in another zone.
  case otherTimezone(String?, earlier: String?)
  /// Too many rows for 32-bit row numbers.
  case tooManyRows(limit: Int)
}

// MARK: - Files and batches

extension TransactionIngest {
  /// Binds the mapping to the headers of the next file.
  public mutating func begin(file: String, fields: [Field]) throws -> BoundMapping {
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

  public mutating func append(_ batch: TableBatch) throws {
    let (start, rows) = (lines.count, batch.table.rowCount)
    let columns = batch.table.columns
    guard start + rows < Int(Int32.max) else { throw IngestError.tooManyRows(limit: Int(Int32.max)) }
    func values(_ column: CanonicalColumn) -> ColumnValues? { bound.positions[column].map { columns[$0].values } }
    try numbers.look(at: [.quantity, .unitPrice, .lineTotal, .orderTotal].compactMap { values($0) })
    try lines.reserve(rows, memory)
    if lines.time.isInFile { try totals.spillAndReserve(start + rows, memory.folder) }
    let amountColumn = bound.amount.totalColumn

    let work = BatchColumns(taking: &lines, &times, extras: bound.extras.map { columns[$0] })
    let (mapping, numberFormat) = (self.bound, numbers.format)
    var totalNumbers = NumberCells(taking: &totals)
    parallelism.forEach(BatchColumns.Task.allCases.count) { task in
      work.run(BatchColumns.Task.allCases[task], batch, mapping, numberFormat, start: start)
    }
    if let amountColumn {
      totalNumbers.append(values(amountColumn), rows: rows, format: numbers.format, column: amountColumn, start: start)
    }
    times = work.giveBack(to: &lines)
    totals = totalNumbers.values
    lines.unreadable += totalNumbers.unreadable
    for currency in work.currencies.union(totalNumbers.currencies).sorted() { try numbers.note(currency: currency) }
    lines.files[lines.files.count - 1].rows += rows
  }

  /// How the numbers of the current file are written; nil where none has a mark that tells.
  public var numberFormat: NumberFormat? { numbers.isDecided ? numbers.format : nil }
  /// The order of day and month that the dates were read with; nil before `finish`, and where all are ISO dates.
  public var dateOrder: DateOrder? { times.foundOrder }
  /// Whether some time carried an offset, and no zone is set to convert it to.
  public var ignoresOffsets: Bool { ignoredOffsets || times.ignoresOffsets }

  /// What the input showed as a whole; complete after `finish`.
  public var findings: IngestFindings {
    IngestFindings(
      amount: lines.amount, hasProducts: hasProducts,
      dateOrder: times.shownOrder ?? times.knownOrder, currency: numbers.currency,
      timezone: settings.timezone, ignoresOffsets: ignoresOffsets ? true : nil, carriedColumns: lines.extras.map(\.name)
    )
  }

  /// - Parameter needsRows: whether some row must have been read.
  /// - Throws: `IngestError` where no row was read from any file, or the dates cannot be told apart.
  public mutating func finish(needsRows: Bool = true) throws -> SourceLines {
    let new = lines.files.filter { $0.firstRow >= firstNewRow }
    guard lines.count > firstNewRow || lines.count > 0 && (new.isEmpty || !needsRows) else {
      throw IngestError.noRows(files: new.map(\.path))
    }
    try times.resolve(&lines)
    lines.settleAmounts(totals: totals, from: firstNewRow)
    if lines.amount == .orderTotal { swap(&lines.orderTotals, &totals) }
    lines.unreadable.sort { ($0.row, $0.column.rawValue) < ($1.row, $1.column.rawValue) }
    return lines
  }
}

// MARK: - Amounts

extension SourceLines {
  /// Turns line and order totals into quantity and price, so that quantity × price is the amount of the line.
  ///
  /// - Parameter firstRow: rows before it have their amounts; the lines of an order share its total anew.
  mutating func settleAmounts(totals: LongColumn<Double>, from firstRow: Int) {
    switch amount {
    case .quantityAndPrice: break
    case .lineTotalWithQuantity:
      // Without a quantity the total has no unit; the line goes for its quantity, not for its price.
      settleEachRow(totals, from: firstRow) { _, quantity, total in
        let price = abs(quantity) > 0 ? total / quantity : abs(total)
        return (quantity, price.isFinite ? price : .nan)
      }
    case .lineTotal:
      settleEachRow(totals, from: firstRow) { _, _, total in Self.oneUnit(of: total) }
    case .orderTotal:
      shareOrderTotals(totals)
    }
  }

  /// One unit of the total; the sign goes to the quantity, so that a refund is a return.
  private static func oneUnit(of total: Double) -> (quantity: Double, unitPrice: Double) {
    (total < 0 ? -1 : 1, abs(total))
  }

  /// Gives every row the quantity and price that `settle` makes of its row number, quantity and total.
  private mutating func settleEachRow(
    _ totals: LongColumn<Double>, from firstRow: Int = 0,
    _ settle: (Int, Double, Double) -> (quantity: Double, unitPrice: Double)
  ) {
    let order = order
    quantity.withMutablePages { quantity, quantityPages in
      unitPrice.withMutablePages { unitPrice, pricePages in
        for start in stride(from: firstRow, to: quantity.count, by: Self.rowsABlock) {
          let rows = start..<min(start + Self.rowsABlock, quantity.count)
          for row in rows { (quantity[row], unitPrice[row]) = settle(row, quantity[row], totals.pointer[row]) }
          quantityPages.release(rows)
          pricePages.release(rows)
          totals.release(rows)
          order.release(rows)
        }
      }
    }
  }

  /// Each line gets an even share of its order's total, in exact millionths that sum to the total.
  private mutating func shareOrderTotals(_ totals: LongColumn<Double>) {
    var total = [Double](repeating: .nan, count: orders.count)
    var conflicts = [Bool](repeating: false, count: orders.count)
    var lineCount = [Int](repeating: 0, count: orders.count)
    forEachBlock { range, rows in
      for row in range where rows.order[row] >= 0 {
        let code = Int(rows.order[row])
        lineCount[code] += 1
        if total[code].isNaN { total[code] = totals.pointer[row] }
        if !totals.pointer[row].isNaN && totals.pointer[row] != total[code] { conflicts[code] = true }
      }
      totals.release(range)
    }
    var position = [Int](repeating: 0, count: orders.count)
    let order = order
    settleEachRow(totals) { row, _, own in
      let code = Int(order.pointer[row])
      guard code >= 0, !total[code].isNaN else { return Self.oneUnit(of: code >= 0 ? .nan : own) }
      let micros = Money(total[code]).micros
      let (index, lines) = (Int128(position[code]), Int128(lineCount[code]))
      position[code] += 1
      return Self.oneUnit(of: Double(micros * (index + 1) / lines - micros * index / lines) / 1e6)
    }
    conflictingOrders = conflicts
  }
}

// MARK: - Extra columns

extension TransactionIngest {
  /// Makes room for columns that no earlier file had.
  private mutating func addExtras(_ names: [String]) {
    for name in names where !lines.extras.contains(where: { $0.name == name }) {
      var blank = LongColumn<Int32>()
      blank.append(repeating: -1, count: lines.count)
      lines.extras.append(ExtraColumn(name: name, values: .text(codes: blank, dictionary: StringDictionary())))
    }
  }
}
