import Retention
import Tables

extension InvoicedSpend.Lines {
  /// Customer, order, microseconds and amount of each line.
  init(_ rows: [(customer: String, order: String?, time: Int64?, amount: Double)]) throws {
    self.init()
    try append(rows) { _ in true }
  }

  mutating func append(
    _ rows: [(customer: String, order: String?, time: Int64?, amount: Double)], where isIncluded: (Int) -> Bool
  ) throws {
    let table = Table(columns: [
      .categories("customer_id", rows.map(\.customer)), .strings("order_id", rows.map(\.order)),

      .times("order_datetime", rows.map { $0.time ?? .min }, unknown: .min), .doubles("amount", rows.map(\.amount)),
    ])
    try append(table, amount: "amount", where: isIncluded)
  }
}
