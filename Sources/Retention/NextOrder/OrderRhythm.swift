import CivilTime
import Numerics

/// When a customer orders, as known at a time. Orders of half a day or less after another one are parts of it.
struct OrderRhythm: Sendable, Equatable {
  /// Orders, parts not counted.
  var orders = 0
  /// The gaps between them.
  var gaps = GapSummary()
  /// Time of the last order or part, in microseconds since 1970-01-01.
  var last = Int64.min

  /// Takes in the next order.
  ///
  /// - Parameter sorted: the gaps so far, in days, ascending; this one is added.
  /// - Returns: the gap before it, in days; nil for the first order and for a part.
  mutating func order(at time: Int64, gaps sorted: inout [Double]) -> Double? {
    defer { last = time }
    guard orders > 0 else {
      orders = 1
      return nil
    }
    let days = Double(time - last) / Double(Microseconds.day)
    guard days > HistorySummaries.shortestGapDays else { return nil }
    orders += 1
    gaps.add(days, to: &sorted)
    return days
  }

  static let groups = 3

  /// Customers of one, of two to four, and of more orders have a curve of their own.
  var group: Int { orders < 2 ? 0 : orders < 5 ? 1 : 2 }
}

/// The orders of customers before a time: net of returns, as those that labels count.
struct KnownOrders: Sendable {
  let histories: CustomerHistories
  let orders: OrderTimes
  let matches: ReturnMatches

  init(_ histories: CustomerHistories, _ orders: OrderTimes, _ basis: RevenueBasis) {
    self.histories = histories
    self.orders = orders
    matches = basis.matches(of: histories)
  }

  /// Calls `body` with each time in order; a customer without returns needs no walk.
  func forEach(of customer: Int, before end: Int64, _ walk: inout NetWalk, _ body: (Int64) -> Void) {
    guard !matches.returns(of: customer).isEmpty else {
      for time in orders.of(customer) {
        if time >= end { break }
        body(time)
      }
      return
    }
    walk.begin(customer)
    walk.advance(to: end)
    for place in 0..<walk.orderCount where walk.isOrder(place) { body(walk.time(ofOrder: place)) }
  }

  /// Maps blocks of customers, in order.
  func map<Summary: Sendable>(
    _ context: ExecutionContext, _ body: @Sendable (Range<Int>, inout NetWalk) -> Summary
  ) throws(Cancelled) -> [Summary] {
    try context.mapChunks(of: histories.customerCount, chunkSize: 1024) { customers in
      var walk = NetWalk(histories, matches)
      defer { histories.releaseMemory(of: customers) }
      return body(customers, &walk)
    }
  }
}
