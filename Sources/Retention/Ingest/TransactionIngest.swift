import Foundation
import Settings
public import Tables

/// Turns batches of source tables into canonical lines.
///
/// Call `begin` for each file, `append` for each of its batches, and `finish` once.
public struct TransactionIngest {
  private let settings: IngestSettings
  private let memory: LineMemory
  private var lines = SourceLines()
  private var bound = BoundMapping(positions: [:], extras: [], amount: .quantityAndPrice)
  private var totals: LongColumn<Double> = []
  private var times: TimeColumn
  private var decimal: UInt8 = UInt8(ascii: ".")

  /// - Parameter memory: what the lines may take of it.
  public init(settings: IngestSettings, memory: LineMemory = .unlimited) {
    self.settings = settings
    self.memory = memory
    times = TimeColumn(
      zone: settings.timezone.flatMap { TimeZone(identifier: $0) }, order: DateOrder(settings.dateOrder))
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
  /// Two files give amounts in different shapes.
  case mixedAmounts(file: String)
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
    lines.files.append(SourceFile(path: file, firstRow: lines.count, rows: 0))
    decimal = UInt8(ascii: settings.decimal == .comma ? "," : ".")
    addExtras(bound.extras.map { headers[$0] })
    return bound
  }

  public mutating func append(_ batch: TableBatch) throws {
    let start = lines.count
    let columns = batch.table.columns
    guard start + batch.table.rowCount < Int(Int32.max) else { throw IngestError.tooManyRows(limit: Int(Int32.max)) }
    try lines.reserve(batch.table.rowCount, memory)
    if lines.time.isInFile { try totals.spillAndReserve(start + batch.table.rowCount, memory.folder) }
    if start == lines.files[lines.files.count - 1].firstRow { detectDecimalMark(batch.table) }
    func values(_ column: CanonicalColumn) -> ColumnValues? { bound.positions[column].map { columns[$0].values } }

    if let ids = values(.customerID) { ColumnCells.appendIDs(ids, to: &lines.customer, &lines.customers) }
    if let ids = values(.orderID) { ColumnCells.appendIDs(ids, to: &lines.order, &lines.orders) }
    if let ids = values(.productID) {
      ColumnCells.appendIDs(ids, to: &lines.product, &lines.products)
    } else {
      lines.product.append(repeating: -1, count: batch.table.rowCount)
    }
    try appendAmounts(batch.table, start: start)
    if let position = bound.positions[.orderDatetime] {
      times.append(columns[position], start: start, to: &lines)
    }
    for row in 0..<batch.table.rowCount { lines.fileLine.append(Int32(clamping: batch.fileLine(ofRow: row))) }
    appendExtras(batch.table, start: start)
    lines.files[lines.files.count - 1].rows += batch.table.rowCount
  }

  /// - Throws: `IngestError` where no row was read, or the dates cannot be told apart.
  public mutating func finish() throws -> SourceLines {
    guard lines.count > 0 else { throw IngestError.noRows(files: lines.files.map(\.path)) }
    try times.resolve(&lines)
    lines.settleAmounts(totals: totals)
    lines.unreadable.sort { ($0.row, $0.column.rawValue) < ($1.row, $1.column.rawValue) }
    return lines
  }
}

// MARK: - Amounts

extension TransactionIngest {
  private mutating func appendAmounts(_ table: Table, start: Int) throws {
    let amountColumn: CanonicalColumn? =
      switch bound.amount {
      case .quantityAndPrice: nil
      case .lineTotal, .lineTotalWithQuantity: .lineTotal
      case .orderTotal: .orderTotal
      }
    appendNumbers(.quantity, table, start, to: \.lines.quantity)
    appendNumbers(.unitPrice, table, start, to: \.lines.unitPrice)
    if let amountColumn { appendNumbers(amountColumn, table, start, to: \.totals) }
  }

  /// NaN for all rows where the file has no such column.
  private mutating func appendNumbers(
    _ column: CanonicalColumn, _ table: Table, _ start: Int, to target: WritableKeyPath<TransactionIngest, LongColumn<Double>>
  ) {
    guard let position = bound.positions[column] else {
      return self[keyPath: target].append(repeating: .nan, count: table.rowCount)
    }
    var unreadable: [UnreadableCell] = []
    ColumnCells.appendNumbers(table.columns[position].values, decimal: decimal, to: &self[keyPath: target]) {
      row, text in
      unreadable.append(UnreadableCell(row: start + row, column: column, text: text))
    }
    for row in start..<start + table.rowCount where abs(self[keyPath: target][row]) > SourceLines.absurdMagnitude {
      unreadable.append(UnreadableCell(row: row, column: column, text: String(self[keyPath: target][row])))
      self[keyPath: target][row] = .nan
    }
    lines.unreadable.append(contentsOf: unreadable)
  }

