package import Numerics
package import Tables

/// What each customer was invoiced, the basis of the leak and margin reports: every purchase line counts, outliers and
/// duplicates too, whatever cleaning does with them.
package struct InvoicedSpend: Sendable {
  /// Ids of the customers with a purchase line, ascending.
  package let ids: [String]
  /// Time of each customer's last purchase line, in microseconds since 1970-01-01.
  package let lastPurchase: [Int64]
  /// Number of distinct order ids among each customer's purchase lines.
  package let orders: [Int]
  /// Of each customer.
  package let spend: [Money]
  /// Time of the last purchase line of all; `Int64.min` for none.
  package let lastLine: Int64

  /// Purchase lines gathered table by table.
  package struct Lines: Sendable {
    var customer: [Int32] = []
    var order: [Int32] = []
    var time: [Int64] = []
    var amount: [Double] = []
    var customers = StringDictionary()
    var orders = StringDictionary()

    package init() {}

    /// Adds the rows of a table that `isIncluded` admits; each distinct id is looked up once per table.
    ///
    /// - Parameters:
    ///   - table: with `customer_id`, `order_id` and `order_datetime`; an id that is null counts as blank.
    ///   - amount: column of amounts, in units of the currency.
    /// - Throws: `TableError` for a table without these columns, with other types, or without the time of a row that
    ///   is admitted (a rejected line may have none).
    package mutating func append(
      _ table: Table, amount: String, where isIncluded: (_ row: Int) -> Bool
    ) throws(TableError) {
      var customers = try self.customers.codes(for: table.requireColumn(named: "customer_id"), path: table.path)
      var orders = try self.orders.codes(for: table.requireColumn(named: "order_id"), path: table.path)
      if customers.contains(-1) { Self.replace(&customers, with: self.customers.code(for: "")) }
      if orders.contains(-1) { Self.replace(&orders, with: self.orders.code(for: "")) }
      let amounts = try table.doubles(named: amount)
      let ordered = try table.requireColumn(named: "order_datetime")
      guard case .timestamp(let column) = ordered.values else {
        throw .wrongType(
          column: ordered.name, path: table.path, expected: "timestamp", found: ordered.values.type.description)
      }
      let times = column.array
      for row in 0..<table.rowCount where isIncluded(row) {
        if column.isNull(row) { throw .nullValue(column: ordered.name, path: table.path, row: row) }
        customer.append(customers[row])
        order.append(orders[row])
        time.append(times[row])
        self.amount.append(amounts[row])
      }
    }

    private static func replace(_ codes: inout [Int32], with blank: Int32) {
      for row in codes.indices where codes[row] < 0 { codes[row] = blank }
    }
  }

  /// Adds up gathered purchase lines.
  package init(_ lines: Lines, context: ExecutionContext) throws(Cancelled) {
    var sums = Sums(customers: lines.customers.count, orders: lines.orders.count)
    context.progress.expect(lines.time.count, unit: SourceLines.progressUnit)
    try context.forEachBlock(of: lines.time.count) { rows in
      for row in rows {
        sums.add(
          customer: lines.customer[row], order: lines.order[row], time: lines.time[row], amount: lines.amount[row])
      }
      context.progress.advance(by: rows.count)
    }
    try self.init(sums, lines.customers, context)
  }

  /// - Parameter isPurchase: whether a row is a purchase of a known customer, outlier or duplicate or not.
  init(
    _ source: SourceLines, context: ExecutionContext, isPurchase: (Int, SourceRows) -> Bool
  ) throws(Cancelled) {
    var sums = Sums(customers: source.customers.count, orders: source.orders.count)
    try source.forEachBlock(context) { range, rows in
      for row in range where isPurchase(row, rows) {
        sums.add(customer: rows.customer[row], order: rows.order[row], time: rows.time[row], amount: rows.amount(row))
      }
    }
    try self.init(sums, source.customers, context)
  }

  /// Sums by customer code.
  private struct Sums {
    var last: [Int64]
    var spend: [Money]
    var orders: [Int]
    /// The first customer of each order; −1 before it is seen.
    private var owner: [Int32]
    /// Customer and order, of orders with several customers.
    private var shared: Set<UInt64> = []

    init(customers: Int, orders: Int) {
      last = [Int64](repeating: .min, count: customers)
      spend = [Money](repeating: .zero, count: customers)
      self.orders = [Int](repeating: 0, count: customers)
      owner = [Int32](repeating: -1, count: orders)
    }

    mutating func add(customer: Int32, order: Int32, time: Int64, amount: Double) {
      let (code, orderCode) = (Int(customer), Int(order))
      last[code] = max(last[code], time)
      spend[code] += Money(amount)
      if owner[orderCode] < 0 {
        owner[orderCode] = customer
        orders[code] += 1
      } else if owner[orderCode] != customer, shared.insert(UInt64(code) << 32 | UInt64(orderCode)).inserted {
        orders[code] += 1
      }
    }
  }

  private init(_ sums: Sums, _ customers: StringDictionary, _ context: ExecutionContext) throws(Cancelled) {
    let present = try customers.sortedCodes(context: context).filter { sums.last[Int($0)] > .min }
    ids = present.map { customers[$0] }
    lastPurchase = present.map { sums.last[Int($0)] }
    orders = present.map { sums.orders[Int($0)] }
    spend = present.map { sums.spend[Int($0)] }
    lastLine = lastPurchase.max() ?? .min
  }
}
