import CivilTime
import Numerics
import Tables

/// What the checks need to know about the lines, from two passes over them.
struct LineFacts: Sendable {
  /// What single rows show.
  let rows: RowCounts
  /// Number of purchase orders by customer code.
  let ordersOfCustomer: [Int]
  /// By customer code, in units of the currency.
  let revenueOfCustomer: [Double]
  /// Dated purchase lines by customer code.
  let linesOfCustomer: [Int]

  /// - Parameters:
  ///   - exclusion: lines that do not count.
  ///   - times: plausible ones.
  ///   - exampleRows: to keep for each check.
  init(
    _ source: SourceLines, _ cancellations: CancellationRule, exclusion: LineExclusion, times: Range<Int64>,
    exampleRows: Int, context: ExecutionContext
  ) throws(Cancelled) {
    let cancelled = cancellations.isCancelled
    let purchases = try PurchaseOrders(source, cancelled: cancelled, exclusion, context)
    ordersOfCustomer = purchases.orders
    revenueOfCustomer = purchases.revenue
    linesOfCustomer = purchases.lines
    let checks = try RowChecks(
      source, exclusion, cancelled: cancelled, shared: purchases.isShared, times: times, exampleRows: exampleRows,
      context)
    rows = try source.mapBlocks(context, checks.counts)
      .reduce(into: RowCounts(exampleRows: exampleRows)) { $0.merge($1) }
  }
}

/// Orders and revenue of each customer, and the orders that several customers share.
private struct PurchaseOrders {
  /// By customer code.
  var orders: [Int]
  /// By customer code.
  var revenue: [Double]
  /// By customer code.
  var lines: [Int]
  /// By order code.
  var isShared: [Bool]

  init(_ source: SourceLines, cancelled: [Bool], _ exclusion: LineExclusion, _ context: ExecutionContext)
    throws(Cancelled)
  {
    var owner = [Int32](repeating: -1, count: source.orders.count)
    var buyer = owner
    var isShared = [Bool](repeating: false, count: source.orders.count)
    var shared: Set<UInt64> = []
    var orders = [Int](repeating: 0, count: source.customers.count)
    var revenue = [Double](repeating: 0, count: source.customers.count)
    var lines = orders
    try source.forEachBlock(context) { range, rows in
      for row in range where rows.customer[row] >= 0 && rows.order[row] >= 0 {
        guard exclusion.reason(row) == nil else { continue }
        let (customer, order) = (Int(rows.customer[row]), Int(rows.order[row]))
        if owner[order] < 0 { owner[order] = Int32(customer) }
        if owner[order] != Int32(customer) { isShared[order] = true }
        guard !cancelled[order], rows.quantity[row] > 0, rows.unitPrice[row] > 0 else { continue }
        if rows.time[row] != SourceLines.unknownTime { lines[customer] += 1 }
        revenue[customer] += rows.amount(row)
        if buyer[order] < 0 {
          buyer[order] = Int32(customer)
          orders[customer] += 1
        } else if buyer[order] != Int32(customer), shared.insert(UInt64(customer) << 32 | UInt64(order)).inserted {
          // An order id shared by several customers is an order of each.
          orders[customer] += 1
        }
      }
    }
    (self.orders, self.revenue, self.lines, self.isShared) = (orders, revenue, lines, isShared)
  }
}
