import Numerics

/// Collapsed customers as the likelihood of every model of purchases reads them.
///
/// Times are divided by `timeScale`, so that log parameters near 0 fit any unit.
struct PurchaseRows: Sendable {
  let blocks: [PurchaseBlock]
  /// Distinct values of x, ascending, with the weight of the customers who have them.
  let counts: [(count: Double, weight: Double)]
  /// Σ weight.
  let customers: Double
  /// Σ weight · x.
  let repeatPurchases: Double
  /// The mean age, or 1 where that is 0.
  let timeScale: Double
}

extension PurchaseRows {
  /// - Parameters:
  ///   - summaries: checked and collapsed, so ascending in x.
  ///   - timeScale: of the customers whom these are a sample of; nil for their own.
  init(_ summaries: [PurchaseSummary], timeScale: Double? = nil) {
    let totals = PurchaseTotals(summaries)
    let scale = timeScale ?? totals.timeScale
    let empty = PurchaseBlock(repeats: .zero, recency: .zero, age: .zero, weight: .zero)
    let blocks = laneBlocks(of: summaries, empty: empty, weight: \.weight) { block, lane, summary, weight in
      block.repeats[lane] = Double(summary.repeats)
      block.recency[lane] = summary.recency / scale
      block.age[lane] = summary.age / scale
      block.weight[lane] = weight
    }
    self.init(
      blocks: blocks, counts: weightedCounts(summaries, of: \.repeats, weight: \.weight),
      customers: totals.customers, repeatPurchases: totals.repeatPurchases, timeScale: scale)
  }
}

/// What any likelihood of purchases needs to know of all customers.
struct PurchaseTotals {
  let customers: Double
  let repeatPurchases: Double
  /// The mean age, or 1 where that is 0.
  let timeScale: Double

  init(_ summaries: [PurchaseSummary]) {
    customers = summaries.reduce(0) { $0 + $1.weight }
    repeatPurchases = summaries.reduce(0) { $0 + $1.weight * Double($1.repeats) }
    let meanAge = summaries.reduce(0) { $0 + $1.weight * $1.age } / customers
    timeScale = meanAge > 0 ? meanAge : 1
  }
}
