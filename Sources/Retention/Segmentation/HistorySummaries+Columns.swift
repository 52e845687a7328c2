package import Numerics

extension HistorySummaries {
  /// Usual gap of each customer, in days.
  package func usualGaps(_ thresholds: RelativeThresholds) -> [Double] {
    gaps.map { $0.usual(inShop: thresholds.shopGapDays) }
  }

  /// Silence of each customer: days since the last order in usual gaps of the customer; NaN without an order.
  package func silence(_ thresholds: RelativeThresholds) -> [Double] {
    gaps.indices.map { recencyDays[$0] / gaps[$0].usual(inShop: thresholds.shopGapDays) }
  }
}

extension NamedColumns {
  /// What a naming by history reads: recency, orders, mean order value, net spend and age of each customer under the
  /// features' names, and the columns of `HistoryColumn`.
  package init(_ summaries: HistorySummaries, _ thresholds: RelativeThresholds) {
    let rows = summaries.rows
    let constants: [(HistoryColumn, Double)] = [
      (.shopGap, thresholds.shopGapDays), (.lateSilence, thresholds.lateSilence),
      (.longSilence, thresholds.longSilence),
      (.manyOrders, thresholds.manyOrders), (.mostOrders, thresholds.mostOrders), (.bigSpend, thresholds.bigSpend),
    ]
    let features: [(Feature, [Double])] = [
      (.recencyDays, summaries.recencyDays), (.frequencyCount, summaries.orders),
      (.monetaryAverage, zip(summaries.netValue, summaries.orders).map { $1 > 0 ? $0 / $1 : .nan }),
      (.monetaryTotal, summaries.netValue), (.daysSinceFirstPurchase, summaries.ageDays),
    ]
    let own: [(HistoryColumn, [Double])] = [
      (.usualGap, summaries.usualGaps(thresholds)),
      (.silence, summaries.silence(thresholds)),
    ]
    self.init(
      names: features.map(\.0.name) + own.map(\.0.name) + constants.map(\.0.name),
      columns: features.map(\.1) + own.map(\.1) + constants.map { [Double](repeating: $0.1, count: rows) })
  }
}
