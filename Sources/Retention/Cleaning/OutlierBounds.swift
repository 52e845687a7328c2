import Numerics

/// Bounds beyond which a price or a quantity is an outlier, learned only on purchase lines before the churn test
/// snapshot.
package struct OutlierBounds: Sendable, Equatable {
  /// Higher prices are outliers; infinite if nothing was learned.
  package let priceAbove: Double
  /// Smaller quantities are outliers, signs aside, so that a return is judged like the purchase it undoes.
  package let quantityBelow: Double
  /// Larger quantities are outliers, signs aside.
  package let quantityAbove: Double
  /// Number of lines that the bounds were learned on.
  package let learnedOn: Int

  /// - Parameters:
  ///   - prices: of purchase lines, not empty.
  ///   - quantities: of the same lines.
  ///   - priceQuantile: probability of the price bound, type 7.
  ///   - iqrMultiplier: k in Q1 − k·IQR … Q3 + k·IQR.
  package init(prices: [Double], quantities: [Double], priceQuantile: Double, iqrMultiplier: Double) {
    let sorted = quantities.sorted()
    let (q1, q3) = (quantile(0.25, ofSorted: sorted), quantile(0.75, ofSorted: sorted))
    self.init(
      price: quantile(priceQuantile, of: prices), q1: q1, q3: q3, iqrMultiplier: iqrMultiplier,
      learnedOn: prices.count)
  }

  private init(price: Double?, q1: Double?, q3: Double?, iqrMultiplier: Double, learnedOn: Int) {
    priceAbove = price ?? .infinity
    let (q1, q3) = (q1 ?? -.infinity, q3 ?? .infinity)
    quantityBelow = learnedOn == 0 ? -.infinity : q1 - iqrMultiplier * (q3 - q1)
    quantityAbove = learnedOn == 0 ? .infinity : q3 + iqrMultiplier * (q3 - q1)
    self.learnedOn = learnedOn
  }

  /// Whether a price is beyond the bound.
  package func isPriceOutlier(_ price: Double) -> Bool { price > priceAbove }

  /// Whether a quantity, its sign aside, is beyond one of the bounds.
  package func isQuantityOutlier(_ quantity: Double) -> Bool {
    abs(quantity) > quantityAbove || abs(quantity) < quantityBelow
  }
}

extension OutlierBounds {
  /// The same bounds from the purchase lines before `limit`, without copying them.
  init(
    purchasesOf lines: CleanedLines, before limit: Int64, priceQuantile: Double, iqrMultiplier: Double,
    context: ExecutionContext
  ) throws(Cancelled) {
    let (removal, flags) = (lines.removal, lines.flags)
    let isLearned = { @Sendable (row: Int, rows: SourceRows) in
      removal[row] == 0 && !flags[row].contains(.isReturn) && rows.time[row] < limit
    }
    let count = try lines.source.mapBlocks(context) { range, rows in range.count { isLearned($0, rows) } }.reduce(0, +)
    var price = QuantileSelection([priceQuantile], count: count)
    var quantity = QuantileSelection([0.25, 0.75], count: count)
    while price.needsPass {
      let (prices, quantities) = (price.counts, quantity.counts)
      // Few summaries: each holds tables of counts.
      let passes = try lines.source.mapBlocks(
        context, inRuns: 8, from: (prices, quantities)
      ) { counts, range, rows in
        for row in range where isLearned(row, rows) {
          counts.0.add(rows.unitPrice[row])
          counts.1.add(rows.quantity[row])
        }
      }
      price.take(passes.map(\.0))
      quantity.take(passes.map(\.1))
    }
    self.init(
      price: price.values[0], q1: quantity.values[0], q3: quantity.values[1], iqrMultiplier: iqrMultiplier,
      learnedOn: count)
  }
}
