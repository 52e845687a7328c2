/// Columns of a naming by history beside those of the features: the customer's rhythm, and what is usual in the shop.
package enum HistoryColumn: CaseIterable, Sendable {
  /// Days between orders that are usual for the customer.
  case usualGap
  /// Days since the last order, in usual gaps.
  case silence
  /// The shop's limits, the same for every customer: see `RelativeThresholds`.
  case shopGap, lateSilence, longSilence, manyOrders, mostOrders, bigSpend

  /// Name of the column.
  package var name: String {
    switch self {
    case .usualGap: "usual_gap"
    case .silence: "silence"
    case .shopGap: "shop_gap"
    case .lateSilence: "late_silence"
    case .longSilence: "long_silence"
    case .manyOrders: "many_orders"
    case .mostOrders: "most_orders"
    case .bigSpend: "big_spend"
    }
  }
}
