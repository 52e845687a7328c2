/// A way to cut a leaf in two.
package struct SplitCandidate: Sendable, Equatable {
  package let column: Int
  /// The last bin that goes left.
  package let bin: Int
  package let missingGoesLeft: Bool
  /// Loss reduction, without the factor ½.
  package let gain: Double
  package let left: GradientSums
}

/// Finds the best cut of a leaf, feature by feature, from its histogram.
///
/// A feature with missing values is scanned twice, with these on the left and then on the right (Chen & Guestrin 2016,
/// algorithm 3); among equal gains the first found is kept: lower bin, missing left, lower column.
package struct SplitFinder: Sendable {
  let quantizer: GradientQuantizer
  let lambdaL1: Double
  let lambdaL2: Double
  let minDataInLeaf: Int64
  let minSumHessian: Double
  let minGainToSplit: Double

  package init(quantizer: GradientQuantizer, settings: GradientBoostingSettings) {
    self.quantizer = quantizer
    lambdaL1 = settings.lambdaL1
    lambdaL2 = settings.lambdaL2
    minDataInLeaf = Int64(settings.minDataInLeaf)
    minSumHessian = settings.minSumHessianInLeaf
    minGainToSplit = settings.minGainToSplit
  }

  /// Best cut of one feature, or nil where none is allowed.
  ///
  /// - Parameters:
  ///   - cells: the feature's bins.
  ///   - total: sums of the leaf.
  package func best(
    column: Int, bins: FeatureBins, cells: UnsafePointer<GradientSums>, total: GradientSums
  ) -> SplitCandidate? {
    let missing = bins.hasMissing ? cells[bins.numericBins] : GradientSums()
    var search = Search(total: total, floor: score(quantizer.restore(total)) + minGainToSplit)
    scan(cells, last: bins.numericBins - 2, start: missing, missingGoesLeft: true, &search)
    if missing.count > 0 {
      scan(cells, last: bins.numericBins - 1, start: GradientSums(), missingGoesLeft: false, &search)
    }
    guard let found = search.best else { return nil }
    return SplitCandidate(
      column: column, bin: found.bin, missingGoesLeft: found.missingGoesLeft,
      gain: found.score - score(quantizer.restore(total)), left: found.left)
  }

  private struct Search {
    let total: GradientSums
    /// A cut must score more.
    var floor: Double
    var best: (bin: Int, missingGoesLeft: Bool, score: Double, left: GradientSums)?
  }

  private func scan(
    _ cells: UnsafePointer<GradientSums>, last: Int, start: GradientSums, missingGoesLeft: Bool, _ search: inout Search
  ) {
    var left = start
    for bin in 0..<max(0, last + 1) {
      left += cells[bin]
      if left.count < minDataInLeaf { continue }
      let right = search.total - left
      if right.count < minDataInLeaf { return }
      let leftPair = quantizer.restore(left)
      let rightPair = quantizer.restore(right)
      if leftPair.hessian < minSumHessian || rightPair.hessian < minSumHessian { continue }
      let score = score(leftPair) + score(rightPair)
      if score > search.floor {
        search.floor = score
        search.best = (bin, missingGoesLeft, score, left)
      }
    }
  }

  /// G² / (H + λ₂) with G drawn to zero by λ₁: twice what the best constant takes off the loss.
  func score(_ pair: GradientPair) -> Double {
    let gradient = softThreshold(pair.gradient, lambdaL1)
    let denominator = pair.hessian + lambdaL2
    return denominator > 0 ? gradient * gradient / denominator : 0
  }

  /// −G / (H + λ₂) with G drawn to zero by λ₁.
  func leafValue(_ pair: GradientPair) -> Double {
    let denominator = pair.hessian + lambdaL2
    return denominator > 0 ? -softThreshold(pair.gradient, lambdaL1) / denominator : 0
  }
}

private func softThreshold(_ value: Double, _ threshold: Double) -> Double {
  guard threshold > 0 else { return value }
  let shrunk = max(0, value.magnitude - threshold)
  return value < 0 ? -shrunk : shrunk
}
