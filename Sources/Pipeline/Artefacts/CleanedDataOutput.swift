import Foundation
import Retention
import Tables

/// `data/cleaned_data.parquet`: the lines that stay, in the order of the source, with what is derived from them.
struct CleanedDataOutput {
  let lines: CleanedLines
  /// By customer code: more of the customer's lines are returns than the config calls normal.
  let isHighReturn: [Bool]
  private let dictionaries: (customers: StringColumn, orders: StringColumn, products: StringColumn)
  static let rowGroupRows = 1 << 17

  init(_ lines: CleanedLines, isHighReturn: [Bool]) {
    self.lines = lines
    self.isHighReturn = isHighReturn
    let source = lines.source
    dictionaries = (source.customers.asColumn(), source.orders.asColumn(), source.products.asColumn())
  }

  func write(to url: URL) throws {
    let kept = (0..<lines.source.count).filter { lines.isKept($0) }
    var writer: ParquetWriter?
    for start in stride(from: 0, to: kept.count, by: Self.rowGroupRows) {
      let table = table(kept[start..<min(start + Self.rowGroupRows, kept.count)])
      let open = try writer ?? ParquetWriter(path: url.path, fields: table.fields)
      try open.write(table)
      writer = open
    }
    try writer?.close()
  }

  private func table(_ rows: ArraySlice<Int>) -> Table {
    let source = lines.source
    let times = rows.map { source.time[$0] }
    let flags = rows.map { lines.flags[$0] }
    let dates = times.map { CivilTime.civil(fromDays: Microseconds.day(of: $0)) }
    var columns: [Column] = [
      .codes("customer_id", rows.map { source.customer[$0] }, dictionaries.customers),
      .codes("order_id", rows.map { source.order[$0] }, dictionaries.orders),
      .codes("product_id", rows.map { source.product[$0] }, dictionaries.products),
      .times("order_datetime", times),
      .reals("quantity", rows.map { source.quantity[$0] }),
      .reals("unit_price", rows.map { source.unitPrice[$0] }),
      .reals("revenue", rows.map { source.amount(ofRow: $0) }),
      .truths("is_duplicate", flags.map { $0.contains(.duplicate) }),
      .truths("is_cancellation", flags.map { $0.contains(.cancellation) }),
      .truths("is_return", flags.map { $0.contains(.isReturn) }),
      .truths("is_outlier", flags.map { $0.contains(.outlier) }),
      .truths("is_high_return_customer", rows.map { isHighReturn[Int(source.customer[$0])] }),
      .integers("year", dates.map { Int32($0.year) }),
      .integers("month", dates.map { Int32($0.month) }),
      .integers("day_of_week", times.map { Int32(CivilTime.weekday(ofDays: Microseconds.day(of: $0))) }),
      .integers("hour", times.map { Int32(($0 - Int64(Microseconds.day(of: $0)) * Microseconds.day) / 3_600_000_000) }),
      .integers("quarter", dates.map { Int32(($0.month + 2) / 3) }),
      .categories("transaction_type", flags.map(Self.transactionType)),
    ]
    let taken = Set(columns.map(\.name))
    columns += source.extras.map { extra in
      extra.column(rows, name: taken.contains(extra.name) ? "source_\(extra.name)" : extra.name)
    }
    return Table(columns: columns)
  }

  private static func transactionType(_ flags: LineFlags) -> String {
    flags.contains(.cancellation) ? "cancellation" : flags.contains(.isReturn) ? "return" : "purchase"
  }
}

extension ExtraColumn {
  func column(_ rows: ArraySlice<Int>, name: String) -> Column {
    switch values {
    case .text(let codes, let dictionary): .codes(name, rows.map { codes[$0] }, dictionary.asColumn())
    }
  }
}

/// `data/rejected_rows.parquet`: every line that was removed, with the place it came from and why.
enum RejectedRowsOutput {
  static func write(_ lines: CleanedLines, to url: URL) throws {
    let source = lines.source
    let rows = (0..<source.count).filter { !lines.isKept($0) }
    let reasons = rows.map { RemovalReason(rawValue: lines.removal[$0]) }
    let texts = Dictionary(grouping: source.unreadable, by: \.row)
      .mapValues { cells in cells.map { "\($0.column.rawValue)='\($0.text)'" }.joined(separator: "; ") }
    let table = Table(columns: [
      .categories("source_file", rows.map { source.file(ofRow: $0).path }),
      .integers("source_line", rows.map { source.fileLine[$0] }),
      .categories("stage", reasons.map { $0?.stage.rawValue }),
      .categories("reason", reasons.map { $0?.name }),
      .texts("detail", rows.map { texts[$0] }),
      .codes("customer_id", rows.map { source.customer[$0] }, source.customers.asColumn()),
      .codes("order_id", rows.map { source.order[$0] }, source.orders.asColumn()),
      .codes("product_id", rows.map { source.product[$0] }, source.products.asColumn()),
      .times("order_datetime", rows.map { source.time[$0] }, unknown: SourceLines.unknownTime),
      .reals("quantity", rows.map { source.quantity[$0] }),
      .reals("unit_price", rows.map { source.unitPrice[$0] }),
      .reals("amount", rows.map { source.amount(ofRow: $0) }),
    ])
    try TableOutput.writeParquet(table, to: url)
  }
}
