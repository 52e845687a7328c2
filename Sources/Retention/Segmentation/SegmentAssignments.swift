import Numerics

/// The segment of every customer with a line before the scoring snapshot, also of those who are not scored.
package struct SegmentAssignments: Sendable, Equatable {
  /// Name of each row's segment.
  package let names: [String]
  /// Whether the row's customer is scored; the scored rows are those of the scoring snapshot, in their order.
  package let isScored: [Bool]
  /// Whole days since the last order; NaN without an order. This and what follows is of the whole history, net of returns.
  package let recencyDays: [Double]
  package let orders: [Double]
  /// In units of the currency.
  package let netValue: [Double]

  package init(names: [String], isScored: [Bool], recencyDays: [Double], orders: [Double], netValue: [Double]) {
    precondition(
      [isScored.count, recencyDays.count, orders.count, netValue.count].allSatisfy { $0 == names.count },
      "one element per customer")
    self.names = names
    self.isScored = isScored
    self.recencyDays = recencyDays
    self.orders = orders
    self.netValue = netValue
  }

  /// A customer without a net order is that, others who are not scored have not ordered in the window.
  package static let noRecentOrder = "No recent order"

  /// - Parameters:
  ///   - names: of the rows of `summaries`, by a naming of histories; nil for another, whose names are `scoredNames`.
  ///   - scored: numbers of the scored customers, ascending.
  ///   - scoredNames: name of each scored customer.
  package init(_ summaries: HistorySummaries, names: [String]?, scored: [Int32], scoredNames: [String]) {
    var next = 0
    var isScored = [Bool](repeating: false, count: summaries.rows)
    var rowNames = names ?? []
    rowNames.reserveCapacity(summaries.rows)
    for row in 0..<summaries.rows {
      isScored[row] = next < scored.count && scored[next] == summaries.customers[row]
      if names == nil {
        rowNames.append(
          isScored[row]
            ? scoredNames[next] : summaries.orders[row] > 0 ? Self.noRecentOrder : RelativeNaming.noNetPurchase)
      }
      if isScored[row] { next += 1 }
    }
    precondition(next == scored.count, "scored customers have a line before the scoring snapshot")
    self.init(
      names: rowNames, isScored: isScored, recencyDays: summaries.recencyDays.map { $0.rounded(.down) },
      orders: summaries.orders,
      netValue: summaries.netValue)
  }

  /// Names of the scored rows.
  package var scoredNames: [String] { names.indices.filter { isScored[$0] }.map { names[$0] } }

  /// Customers who are not scored.
  package var notScored: Int { isScored.count { !$0 } }
}
