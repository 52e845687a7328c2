import CivilTime
package import Numerics
import Tables

/// The times of each customer's purchase orders, ascending; an order's time is that of its earliest purchase line.
package struct OrderTimes: Sendable {
  /// Orders of customer `c`: `offsets[c]..<offsets[c + 1]`.
  package let offsets: [Int]
  /// Microseconds since 1970-01-01.
  package let times: [Int64]

  /// Collects the times of all orders.
  package init(_ histories: CustomerHistories, context: ExecutionContext) throws(Cancelled) {
    let lines = histories.lines
    let chunks = try histories.mapCustomers(context) { customers in
      var counts: [Int] = []
      var times: [Int64] = []
      for customer in customers {
        let before = times.count
        for line in histories.offsets[customer]..<histories.offsets[customer + 1]
        where lines.beginsOrder[line] {
          times.append(lines.time[line])
        }
        counts.append(times.count - before)
      }
      return (counts: counts, times: times)
    }
    var offsets = [0]
    offsets.reserveCapacity(histories.customerCount + 1)
    for chunk in chunks { for count in chunk.counts { offsets.append(offsets[offsets.count - 1] + count) } }
    self.offsets = offsets
    times = chunks.flatMap(\.times)
  }

  /// Customers, those without an order too.
  package var customerCount: Int { offsets.count - 1 }

  /// Times of one customer's orders, ascending.
  package func of(_ customer: Int) -> ArraySlice<Int64> { times[offsets[customer]..<offsets[customer + 1]] }

  /// Orders of a customer in [start, end).
  package func count(of customer: Int, from start: Int64, to end: Int64) -> Int {
    firstOrder(of: customer, notBefore: end) - firstOrder(of: customer, notBefore: start)
  }

  private func firstOrder(of customer: Int, notBefore time: Int64) -> Int {
    times[offsets[customer]..<offsets[customer + 1]].partitioningIndex { $0 >= time }
  }
}
