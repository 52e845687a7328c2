import Numerics

/// Bounds beyond which a price or a quantity is unusual, learned on purchase lines before the churn test snapshot only.
public struct OutlierBounds: Sendable, Equatable {
  public let priceAbove: Double
  /// Bounds on the quantity of a line, signs aside, so that a return is judged as the purchase it undoes.
  public let quantityBelow: Double
  public let quantityAbove: Double
  /// Lines the bounds were learned on.
  public let learnedOn: Int

  /// - Parameters:
  ///   - prices: of purchase lines, not empty.
  ///   - quantities: of the same lines.
  ///   - priceQuantile: probability of the price bound, type 7.
  ///   - iqrMultiplier: k in Q1 − k·IQR … Q3 + k·IQR.
  public init(prices: [Double], quantities: [Double], priceQuantile: Double, iqrMultiplier: Double) {
    let sorted = quantities.sorted()
    let (q1, q3) = (quantile(0.25, ofSorted: sorted) ?? 0, quantile(0.75, ofSorted: sorted) ?? 0)
    priceAbove = quantile(priceQuantile, of: prices) ?? .infinity
    quantityBelow = prices.isEmpty ? -.infinity : q1 - iqrMultiplier * (q3 - q1)
    quantityAbove = prices.isEmpty ? .infinity : q3 + iqrMultiplier * (q3 - q1)
    learnedOn = prices.count
  }

  public func isPriceOutlier(_ price: Double) -> Bool { price > priceAbove }

  public func isQuantityOutlier(_ quantity: Double) -> Bool {
    abs(quantity) > quantityAbove || abs(quantity) < quantityBelow
  }
}
