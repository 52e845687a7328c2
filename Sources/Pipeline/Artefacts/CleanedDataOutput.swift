import CivilTime
import Foundation
import Numerics
import Retention
import Tables

/// `data/cleaned_data.parquet`: the kept lines in the order of the source, with derived columns.
struct CleanedDataOutput {
  let lines: CleanedLines
  /// By customer code: whether the share of returns in the customer's kept lines exceeds the configured rate.
  let isHighReturn: [Bool]
  private let texts: SourceTexts

  init(_ lines: CleanedLines, isHighReturn: [Bool]) {
    self.lines = lines
    self.isHighReturn = isHighReturn
    texts = SourceTexts(lines.source)
  }

  /// - Throws: `TableError`, `Cancelled`.
  func write(to url: URL, execution: ExecutionContext) throws {
    var writer: ParquetWriter?
    try RowGroups(lines) { $0 == 0 }.forEach(execution, table) { table in
      let open =
        try writer
        ?? ParquetWriter(path: url.path, fields: table.fields, uniqueColumns: ["source_line"], context: execution)
      try open.write(table)
      writer = open
    }
    try writer?.close()
  }

  private func table(_ rows: [Int32]) -> Table {
    let source = lines.source
    func values<Value>(_ column: SpillableColumn<Value>) -> [Value] {
      let values = column.pointer
      return rows.map { values[Int($0)] }
    }
    let times = values(source.time)
    let (quantities, prices) = (values(source.quantity), values(source.unitPrice))
    let flags = rows.map { lines.flags[Int($0)] }
    let customers = source.customer.pointer
    var columns = texts.ids(rows)
    columns += [
      .times("order_datetime", times),
      .doubles("quantity", quantities),
      .doubles("unit_price", prices),
      .doubles("revenue", zip(quantities, prices).map { $0 * $1 }),
      .bools("is_duplicate", flags.map { $0.contains(.duplicate) }),
      .bools("is_cancellation", flags.map { $0.contains(.cancellation) }),
      .bools("is_return", flags.map { $0.contains(.isReturn) }),
      .bools("is_outlier", flags.map { $0.contains(.outlier) }),
      .bools("is_high_return_customer", rows.map { isHighReturn[Int(customers[Int($0)])] }),
    ]
    columns += Self.calendar(times)
    columns.append(Self.transactionTypes(flags))
    columns += texts.places(rows)
    columns += source.originalAmounts(rows, lines.originals)
    columns += texts.carried(rows, beside: columns.map(\.name))
    return withExtendedLifetime(source) { Table(columns: columns) }
  }

  private static func calendar(_ times: [Int64]) -> [Column] {
    let days = times.map { Microseconds.day(of: $0) }
    let dates = dates(days)
    return [
      .integers("year", dates.map(\.year)),
      .integers("month", dates.map(\.month)),
      .integers("day_of_week", days.map { Int32(CivilDate.weekday(ofDaysSince1970: $0)) }),
      .integers("hour", times.map { Int32(Microseconds.sinceMidnight(of: $0) / Microseconds.hour) }),
      .integers("quarter", dates.map { ($0.month + 2) / 3 }),
    ]
  }

  /// Lines come roughly in time order, so the day is usually that of the line before and its date is reused.
  private static func dates(_ days: [Int32]) -> [(year: Int32, month: Int32)] {
    var (last, date) = (Int32.min, (year: Int32(0), month: Int32(0)))
    return days.map { day in
      if day != last {
        let civil = CivilDate(daysSince1970: day)
        (last, date) = (day, (Int32(civil.year), Int32(civil.month)))
      }
      return date
    }
  }

  private static func transactionTypes(_ flags: [LineFlags]) -> Column {
    var packed = PackedCodes(StringColumn(["purchase", "return", "cancellation"]))
    return packed.column("transaction_type", count: flags.count) { row in
      flags[row].contains(.cancellation) ? 2 : flags[row].contains(.isReturn) ? 1 : 0
    }
  }
}

/// The kept or the removed rows in groups of equal size, each of which becomes a row group of a file.
struct RowGroups {
  /// Rows per group.
  static let rows = 1 << 17
  let lines: CleanedLines
  /// Decides by the `removal` of a row.
  let isIncluded: (UInt8) -> Bool

  init(_ lines: CleanedLines, where isIncluded: @escaping (UInt8) -> Bool) {
    self.lines = lines
    self.isIncluded = isIncluded
  }

  /// Makes a table of each group, several in parallel, and passes them to `write` in order.
  func forEach(
    _ context: ExecutionContext, _ table: ([Int32]) -> Table, write: (Table) throws -> Void
  ) throws {
    var next = 0
    while next < lines.source.count {
      let first = next
      var groups: [[Int32]] = []
      while groups.count < context.parallelism.threads, next < lines.source.count { groups.append(group(&next)) }
      let filled = groups.filter { !$0.isEmpty }
      // `table` only reads, and nothing is written meanwhile.
      nonisolated(unsafe) let makeTable = table
      for table in try context.map(filled.count, { makeTable(filled[$0]) }) { try write(table) }
      lines.source.release(first..<next)
    }
  }

  private func group(_ next: inout Int) -> [Int32] {
    var rows: [Int32] = []
    rows.reserveCapacity(Self.rows)
    lines.removal.withUnsafeBufferPointer { removal in
      while next < removal.count, rows.count < Self.rows {
        if isIncluded(removal[next]) { rows.append(Int32(truncatingIfNeeded: next)) }
        next += 1
      }
    }
    return rows
  }
}

/// `data/rejected_rows.parquet`: every removed line, with its source file and line and the reason.
enum RejectedRowsOutput {
  static func write(_ lines: CleanedLines, to url: URL, execution: ExecutionContext) throws {
    let source = lines.source
    let texts = Dictionary(grouping: source.unreadable, by: \.row)
      .mapValues { cells in cells.map { "\($0.column.rawValue)='\($0.text)'" }.joined(separator: "; ") }
    let columns = SourceTexts(source)
    func table(_ rows: [Int32]) -> Table {
      let reasons = rows.map { RemovalReason(rawValue: lines.removal[Int($0)]) }
      var own = columns.places(rows)
      own += [
        .categories("stage", reasons.map { $0?.stage.rawValue }),
        .categories("reason", reasons.map { $0?.name }),
        .strings("detail", rows.map { texts[Int($0)] }),
      ]
      own += columns.ids(rows)
      own += [
        .times("order_datetime", rows.map { source.time[Int($0)] }, unknown: SourceLines.unknownTime),
        .doubles("quantity", rows.map { source.quantity[Int($0)] }),
        .doubles("unit_price", rows.map { source.unitPrice[Int($0)] }),
        .doubles("amount", rows.map { source.amount(ofRow: Int($0)) }),
      ]
      own += source.originalAmounts(rows, nil)
      return Table(columns: own + columns.carried(rows, beside: own.map(\.name)))
    }
    let none = table([])
    let writer = try ParquetWriter(
      path: url.path, fields: none.fields, uniqueColumns: ["source_line"], context: execution)
    try RowGroups(lines) { $0 != 0 }.forEach(execution, table) { try writer.write($0) }
    try writer.close()
  }
}
