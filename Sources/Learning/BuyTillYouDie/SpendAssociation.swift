import CIntrinsics
import Numerics

/// How mean spend per purchase goes with the number of purchases; the Gamma-Gamma model assumes that they are independent.
package struct SpendAssociation: Sendable, Hashable, Codable {
  /// Weighted correlation of purchases and mean spend; nil where one of them is constant but for rounding.
  package let pearson: Double?
  /// The same of their mid-ranks.
  package let spearman: Double?
  /// 95 % interval of `pearson` by Fisher's z, from the weight of customers; nil below 4.
  package let pearsonInterval: ClosedRange<Double>?

  /// Above 0.3 in absolute value by either measure: the model's estimates are biased.
  package var isStrong: Bool { max(abs(pearson ?? 0), abs(spearman ?? 0)) > 0.3 }
}

extension SpendAssociation {
  /// Differences of sums of money up to this share of them are rounding.
  static let rounding = 1e-9

  /// - Parameter rows: customers with purchases and weights above 0.
  init(_ rows: [SpendSummary]) {
    let weights = rows.map(\.weight)
    let purchases = rows.map { Double($0.purchases) }
    let means = rows.map(\.mean)
    let pearson = Self.correlation(purchases, means, weights)
    self.init(
      pearson: pearson,
      spearman: Self.correlation(Self.midRanks(purchases, weights), Self.midRanks(means, weights), weights),
      pearsonInterval: pearson.flatMap { Self.interval($0, customers: weights.reduce(0, +)) })
  }

  private static func interval(_ correlation: Double, customers: Double) -> ClosedRange<Double>? {
    guard customers >= 4, abs(correlation) < 1 else { return nil }
    let (centre, margin) = (atanh(correlation), 1.959963984540054 / (customers - 3).squareRoot())
    return tanh(centre - margin)...tanh(centre + margin)
  }

  private static func correlation(_ x: [Double], _ y: [Double], _ weights: [Double]) -> Double? {
    let total = weights.reduce(0, +)
    func mean(_ values: [Double]) -> Double { zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 } / total }
    let (meanX, meanY) = (mean(x), mean(y))
    var (xx, xy, yy) = (0.0, 0.0, 0.0)
    for row in x.indices {
      let (dx, dy) = (x[row] - meanX, y[row] - meanY)
      xx += weights[row] * dx * dx
      xy += weights[row] * dx * dy
      yy += weights[row] * dy * dy
    }
    func varies(_ squares: Double, about mean: Double) -> Bool {
      (squares / total).squareRoot() > rounding * abs(mean)
    }
    guard varies(xx, about: meanX), varies(yy, about: meanY) else { return nil }
    return min(max(xy / (xx * yy).squareRoot(), -1), 1)
  }

  /// Ranks of weighted values, ties at their middle.
  private static func midRanks(_ values: [Double], _ weights: [Double]) -> [Double] {
    let order = ascendingOrder(of: values).map(Int.init)
    var ranks = [Double](repeating: 0, count: values.count)
    var (start, below) = (0, 0.0)
    while start < order.count {
      var (end, weight) = (start, 0.0)
      let first = values[order[start]]
      while end < order.count, values[order[end]] - first <= rounding * abs(first) {
        weight += weights[order[end]]
        end += 1
      }
      for index in order[start..<end] { ranks[index] = below + weight / 2 }
      (start, below) = (end, below + weight)
    }
    return ranks
  }
}
