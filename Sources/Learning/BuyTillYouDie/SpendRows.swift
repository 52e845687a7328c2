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
  let counts: [(purchases: Double, weight: Double)]
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
    var counts: [(purchases: Double, weight: Double)] = []
    for summary in summaries {
      let x = Double(summary.purchases)
      if counts.last?.purchases == x {
        counts[counts.count - 1].weight += summary.weight
      } else {
        counts.append((x, summary.weight))
      }
    }
    let width = Lanes.scalarCount
    let blocks = (0..<(summaries.count + width - 1) / width).map { block in
      var lanes = Block(purchases: .zero, spent: .zero, weight: .zero)
      for lane in 0..<width {
        let row = block * width + lane
        let summary = summaries[min(row, summaries.count - 1)]
        lanes.purchases[lane] = Double(summary.purchases)
        lanes.spent[lane] = Double(summary.purchases) * (summary.mean / scale)
        lanes.weight[lane] = row < summaries.count ? summary.weight : 0
      }
      return lanes
    }
    self.init(
      blocks: blocks, counts: counts, customers: customers,
      logMeans: summaries.reduce(0) { $0 + $1.weight * log($1.mean / scale) }, moneyScale: scale)
  }
}
