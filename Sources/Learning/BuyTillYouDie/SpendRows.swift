import CIntrinsics
import Numerics

/// Customers with purchases as the Gamma-Gamma likelihood reads them.
///
/// Money is divided by `moneyScale`, so that log parameters near 0 fit any currency.
struct SpendRows: Sendable {
  /// Eight customers side by side; those that only fill a block up have weight 0.
  struct Block {
    var purchases: Lanes
    /// x · m̄.
    var spent: Lanes
    var weight: Lanes
  }

  let blocks: [Block]
  /// Distinct values of x, ascending, with the weight of the customers who have them.
  let counts: [(count: Double, weight: Double)]
  /// Σ weight.
  let customers: Double
  /// Σ weight · ln m̄.
  let logMeans: Double
  /// The mean of the means.
  let moneyScale: Double
}

extension SpendRows {
  /// - Parameters:
  ///   - summaries: checked, with purchases and weights above 0, ascending in purchases; not empty.
  ///   - moneyScale: of the customers whom these are a sample of; nil for their own.
  init(_ summaries: [SpendSummary], moneyScale: Double? = nil) {
    let customers = summaries.reduce(0) { $0 + $1.weight }
    let scale = moneyScale ?? summaries.reduce(0) { $0 + $1.weight * $1.mean } / customers
    let empty = Block(purchases: .zero, spent: .zero, weight: .zero)
    let blocks = laneBlocks(of: summaries, empty: empty, weight: \.weight) { block, lane, summary, weight in
      block.purchases[lane] = Double(summary.purchases)
      block.spent[lane] = Double(summary.purchases) * (summary.mean / scale)
      block.weight[lane] = weight
    }
    self.init(
      blocks: blocks, counts: weightedCounts(summaries, of: \.purchases, weight: \.weight), customers: customers,
      logMeans: summaries.reduce(0) { $0 + $1.weight * log($1.mean / scale) }, moneyScale: scale)
  }
}
