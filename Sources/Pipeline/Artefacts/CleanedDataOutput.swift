import Foundation
import Numerics
import Retention
import Tables

/// `data/cleaned_data.parquet`: the lines that stay, in the order of the source, with what is derived from them.
struct CleanedDataOutput {
  let lines: CleanedLines
  /// By customer code: more of the customer's lines are returns than the config calls normal.
  let isHighReturn: [Bool]
  private let strings: (customers: StringColumn, orders: StringColumn, products: StringColumn)
  private let extras: [(name: String, codes: LongColumn<Int32>, strings: StringColumn)]

  init(_ lines: CleanedLines, isHighReturn: [Bool]) {
    self.lines = lines
    self.isHighReturn = isHighReturn
    let source = lines.source
    strings = (source.customers.asColumn(), source.orders.asColumn(), source.products.asColumn())
    extras = source.extras.map { extra in
      switch extra.values {
      case .text(let codes, let dictionary):
        let name = Self.derivedNames.contains(extra.name) ? "source_\(extra.name)" : extra.name
        return (name, codes, dictionary.asColumn())
      }
    }
  }

  /// - Throws: `TableError`, `Interrupted`.
  func write(to url: URL, parallelism: Parallelism, interruption: Interruption) throws {
    var writer: ParquetWriter?
    try RowGroups(lines) { $0 == 0 }.forEach(parallelism, table) { table in
      let open = try writer ?? ParquetWriter(path: url.path, fields: table.fields, parallelism: parallelism)
      try open.write(table)
      writer = open
      try interruption.check()
    }
    try writer?.close()
  }

  /// Names that a column of the source must not take.
  private static let derivedNames: Set<String> = [
    "customer_id", "order_id", "product_id", "order_datetime", "quantity", "unit_price", "revenue", "is_duplicate",
    "is_cancellation", "is_return", "is_outlier", "is_high_return_customer", "year", "month", "day_of_week", "hour",
    "quarter", "transaction_type",
  ]

  private func table(_ rows: [Int32]) -> Table {
    let source = lines.source
    func ids(_ name: String, _ codes: LongColumn<Int32>, _ strings: StringColumn) -> Column {
      var packed = PackedCodes(strings)
      let codes = codes.pointer
      return packed.column(name, count: rows.count) { codes[Int(rows[$0])] }
    }
    func values<Value>(_ column: LongColumn<Value>) -> [Value] {
      let values = column.pointer
      return rows.map { values[Int($0)] }
    }
    let times = values(source.time)
    let (quantities, prices) = (values(source.quantity), values(source.unitPrice))
    let flags = rows.map { lines.flags[Int($0)] }
    let customers = source.customer.pointer
    var columns: [Column] = [
      ids("customer_id", source.customer, strings.customers),
      ids("order_id", source.order, strings.orders),
      ids("product_id", source.product, strings.products),
      .times("order_datetime", times),
      .reals("quantity", quantities),
      .reals("unit_price", prices),
      .reals("revenue", zip(quantities, prices).map { $0 * $1 }),
      .truths("is_duplicate", flags.map { $0.contains(.duplicate) }),
      .truths("is_cancellation", flags.map { $0.contains(.cancellation) }),
      .truths("is_return", flags.map { $0.contains(.isReturn) }),
      .truths("is_outlier", flags.map { $0.contains(.outlier) }),
      .truths("is_high_return_customer", rows.map { isHighReturn[Int(customers[Int($0)])] }),
    ]
    columns += Self.calendar(times)
    columns.append(Self.transactionTypes(flags))
    columns += extras.map { ids($0.name, $0.codes, $0.strings) }
    return withExtendedLifetime(source) { Table(columns: columns) }
  }

