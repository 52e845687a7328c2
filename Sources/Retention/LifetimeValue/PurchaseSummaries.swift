import CivilTime
package import Learning
package import Numerics
import Tables

/// Buy-till-you-die summaries at a snapshot: repeat purchases, time of the last, age, in periods (weeks by default).
package struct PurchaseSummaries: Sendable {
  /// Customers with an order before the snapshot, ascending.
  package private(set) var customers: [Int32]
  package private(set) var purchases: [PurchaseSummary]
  /// Repeat purchases and their mean revenue.
  package private(set) var spend: [SpendSummary]

  /// Purchases of one day count as one (Fader, Hardie & Lee 2005); the first is excluded, from the spend too.
  ///
  /// - Parameters:
  ///   - snapshot: nothing at or after it is read.
  ///   - periodDays: the unit of time.
  ///   - isIncluded: by customer; nil for all.
  /// - Throws: `Cancelled`.
  package init(
    histories: CustomerHistories, at snapshot: Snapshot, periodDays: Int, isIncluded: [Bool]? = nil,
    context: ExecutionContext
  ) throws(Cancelled) {
    let parts = try context.mapChunks(of: histories.customerCount, chunkSize: 1024) { customers in
      var part = PurchaseSummaries(customers: [], purchases: [], spend: [])
      for customer in customers where isIncluded?[customer] ?? true {
        part.add(customer, histories, before: snapshot, period: Double(periodDays))
      }
      histories.releaseMemory(of: customers)
      return part
    }
    self.init(
      customers: parts.flatMap(\.customers), purchases: parts.flatMap(\.purchases), spend: parts.flatMap(\.spend))
  }

  private init(customers: [Int32], purchases: [PurchaseSummary], spend: [SpendSummary]) {
    (self.customers, self.purchases, self.spend) = (customers, purchases, spend)
  }

  private mutating func add(
    _ customer: Int, _ histories: CustomerHistories, before snapshot: Snapshot, period: Double
  ) {
    let days = Self.purchaseDays(histories, customer, before: snapshot)
    guard let first = days.first, let last = days.last else { return }
    let repeats = days.dropFirst()
    let mean = repeats.isEmpty ? 0 : repeats.reduce(0) { $0 + $1.revenue } / Double(repeats.count)
    customers.append(Int32(customer))
    purchases.append(
      PurchaseSummary(
        repeats: repeats.count, recency: Double(last.day - first.day) / period,
        age: Double(snapshot.day - first.day) / period))
    spend.append(SpendSummary(purchases: repeats.count, mean: mean))
  }

  private static func purchaseDays(
    _ histories: CustomerHistories, _ customer: Int, before snapshot: Snapshot
  ) -> [(day: Int32, revenue: Double)] {
    let lines = histories.lines
    var days: [(day: Int32, revenue: Double)] = []
    for line in histories.lineRange(of: customer) where !lines.isReturn[line] && lines.time[line] < snapshot.time {
      let day = Microseconds.day(of: lines.time[line])
      let revenue = lines.quantity[line] * lines.unitPrice[line]
      if days.last?.day == day {
        days[days.count - 1].revenue += revenue
      } else {
        days.append((day, revenue))
      }
    }
    return days
  }
}
