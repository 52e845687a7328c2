import CivilTime
package import Numerics
import Tables

/// The customers of a shop as of a time, in a few figures each: from their whole history before it, net of the returns
/// known before it. The columns have a row for each customer with a line before that time, whether purchase or return.
package struct HistorySummaries: Sendable, Equatable {
  /// What happened before it is known.
  package let snapshot: Snapshot
  /// Number of each customer, ascending.
  package private(set) var customers: [Int32] = []
  /// Orders with something left after returns; one placed in parts, within half a day of the order before, counts once.
  package private(set) var orders: [Double] = []
  /// What is left of the orders' revenue, in units of the currency: more than 0 where there is an order.
  package private(set) var netValue: [Double] = []
  /// Days from the last order to the snapshot; NaN without an order.
  package private(set) var recencyDays: [Double] = []
  /// Days from the first purchase to the snapshot, also one that came back: who bought a year ago is not new. NaN without
  /// one.
  package private(set) var ageDays: [Double] = []
  /// Gaps between consecutive orders, those of half a day or less left out: an order placed in parts.
  package private(set) var gaps: [GapSummary] = []

  package init(at snapshot: Snapshot) { self.snapshot = snapshot }

  /// Customers with a line before the snapshot.
  package var rows: Int { customers.count }

  /// The row of a customer; nil for one without a line before the snapshot.
  package func row(of customer: Int32) -> Int? {
    let row = customers.partitioningIndex { $0 >= customer }
    return row < customers.count && customers[row] == customer ? row : nil
  }
}

/// The gaps between the orders of a customer, in days.
package struct GapSummary: Sendable, Equatable {
  package private(set) var count = 0
  /// Sum of the natural logarithms of the gaps.
  package private(set) var sumOfLogs = 0.0
  /// NaN without a gap.
  package private(set) var median = Double.nan
  /// NaN without a gap.
  package private(set) var longest = Double.nan

  package init() {}

  /// - Parameter gaps: in days, all above 0; they are sorted in place.
  package init(_ gaps: inout [Double]) {
    guard !gaps.isEmpty else { return }
    for gap in gaps { sumOfLogs += logarithm(gap) }
    gaps.sort()
    take(gaps)
  }

  /// Takes in one more gap.
  ///
  /// - Parameters:
  ///   - gap: in days, above 0.
  ///   - sorted: the gaps so far, ascending; this one is added.
  mutating func add(_ gap: Double, to sorted: inout [Double]) {
    sumOfLogs += logarithm(gap)
    sorted.insert(gap, at: sorted.partitioningIndex { $0 > gap })
    take(sorted)
  }

  private mutating func take(_ sorted: [Double]) {
    count = sorted.count
    median = quantile(0.5, ofSorted: sorted) ?? .nan
    longest = sorted[sorted.count - 1]
  }
}

extension HistorySummaries {
  /// Gaps of up to this many days are not counted.
  package static let shortestGapDays = 0.5

  /// Describes the customers as of several snapshots, in one pass over their lines.
  ///
  /// - Parameter snapshots: ascending.
  package static func at(
    _ snapshots: [Snapshot], _ histories: CustomerHistories, _ matches: ReturnMatches, context: ExecutionContext
  ) throws(Cancelled) -> [HistorySummaries] {
    let times = snapshots.map(\.time)
    let blocks = try histories.mapCustomers(context) { customers in
      let known = NetAmounts.before(times, of: customers, histories, matches)
      return zip(snapshots, known).map { HistorySummaries($0, $1, histories) }
    }
    return snapshots.indices.map { index in
      blocks.reduce(into: HistorySummaries(at: snapshots[index])) { $0.append($1[index]) }
    }
  }

  private init(_ snapshot: Snapshot, _ amounts: NetAmounts, _ histories: CustomerHistories) {
    self.init(at: snapshot)
    let day = Double(Microseconds.day)
    var between: [Double] = []
    for customer in amounts.customers {
      let lines = histories.lineRange(of: customer)
      guard !lines.isEmpty, histories.lines.time[lines.lowerBound] < snapshot.time else { continue }
      let orders = amounts.orders(of: customer)
      between.removeAll(keepingCapacity: true)
      for order in orders.dropFirst() {
        let gap = Double(amounts.times[order] - amounts.times[order - 1]) / day
        if gap > Self.shortestGapDays { between.append(gap) }
      }
      customers.append(Int32(truncatingIfNeeded: customer))
      self.orders.append(Double(orders.isEmpty ? 0 : between.count + 1))
      netValue.append(amounts.revenue(of: customer).value)
      recencyDays.append(orders.last.map { Double(snapshot.time - amounts.times[$0]) / day } ?? .nan)
      let first = lines.first { !histories.lines.isReturn[$0] && histories.lines.time[$0] < snapshot.time }
      ageDays.append(first.map { Double(snapshot.time - histories.lines.time[$0]) / day } ?? .nan)
      gaps.append(GapSummary(&between))
    }
  }

  /// Adds the customers that follow.
  private mutating func append(_ other: HistorySummaries) {
    customers += other.customers
    orders += other.orders
    netValue += other.netValue
    recencyDays += other.recencyDays
    ageDays += other.ageDays
    gaps += other.gaps
  }
}
