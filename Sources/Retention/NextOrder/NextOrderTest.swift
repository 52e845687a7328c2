import CivilTime
package import Numerics

/// Dates as they would have been told at an earlier snapshot, beside what came.
package struct NextOrderTest: Sendable, Equatable {
  package let snapshot: Snapshot
  /// Of each customer whose dates all lay within the data: whether the next order lay between them. Which customers these
  /// are depends on the dates alone, and not on what came.
  package private(set) var within: [Bool] = []
  /// Of each customer whose middle date lay within the data: days from it to the next order; infinite without one.
  package private(set) var errors: [Double] = []
  /// The same of the last order and one usual gap.
  package private(set) var baselineErrors: [Double] = []
  /// Whether the next order of the customers of `errors` had come by their middle date.
  package private(set) var byMiddle: [Bool] = []
  /// Of all customers with an order and a curve: days between the middle date and the next order, with dates after the
  /// data's last day, unknown ones and orders that never came put on the day after it. The median of a date that is cut
  /// off so has the least mean of these.
  package private(set) var cutErrors: [Double] = []
  /// The same of the last order and one usual gap.
  package private(set) var baselineCutErrors: [Double] = []
  /// Chance of an order within the horizon, and whether there was one.
  package private(set) var chances: [Double] = []
  package private(set) var isBack: [Bool] = []

  /// - Parameters:
  ///   - model: learned at the test snapshot.
  ///   - customers: who would have been scored there.
  ///   - dataEnd: time of the last line.
  package init(
    _ model: NextOrderModel, of customers: [Int32], _ histories: CustomerHistories, _ orders: OrderTimes,
    _ basis: RevenueBasis, dataEnd: Int64, horizonDays: Int, context: ExecutionContext
  ) throws(Cancelled) {
    snapshot = model.snapshot
    let start = snapshot.time
    let known = KnownOrders(histories, orders, basis)
    let next = try known.map(context) { customers, walk in
      customers.map { customer in
        var first: Int64?
        known.forEach(of: customer, before: dataEnd + 1, &walk) { time in
          if first == nil, time >= start { first = time }
        }
        return first
      }
    }.flatMap(\.self)
    // The last day is not over where the data ends.
    let lastDay = Microseconds.day(of: dataEnd) - 1
    for customer in customers {
      let dates = model.nextOrder(of: customer)
      let came = next[Int(customer)]
      let day = came.map { Microseconds.day(of: $0) }
      if let low = dates.low, let high = dates.high, high <= lastDay {
        within.append(day.map { low <= $0 && $0 <= high } ?? false)
      }
      if let middle = dates.middle, middle <= lastDay, let guess = model.guess(of: customer) {
        byMiddle.append(day.map { $0 <= middle } ?? false)
        errors.append(day.map { Double(abs($0 - middle)) } ?? .infinity)
        baselineErrors.append(day.map { abs(Double($0 - snapshot.day) - guess.rounded()) } ?? .infinity)
      }
      if let guess = model.guess(of: customer), dates.reason != .fewGaps {
        let cut = lastDay + 1
        let (next, middle) = (min(day ?? cut, cut), min(dates.middle ?? cut, cut))
        let naive = min(Double(snapshot.day) + guess.rounded(), Double(cut))
        cutErrors.append(Double(abs(next - middle)))
        baselineCutErrors.append(abs(Double(next) - naive))
      }
      if let chance = model.chance(of: customer, within: horizonDays) {
        chances.append(chance)
        isBack.append(came.map { $0 < snapshot.adding(days: horizonDays).time } ?? false)
      }
    }
  }
}
