import Foundation
package import Numerics
import Settings
package import Tables
import Text

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
  /// What the header of the current file leaves open.
  private var headerFacts = HeaderFacts()
  /// Header of the amounts of the first file.
  private var amountHeader = ""
  /// What was taken for a blank or folded, after `finish`.
  private var identity = IdentityRules.Effects()
  /// Returns made of refunded amounts, after `finish`.
  private var refunds = 0
  /// By code of the column of currencies; empty where nothing is converted.
  private var rateOfCode: [Double?] = []
  /// Currencies that were converted, after `finish`.
  private var converted: [String] = []

  /// - Parameter memory: how much of it the lines may take.
  package init(settings: IngestSettings, memory: LineMemory = .unlimited, context: ExecutionContext = .serial) {
    self.settings = settings
    self.memory = memory
    self.context = context
    numbers = NumberReader(settings: settings)
    lines.orderIs = settings.orderIs
    times = TimeColumn(
      zone: settings.timezone.flatMap { TimeZone(identifier: $0) }, order: settings.dateOrder.stated,
      format: settings.dateFormat.stated,
      nullWords: NullWords(settings.nullWords))
  }

  /// Continues an earlier ingest: new lines are appended to its lines, and have to match them.
  ///
  /// - Throws: `IngestError.otherTimezone`, `.otherOrders`; `TableError` where the disk is full.
  package init(
    appending settings: IngestSettings, to lines: consuming SourceLines, _ findings: IngestFindings,
    memory: LineMemory, context: ExecutionContext
  ) throws {
    guard settings.timezone == findings.timezone else {
      throw IngestError.otherTimezone(settings.timezone, earlier: findings.timezone)
    }
    // Refunds are lines of no file that could be read again.
    guard settings.refundColumn == nil, findings.refundColumn == nil else { throw IngestError.refundsAppended }
    let earlierOrders = findings.orderIs ?? .column
    guard settings.orderIs == earlierOrders else {
      throw IngestError.otherOrders(settings.orderIs, earlier: earlierOrders)
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
    self.lines.orderIs = settings.orderIs
  }
}

// MARK: - Files and batches

extension TransactionIngest {
  /// Binds the mapping to the headers of the next file.
  ///
  /// - Parameter header: what the file's header leaves open.
  /// - Throws: `MappingError`; `IngestError.mixedAmounts`; `TableError.duplicateHeader` where two columns have the name
  ///   of one that is needed.
  package mutating func begin(
    file: String, fields: [Field], header: HeaderFacts = HeaderFacts()
  ) throws -> BoundMapping {
    headerFacts = header
    let headers = fields.map(\.name)
    let mapping = try ColumnMapping(settings.mapping, orderIs: settings.orderIs).completed(from: headers, file: file)
    let bound = try mapping.bound(to: headers, file: file)
    for repeated in header.repeated where bound.positions.values.contains(where: { headers[$0] == repeated.name }) {
      throw TableError.duplicateHeader(
        path: file, name: repeated.name, first: repeated.first, second: repeated.second)
    }
    if !lines.files.isEmpty && bound.amount != lines.amount { throw IngestError.mixedAmounts(file: file) }
    try requireConditionColumns(bound, headers: headers, file: file)
    if lines.files.isEmpty {
      let column = bound.amount.totalColumn ?? .unitPrice
      amountHeader = bound.positions[column].map { headers[$0] } ?? ""
    }
    self.bound = bound
    lines.amount = bound.amount
    if bound.positions[.productID] != nil { hasProducts = true }
    lines.files.append(SourceFile(path: file, firstRow: lines.count, rows: 0))
    numbers.begin(file: file)
    times.begin(file: file, firstRow: lines.count, from1904: header.countsFrom1904)
    addExtras(bound.extras.map { headers[$0] })
    return bound
  }

