/// How customers moved between segments since an earlier state.
package struct SegmentMigration: Sendable, Hashable {
  /// One row for each pair of segments with a customer, by earlier segment and then by the number of customers.
  package let rows: [Row]

  package struct Row: Sendable, Hashable {
    /// `notYet` for customers without a line then.
    package let from: String
    package let to: String
    package let customers: Int
    /// Of the customers of `from`, 0 to 1.
    package let share: Double
    /// What these customers have spent by now, less returns, in units of the currency.
    package let netValue: Double
  }

  /// The earlier segment of customers who came later.
  package static let notYet = "(not yet a customer)"
  /// The present segment of customers who are no longer in the data.
  package static let gone = "(no longer in the data)"

  /// - Parameters:
  ///   - customers: earlier name, if any, present name, and present net value of each customer.
  ///   - gone: earlier names of customers who are no longer in the data.
  package init(_ customers: some Sequence<(from: String?, to: String, netValue: Double)>, gone: [String] = []) {
    var sums: [Pair: (customers: Int, value: Double)] = [:]
    func add(_ from: String, _ to: String, _ value: Double) {
      let sum = sums[Pair(from: from, to: to), default: (0, 0)]
      sums[Pair(from: from, to: to)] = (sum.customers + 1, sum.value + value)
    }
    for customer in customers { add(customer.from ?? Self.notYet, customer.to, customer.netValue) }
    for from in gone { add(from, Self.gone, 0) }
    let totals = sums.reduce(into: [String: Int]()) { $0[$1.key.from, default: 0] += $1.value.customers }
    rows = sums.map { pair, sum in
      Row(
        from: pair.from, to: pair.to, customers: sum.customers,
        share: Double(sum.customers) / Double(totals[pair.from]!), netValue: sum.value)
    }.sorted { ($0.from, -$0.customers, $0.to) < ($1.from, -$1.customers, $1.to) }
  }

  /// Customers whose segment is another than before, those who came later left out.
  package var moved: Int { rows.reduce(0) { $0 + ($1.from != $1.to && $1.from != Self.notYet ? $1.customers : 0) } }
}

/// An earlier and a present segment.
private struct Pair: Hashable {
  let from: String
  let to: String
}
