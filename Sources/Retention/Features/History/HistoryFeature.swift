/// One of the features of a customer's whole history before a snapshot, in the order of the columns of
/// `SnapshotHistory`. Ages, gaps and tenure are in fractional days.
package enum HistoryFeature: Int, CaseIterable, Sendable {
  case orderAge1, orderAge2, orderAge3, orderAge4, orderAge5
  case decayedOrders15d, decayedOrders30d, decayedOrders60d, decayedOrders120d
  case shortestGap, longestGap, meanGap, lastGap
  case recencyOverLongestGap, recencyOverMeanGap
  case orders, netRevenue, tenure, activeMonths, activeDays
  case linesPerOrder, itemsPerLine, repeatLineShare, products, medianPrice
  case returnedValue, returnedShare

  /// 27.
  package static let count = allCases.count
}

extension HistoryFeature {
  /// Name of the column.
  package var name: String { description.name }

  /// The feature of a column; nil for other names.
  package static func named(_ name: String) -> HistoryFeature? { byName[name] }
  private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })

  /// The entry in the catalogue.
  package var description: Feature.Description { Self.catalogue[rawValue] }

  private static let catalogue: [Feature.Description] =
    orderRows + gapRows + totalRows + basketRows

  private static func row(_ name: String, _ unit: String, _ meaning: String, null: String? = nil) -> Feature.Description
  {
    Feature.Description(
      name: "history_" + name, type: .real, unit: unit, group: "history", meaning: meaning, nullRule: null)
  }

  private static let orderRows =
    [
      row("order_age_1", "days", "days from the last order to the snapshot", null: noOrder)
    ]
    + ["second", "third", "fourth", "fifth"].enumerated().map { index, place in
      row(
        "order_age_\(index + 2)", "days", "days from the \(place) to last order to the snapshot",
        null: "fewer than \(["two", "three", "four", "five"][index]) orders before the snapshot")
    }
    + [15, 30, 60, 120].map { days in
      row("decayed_orders_\(days)d", "orders", "orders, each of which counts half as much every \(days) days")
    }

  private static let gapRows = [
    row("gap_shortest", "days", "shortest gap between consecutive orders, of those over half a day", null: noGap),
    row("gap_longest", "days", "longest gap between consecutive orders", null: noGap),
    row("gap_mean", "days", "mean of the gaps between consecutive orders that are over half a day", null: noGap),
    row("gap_last", "days", "latest gap between consecutive orders, of those over half a day", null: noGap),
    row("recency_over_longest_gap", "ratio", "age of the last order over the longest gap", null: noGap),
    row("recency_over_mean_gap", "ratio", "age of the last order over the mean gap", null: noGap),
  ]

  private static let totalRows = [
    row("orders", "orders", "orders before the snapshot"),
    row("net_revenue", "currency", "revenue of the orders, net of returns where features are"),
    row("tenure_days", "days", "days from the first order to the snapshot", null: noOrder),
    row("active_months", "30-day buckets", "30-day buckets, counted back from the snapshot, that hold an order"),
    row("active_days", "days", "calendar days that hold an order"),
  ]

  private static let basketRows = [
    row("lines_per_order", "lines", "purchase lines per order", null: noOrder),
    row("items_per_line", "items", "mean quantity of a purchase line", null: noOrder),
    row(
      "repeat_line_share", "share", "share of purchase lines whose product was first bought in another order",
      null: noOrder),
    row("products", "products", "distinct products bought"),
    row("median_price", "currency", "median unit price of the purchase lines", null: noOrder),
    row("returned_value", "currency", "value of all returns before the snapshot"),
    row(
      "returned_share", "share", "value of the returns over the revenue before returns",
      null: "nothing bought before the snapshot"),
  ]

  private static let noOrder = "no order before the snapshot"
  private static let noGap = "no gap of more than half a day between orders"
}