  /// `auto`: a comma, if it reads more of the first batch's prices than a point does.
  private mutating func detectDecimalMark(_ table: Table) {
    guard settings.decimal == .auto else { return }
    let positions = [CanonicalColumn.unitPrice, .lineTotal, .orderTotal].compactMap { bound.positions[$0] }
    guard let position = positions.first,
      case .dictionary(let column) = table.columns[position].values
    else { return }
    func readable(_ mark: UInt8) -> Int {
      (0..<column.dictionary.count).count { column.dictionary.withBytes($0) { parseNumber($0, decimal: mark) != nil } }
    }
    let (point, comma) = (UInt8(ascii: "."), UInt8(ascii: ","))
    decimal = readable(comma) > readable(point) ? comma : point
  }
}

extension SourceLines {
  /// Turns line and order totals into quantity and price, so that quantity × price is the amount of the line.
  mutating func settleAmounts(totals: LongColumn<Double>) {
    switch amount {
    case .quantityAndPrice: break
    case .lineTotalWithQuantity:
      // Without a quantity the total has no unit; the line goes for its quantity, not for its price.
      for row in 0..<count { unitPrice[row] = abs(quantity[row]) > 0 ? totals[row] / quantity[row] : abs(totals[row]) }
    case .lineTotal:
      for row in 0..<count { settle(row, total: totals[row]) }
    case .orderTotal:
      shareOrderTotals(totals)
    }
  }

  /// One unit of the total; the sign goes to the quantity, so that a refund is a return.
  private mutating func settle(_ row: Int, total: Double) {
    quantity[row] = total < 0 ? -1 : 1
    unitPrice[row] = abs(total)
  }

  /// Each line gets an even share of its order's total, in exact millionths that sum to the total.
  private mutating func shareOrderTotals(_ totals: LongColumn<Double>) {
    var total = [Double](repeating: .nan, count: orders.count)
    var conflicts = [Bool](repeating: false, count: orders.count)
    var lineCount = [Int](repeating: 0, count: orders.count)
    for row in 0..<count where order[row] >= 0 {
      let code = Int(order[row])
      lineCount[code] += 1
      if total[code].isNaN { total[code] = totals[row] }
      if !totals[row].isNaN && totals[row] != total[code] { conflicts[code] = true }
    }
    var position = [Int](repeating: 0, count: orders.count)
    for row in 0..<count {
      guard order[row] >= 0, !total[Int(order[row])].isNaN else {
        settle(row, total: order[row] >= 0 ? .nan : totals[row])
        continue
      }
      let code = Int(order[row])
      let micros = Money(total[code]).micros
      let (index, lines) = (Int128(position[code]), Int128(lineCount[code]))
      position[code] += 1
      settle(row, total: Double(micros * (index + 1) / lines - micros * index / lines) / 1e6)
    }
    conflictingOrderTotals = conflicts.count { $0 }
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

  private mutating func appendExtras(_ table: Table, start: Int) {
    for index in lines.extras.indices {
      guard case .text(var codes, var dictionary) = lines.extras[index].values else { return }
      // Let go of the stored copy, so that the arrays grow in place.
      lines.extras[index].values = .text(codes: [], dictionary: StringDictionary())
      let position = bound.extras.first { table.columns[$0].name == lines.extras[index].name }
      if let position {
        Self.append(table.columns[position].values, to: &codes, &dictionary)
      } else {
        codes.append(repeating: -1, count: table.rowCount)
      }
      lines.extras[index].values = .text(codes: codes, dictionary: dictionary)
    }
  }

  /// Text stays as it is; other types become text.
  private static func append(_ values: ColumnValues, to codes: inout LongColumn<Int32>, _ dictionary: inout StringDictionary) {
    switch values {
    case .dictionary(let column): codes.append(contentsOf: dictionary.codes(for: column))
    case .string(let column): codes.append(contentsOf: dictionary.codes(for: column))
    default: ColumnCells.appendIDs(values, to: &codes, &dictionary)
    }
  }
}