  private static func calendar(_ times: [Int64]) -> [Column] {
    let days = times.map { Microseconds.day(of: $0) }
    let dates = dates(days)
    return [
      .integers("year", dates.map(\.year)),
      .integers("month", dates.map(\.month)),
      .integers("day_of_week", days.map { Int32(CivilTime.weekday(ofDays: $0)) }),
      .integers("hour", zip(times, days).map { Int32(($0 - Int64($1) * Microseconds.day) / 3_600_000_000) }),
      .integers("quarter", dates.map { ($0.month + 2) / 3 }),
    ]
  }

  /// Lines come in the order of time, more or less: the day is mostly that of the line before.
  private static func dates(_ days: [Int32]) -> [(year: Int32, month: Int32)] {
    var (last, date) = (Int32.min, (year: Int32(0), month: Int32(0)))
    return days.map { day in
      if day != last {
        let civil = CivilTime.civil(fromDays: day)
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

/// The rows of a verdict in groups of one size, each of which becomes a row group of a file.
struct RowGroups {
  static let rows = 1 << 17
  let lines: CleanedLines
  /// Of the `removal` of a row.
  let isIncluded: (UInt8) -> Bool

  init(_ lines: CleanedLines, where isIncluded: @escaping (UInt8) -> Bool) {
    self.lines = lines
    self.isIncluded = isIncluded
  }

  /// Makes a table of each group, several at a time, and hands them to `write` in order.
  func forEach(
    _ parallelism: Parallelism, _ table: ([Int32]) -> Table, write: (Table) throws -> Void
  ) throws {
    var next = 0
    while next < lines.source.count {
      let first = next
      var groups: [[Int32]] = []
      while groups.count < parallelism.threads, next < lines.source.count { groups.append(group(&next)) }
      let filled = groups.filter { !$0.isEmpty }
      // The tables read what no one writes.
      nonisolated(unsafe) let makeTable = table
      for table in parallelism.map(filled.count, { makeTable(filled[$0]) }) { try write(table) }
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

/// `data/rejected_rows.parquet`: every line that was removed, with the place it came from and why.
enum RejectedRowsOutput {
  static func write(_ lines: CleanedLines, to url: URL, parallelism: Parallelism) throws {
    let source = lines.source
    let texts = Dictionary(grouping: source.unreadable, by: \.row)
      .mapValues { cells in cells.map { "\($0.column.rawValue)='\($0.text)'" }.joined(separator: "; ") }
    let strings = (source.customers.asColumn(), source.orders.asColumn(), source.products.asColumn())
    func table(_ rows: [Int32]) -> Table {
      func ids(_ name: String, _ codes: LongColumn<Int32>, _ strings: StringColumn) -> Column {
        var packed = PackedCodes(strings)
        return packed.column(name, count: rows.count) { codes[Int(rows[$0])] }
      }
      let reasons = rows.map { RemovalReason(rawValue: lines.removal[Int($0)]) }
      return Table(columns: [
        .categories("source_file", rows.map { source.file(ofRow: Int($0)).path }),
        .integers("source_line", rows.map { source.fileLine[Int($0)] }),
        .categories("stage", reasons.map { $0?.stage.rawValue }),
        .categories("reason", reasons.map { $0?.name }),
        .texts("detail", rows.map { texts[Int($0)] }),
        ids("customer_id", source.customer, strings.0),
        ids("order_id", source.order, strings.1),
        ids("product_id", source.product, strings.2),
        .times("order_datetime", rows.map { source.time[Int($0)] }, unknown: SourceLines.unknownTime),
        .reals("quantity", rows.map { source.quantity[Int($0)] }),
        .reals("unit_price", rows.map { source.unitPrice[Int($0)] }),
        .reals("amount", rows.map { source.amount(ofRow: Int($0)) }),
      ])
    }
    let none = table([])
    let writer = try ParquetWriter(path: url.path, fields: none.fields, parallelism: parallelism)
    try RowGroups(lines) { $0 != 0 }.forEach(parallelism, table) { rows in
      try writer.write(rows)
    }
    try writer.close()
  }
}
