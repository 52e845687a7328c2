public import Learning

/// Buy-till-you-die summaries at a snapshot: repeat purchases, time of the last, age, in weeks.
public struct PurchaseSummaries: Sendable {
  /// Customers with an order before the snapshot, ascending.
  public let customers: [Int32]
  public let summaries: [PurchaseSummary]
  /// Mean revenue of each customer's repeat purchases; 0 without any.
  public let repeatMeans: [Double]

  /// Purchases of one day count as one (Fader, Hardie & Lee 2005); the first is excluded, from the means too.
  ///
  /// - Parameter snapshot: nothing at or after it is read.
  public init(histories: CustomerHistories, at snapshot: Snapshot) {
    let week = 7.0
    var (customers, summaries, means) = ([Int32](), [PurchaseSummary](), [Double]())
    for customer in 0..<histories.customerCount {
      let days = Self.purchaseDays(histories, customer, before: snapshot)
      guard let first = days.first, let last = days.last else { continue }
      let repeats = days.dropFirst()
      customers.append(Int32(customer))
      summaries.append(
        PurchaseSummary(
          repeats: repeats.count, recency: Double(last.day - first.day) / week,
          age: Double(snapshot.day - first.day) / week))
      means.append(repeats.isEmpty ? 0 : repeats.reduce(0) { $0 + $1.revenue } / Double(repeats.count))
    }
    (self.customers, self.summaries, repeatMeans) = (customers, summaries, means)
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