  /// Reads a batch of the current file.
  ///
  /// - Throws: `IngestError`; `TableError` where the disk is full; `Cancelled`.
  /// - Parameter unmatched: rows of the batch without a row in some joined file.
  package mutating func append(_ batch: TableBatch, unmatched: [Int] = []) throws {
    try context.checkCancellation()
    let (start, rows) = (lines.count, batch.table.rowCount)
    if !unmatched.isEmpty { lines.unmatched.formUnion(unmatched.lazy.map { start + $0 }) }
    let columns = batch.table.columns
    if batch.sheet != nil, let source = batch.source { try turn(to: source, batch.table.fields) }
    guard start + rows < Int(Int32.max) else { throw IngestError.tooManyRows(limit: Int(Int32.max)) }
    func values(_ column: CanonicalColumn) -> ColumnValues? { bound.positions[column].map { columns[$0].values } }
    for column in Self.numeric {
      if let position = bound.positions[column] { try numbers.refusePercentages(columns[position], column) }
    }
    try numbers.look(at: Self.numeric.compactMap { values($0) })
    try lines.reserve(rows, memory)
    if lines.time.isInFile { try totals.spillAndReserve(start + rows, memory.folder) }
    let amountColumn = bound.amount.totalColumn

    let work = BatchColumns(taking: &lines, &times, extras: bound.extras.map { columns[$0] })
    let (mapping, numberFormat, scale) = (self.bound, numbers.format, scale)
    var totalNumbers = NumberCells(taking: &totals)
    // Not to be stopped half-way: the columns must keep one length.
    context.parallelism.forEach(BatchColumns.Task.allCases.count) { task in
      work.run(BatchColumns.Task.allCases[task], batch, mapping, numberFormat, scale, start: start)
    }
    if let amountColumn {
      totalNumbers.append(
        values(amountColumn), rows: rows, format: numbers.format, scale, column: amountColumn, start: start)
    }
    times = work.release(to: &lines)
    totals = totalNumbers.values
    lines.unreadable += totalNumbers.unreadable
    for currency in work.currencies.union(totalNumbers.currencies).sorted() { try numbers.note(currency: currency) }
    lines.files[lines.files.count - 1].rows += rows
  }

  private static let numeric: [CanonicalColumn] = [.quantity, .unitPrice, .lineTotal, .orderTotal]
  private var scale: AmountScale { AmountScale(settings.amountScale) }

  /// - Throws: `IngestError.unknownColumn`: a condition on a column that is not there would keep or drop every line.
  private func requireConditionColumns(_ bound: BoundMapping, headers: [String], file: String) throws(IngestError) {
    let ids: [CanonicalColumn] = [.customerID, .orderID, .productID]
    let known = bound.extras.map { headers[$0] } + ids.filter { bound.positions[$0] != nil }.map(\.rawValue)
    let stated =
      settings.keepConditions.map { ("ingest.keep", $0.column) }
      + settings.dropConditions.map { ("ingest.drop", $0.column) }
      + (settings.refundColumn.map { [("ingest.refund_column", $0)] } ?? [])
      + (settings.currencyColumn.map { $0.lowercased() == "none" ? [] : [("ingest.currency_column", $0)] } ?? [])
    for (setting, column) in stated where !known.contains(where: { $0.lowercased() == column.lowercased() }) {
      let mapped = bound.positions.first { headers[$0.value].lowercased() == column.lowercased() }?.key
      throw .unknownColumn(
        column, setting: setting, file: file, headers: known,
        mapped: mapped.map { ids.contains($0) ? $0.rawValue : "" },
        nearest: nearestName(to: column, in: known))
    }
  }

  /// Converts amounts, or makes sure that they are in one currency.
  private mutating func settleCurrency() throws {
    let exclusion = LineExclusion(lines, settings)
    guard
      let column = try CurrencyColumn(
        lines, named: settings.currencyColumn, amount: amountHeader, exclusion: exclusion, context)
    else {
      // Nothing tells which lines a stated currency or rate is about.
      if settings.currency != nil || !settings.exchangeRates.isEmpty { throw IngestError.noCurrencyColumn }
      return
    }
    lines.currencyColumn = column.header
    let used = column.used
    if let wanted = settings.currency {
      guard column.currencies.contains(wanted.uppercased()) else {
        throw IngestError.unknownCurrency(wanted, column: column.header, known: used)
      }
    } else if !settings.exchangeRates.isEmpty {
      try convert(column, used)
    } else if used.count > 1 {
      let file = lines.files.first?.path ?? ""
      throw IngestError.severalCurrencies(Array(used.prefix(5)), column: column.header, file: file)
    }
  }

  private mutating func convert(_ column: CurrencyColumn, _ used: [String]) throws {
    let stated = settings.exchangeRates.compactMap { ExchangeRate($0) }
    let rates = Dictionary(stated.map { ($0.currency, $0.rate) }) { $1 }
    if let unknown = used.first(where: { rates[$0] == nil }) {
      throw IngestError.noExchangeRate(unknown, column: column.header)
    }
    guard let (codes, _) = lines.texts(named: column.header) else { return }
    rateOfCode = column.currencies.map { rates[$0] }
    try lines.convert(
      codes, rates: rateOfCode, totals: &totals, from: firstNewRow, context)
    converted = used
  }

