import CivilTime
package import Numerics

/// What each customer bought: invoiced lines with positive amounts only, up to the last line of all.
///
/// Customers are numbered in the order of their ids; those without orders are in no report.
package struct PurchaseHistory: Sendable, Hashable {
  /// Microseconds since 1970 of each customer's last line.
  package let lastPurchase: [Int64]
  /// Distinct orders of each customer.
  package let orders: [Int]
  /// Total spend of each customer in millionths of the currency's unit.
  package let spend: [Int64]
  /// Total spend of each customer less returns, of the lines that are used, in millionths of the currency's unit; nil
  /// where none is.
  package let netSpend: [Int64?]
  /// Microseconds since 1970 of the last line of all; recency is measured from exactly one day later.
  package let lastLine: Int64
  /// When customers are scored; nil for the midnight after the last line of all.
  private let scoring: Snapshot?

  /// - Parameters: one element per customer.
  ///   - netSpend: nil without returns.
  ///   - lastLine: time of the last line of all, if later than every `lastPurchase`.
  ///   - scoring: when customers are scored; nil for the midnight after the last line of all.
  package init(
    lastPurchase: [Int64], orders: [Int], spend: [Int64], netSpend: [Int64?]? = nil, lastLine: Int64? = nil,
    scoring: Snapshot? = nil
  ) {
    self.scoring = scoring
    precondition(lastPurchase.count == orders.count && orders.count == spend.count, "one element per customer")
    self.lastPurchase = lastPurchase
    self.orders = orders
    self.spend = spend
    self.netSpend = netSpend ?? spend
    let latest = orders.indices.lazy.filter { orders[$0] > 0 }.map { lastPurchase[$0] }.max()
    self.lastLine = max(lastLine ?? .min, latest ?? .min)
  }
}

extension PurchaseHistory {
  /// Adds up purchase lines.
  ///
  /// - Parameters:
  ///   - customers: their number.
  ///   - customer: index in 0..<customers of each line.
  ///   - order: of each line, any number that distinguishes the orders of a customer.
  ///   - time: microseconds since 1970 of each line.
  ///   - revenue: millionths of the currency's unit of each line.
  package init(
    customers: Int, customer: [Int32], order: [Int32], time: [Int64], revenue: [Int64], context: ExecutionContext
  ) throws(Cancelled) {
    let lines = customer.count
    precondition(order.count == lines && time.count == lines && revenue.count == lines, "one element per line")
    var last = [Int64](repeating: .min, count: customers)
    var spend = [Int64](repeating: 0, count: customers)
    context.progress.expect(lines, unit: SourceLines.progressUnit)
    try context.forEachBlock(of: lines) { block in
      for line in block {
        let index = Int(customer[line])
        last[index] = max(last[index], time[line])
        spend[index] += revenue[line]
      }
      context.progress.advance(by: block.count)
    }
    self.init(
      lastPurchase: last, orders: try Self.distinctOrders(customers, customer, order, context), spend: spend)
  }

  /// Distributes lines by customer, then sorts each customer's orders.
  private static func distinctOrders(
    _ customers: Int, _ customer: [Int32], _ order: [Int32], _ context: ExecutionContext
  ) throws(Cancelled) -> [Int] {
    var start = [Int](repeating: 0, count: customers + 1)
    try context.forEachBlock(of: customer.count) { lines in
      for line in lines { start[Int(customer[line]) + 1] += 1 }
    }
    for index in 0..<customers { start[index + 1] += start[index] }
    var place = start
    var dealt = [Int32](repeating: 0, count: order.count)
    try context.forEachBlock(of: customer.count) { lines in
      for line in lines {
        let index = Int(customer[line])
        dealt[place[index]] = order[line]
        place[index] += 1
      }
    }
    let (lines, ends) = (dealt, start)
    let counts = try context.mapChunks(of: customers) { chunk in
      chunk.map { index in
        let own = lines[ends[index]..<ends[index + 1]].sorted()
        return own.indices.count { $0 == own.startIndex || own[$0] != own[$0 - 1] }
      }
    }
    return Array(counts.joined())
  }

  /// The day on which customers are scored, which is later than the last line where the log ends with returns or
  /// somebody names a later day; never before the midnight after the last line.
  var scoringDay: Snapshot {
    let afterLastLine = Snapshot(day: Microseconds.day(of: lastLine) + 1)
    return scoring.map { max($0, afterLastLine) } ?? afterLastLine
  }

  /// Whole days from the customer's last line to one day after the last line of all: at least 1. This decides who
  /// bought recently enough for the list of margin protection, and is up to one day more than people are told.
  package func recencyDays(of customer: Int) -> Int {
    Int((lastLine + Microseconds.day - lastPurchase[customer]) / Microseconds.day)
  }

  /// Customers with orders.
  var buyers: [Int] { orders.indices.filter { orders[$0] > 0 } }
}

extension PurchaseHistory {
  /// Customers in the order of `invoiced.ids`.
  ///
  /// - Parameters:
  ///   - net: by id, ascending, in millionths of the currency's unit; nil without returns.
  ///   - scoring: as in the other initializer.
  package init(
    _ invoiced: InvoicedSpend, net: (ids: [String], revenue: [Int64])? = nil, scoring: Snapshot? = nil
  ) {
    self.init(
      lastPurchase: invoiced.lastPurchase, orders: invoiced.orders,
      spend: invoiced.spend.map { Int64(clamping: $0.micros) },
      netSpend: net.map { Self.aligned($0.ids, $0.revenue, to: invoiced.ids) }, lastLine: invoiced.lastLine,
      scoring: scoring)
  }

  /// The value of each of `wanted`, which ascend as `ids` do; nil where there is none.
  private static func aligned(_ ids: [String], _ values: [Int64], to wanted: [String]) -> [Int64?] {
    var next = 0
    return wanted.map { id in
      while next < ids.count, id.isAfter(ids[next]) { next += 1 }
      return next < ids.count && ids[next] == id ? values[next] : nil
    }
  }
}

extension String {
  /// In the order of their bytes, as ids are sorted.
  fileprivate func isAfter(_ other: String) -> Bool { other.utf8.lexicographicallyPrecedes(utf8) }
}
