import Numerics

/// Collapsed customers as the likelihood of every model of purchases reads them.
///
/// Times are divided by `timeScale`, so that log parameters near 0 fit any unit.
struct PurchaseRows: Sendable {
  let blocks: [PurchaseBlock]
  /// Distinct values of x, ascending, with the weight of the customers who have them.
  let counts: [(repeats: Double, weight: Double)]
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
    var counts: [(repeats: Double, weight: Double)] = []
    for summary in summaries {
      let x = Double(summary.repeats)
      if counts.last?.repeats == x {
        counts[counts.count - 1].weight += summary.weight
      } else {
        counts.append((x, summary.weight))
      }
    }
    let width = Lanes.scalarCount
    let blocks = (0..<(summaries.count + width - 1) / width).map { block in
      var lanes = PurchaseBlock(repeats: .zero, recency: .zero, age: .zero, weight: .zero)
      for lane in 0..<width {
        // The last customer, as one of no weight, fills the last block up: nothing there is out of the ordinary.
        let row = block * width + lane
        let summary = summaries[min(row, summaries.count - 1)]
        lanes.repeats[lane] = Double(summary.repeats)
        lanes.recency[lane] = summary.recency / scale
        lanes.age[lane] = summary.age / scale
        lanes.weight[lane] = row < summaries.count ? summary.weight : 0
      }
      return lanes
    }
    self.init(
      blocks: blocks, counts: counts, customers: totals.customers, repeatPurchases: totals.repeatPurchases,
      timeScale: scale)
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
