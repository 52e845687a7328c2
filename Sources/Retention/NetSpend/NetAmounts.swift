package import Numerics

/// The orders of some neighboring customers before a time, net of the returns before it. An order with nothing left is
/// no order.
package struct NetAmounts: Sendable, Equatable {
  /// Whose orders.
  package let customers: Range<Int>
  /// Orders of the `i`th of these customers: `offsets[i]..<offsets[i + 1]`, in order of time.
  package private(set) var offsets: [Int32] = [0]
  /// Time of each order's first purchase line, in microseconds since 1970-01-01.
  package private(set) var times: [Int64] = []
  /// What is left of the revenue of each order, in millionths of the currency's unit: more than 0.
  package private(set) var amounts: [Int64] = []

  private init(customers: Range<Int>) { self.customers = customers }

  /// Orders of one of the customers.
  package func orders(of customer: Int) -> Range<Int> {
    let index = customer - customers.lowerBound
    return Int(offsets[index])..<Int(offsets[index + 1])
  }

  /// Net revenue of one of the customers.
  package func revenue(of customer: Int) -> Money {
    orders(of: customer).reduce(.zero) { $0 + Money(micros: Int128(amounts[$1])) }
  }

  /// What was left before each of several times, which ascend, in one pass over the lines of the customers.
  package static func before(
    _ times: [Int64], of customers: Range<Int>, _ histories: CustomerHistories, _ matches: ReturnMatches
  ) -> [NetAmounts] {
    precondition(zip(times, times.dropFirst()).allSatisfy { $0 <= $1 }, "times ascend")
    var walk = NetWalk(histories, matches)
    var known = times.map { _ in NetAmounts(customers: customers) }
    for customer in customers {
      walk.begin(customer)
      for (index, time) in times.enumerated() {
        walk.advance(to: time)
        known[index].append(walk)
      }
    }
    return known
  }

  /// What was left before each of several times, which ascend, of all customers.
  package static func before(
    _ times: [Int64], _ histories: CustomerHistories, _ matches: ReturnMatches, context: ExecutionContext
  ) throws(Cancelled) -> [NetAmounts] {
    let blocks = try histories.mapCustomers(context) { before(times, of: $0, histories, matches) }
    return times.indices.map { time in
      var all = NetAmounts(customers: 0..<histories.customerCount)
      for block in blocks { all.append(block[time]) }
      return all
    }
  }

  /// Adds the orders of the next customer.
  private mutating func append(_ walk: borrowing NetWalk) {
    for place in 0..<walk.orderCount where walk.isOrder(place) {
      times.append(walk.time(ofOrder: place))
      amounts.append(walk.amount(ofOrder: place))
    }
    offsets.append(Int32(truncatingIfNeeded: times.count))
  }

  /// Adds the customers that follow.
  private mutating func append(_ other: NetAmounts) {
    let start = offsets[offsets.count - 1]
    offsets.append(contentsOf: other.offsets.dropFirst().map { $0 + start })
    times.append(contentsOf: other.times)
    amounts.append(contentsOf: other.amounts)
  }
}