  private mutating func appendRefunds() throws {
    guard let header = settings.refundColumn,
      let column = RefundColumn(header, in: lines, format: numbers.format, scale: settings.amountScale)
    else { return }
    let cells = lines.currencyColumn.flatMap { lines.texts(named: $0)?.codes }.map { OrderCells($0, of: lines) }
    let rates = rateOfCode
    refunds = try column.append(
      to: &lines,
      rate: { row in
        guard !rates.isEmpty, let code = cells?[row], code >= 0 else { return 1 }
        return rates[Int(code)] ?? .nan
      }, memory, context)
  }

  /// Each sheet of a workbook counts as a file, so that its rows are told by their place, and rows that two sheets have
  /// in common as those of exports that overlap.
  private mutating func turn(to source: String, _ fields: [Field]) throws {
    guard let last = lines.files.last, last.path != source else { return }
    // `begin` could not know the first sheet yet.
    if last.rows == 0 { lines.files.removeLast() }
    _ = try begin(file: source, fields: fields, header: headerFacts)
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
  /// How numbers were read as times, a sentence each; complete after `finish`.
  package var numberTimes: [String] { times.numberReadings }
  /// Whether some time carried an offset, and no zone is set to convert it to.
  package var ignoresOffsets: Bool { ignoredOffsets || times.ignoresOffsets }

  /// Lines without a row in some joined file.
  package var unmatchedLines: Int { lines.unmatched.count }

  /// What a user should know about cells that were taken for something else than they say; complete after `finish`.
  package var notes: [String] {
    var notes = CanonicalColumn.allCases.compactMap { column in
      identity.blanked[column].map { found in
        "\(counted(found.lines, "cell", as: grouped(found.lines))) of \(column.rawValue) taken for blank, such as "
          + "'\(excerpt(found.example))' (ingest.null_words, ingest.blank_customers)"
      }
    }
    if let folded = identity.folded {
      notes.append("customer ids such as '\(excerpt(folded))' are compared in lower case (ingest.fold_case)")
    }
    if let column = settings.refundColumn {
      notes.append(
        "\(counted(refunds, "refund", as: grouped(refunds))) of column '\(excerpt(column))' are returns")
    }
    if !converted.isEmpty { notes.append("amounts converted from \(listed(converted)) by ingest.exchange_rates") }
    if let currency = settings.currency, let column = lines.currencyColumn {
      notes.append("only lines in \(currency) count, by column '\(excerpt(column))'")
    }
    return notes
  }

  /// What the input showed as a whole; complete after `finish`.
  package var findings: IngestFindings {
    IngestFindings(
      amount: lines.amount, orderIs: settings.orderIs == .column ? nil : settings.orderIs, hasProducts: hasProducts,
      dateOrder: times.shownOrder ?? times.knownOrder, currency: numbers.currency,
      timezone: settings.timezone, ignoresOffsets: ignoresOffsets ? true : nil,
      carriedColumns: lines.extras.map(\.name),
      refundColumn: settings.refundColumn)
  }

  /// Settles what only the whole input shows: the order of day and month, orders that no column gives, and shares of
  /// order totals.
  ///
  /// - Parameter needsRows: whether some row must have been read.
  /// - Throws: `IngestError` where no row was read from any file, or the dates cannot be told apart; `Cancelled`.
  package mutating func finish(needsRows: Bool = true) throws -> SourceLines {
    let new = lines.files.filter { $0.firstRow >= firstNewRow }
    guard lines.count > firstNewRow || lines.count > 0 && (new.isEmpty || !needsRows) else {
      throw IngestError.noRows(files: new.map(\.path))
    }
    try times.resolve(&lines, context)
    identity = try IdentityRules(settings).apply(to: &lines, context)
    if times.nullRows > 0 { identity.blanked[.orderDatetime] = (times.nullRows, times.nullWord) }
    try settleCurrency()
    try lines.makeOrders(from: firstNewRow, context)
    try lines.settleAmounts(totals: totals, from: firstNewRow, context)
    if lines.amount == .orderTotal { swap(&lines.orderTotals, &totals) }
    try appendRefunds()
    lines.unreadable = try context.sorted(lines.unreadable) {
      ($0.row, $0.column.rawValue) < ($1.row, $1.column.rawValue)
    }
    return lines
  }
}
