import Numerics

/// Finds the best split of a leaf, feature by feature, from its histogram.
///
/// A feature with missing values is scanned twice, with these on the left and then on the right (Chen & Guestrin 2016,
/// algorithm 3); among equal gains the first found is kept: lower bin, missing left, lower column.
package struct SplitFinder: Sendable {
  let quantizer: GradientQuantizer
  let settings: GradientBoostingSettings
  /// One per column; empty where nothing is constrained.
  let constraints: [MonotoneDirection?]

  package init(
    quantizer: GradientQuantizer, settings: GradientBoostingSettings, constraints: [MonotoneDirection?] = []
  ) {
    (self.quantizer, self.settings, self.constraints) = (quantizer, settings, constraints)
  }

  /// Best split by one feature; nil where none is allowed.
  ///
  /// - Parameter cells: the feature's bins, with zeros up to a multiple of 8.
  package func best(
    column: Int, bins: FeatureBins, cells: HistogramCells, leaf: LeafSummary
  ) -> SplitCandidate? {
    if bins.categories != nil { return bestCategories(column: column, bins: bins, cells: cells, leaf: leaf) }
    if !constraints.isEmpty { return bestConstrained(column: column, bins: bins, cells: cells, leaf: leaf) }
    guard let scan = LeafScan(leaf, quantizer, settings) else { return nil }
    return bestOfNumbers(column: column, shape: ColumnShape(bins), cells: cells, scan, toBeat: nil)
  }

  /// The same for a feature of numbers without a direction.
  ///
  /// - Parameter toBeat: a split that is not better than it need not be found.
  func bestOfNumbers(
    column: Int, shape: ColumnShape, cells: HistogramCells, _ scan: LeafScan, toBeat: SplitCandidate?
  ) -> SplitCandidate? {
    let whole = score(quantizer.restore(scan.leaf.total))
    var search = SplitSearch(
      floor: whole + settings.minGainToSplit, toBeat: toBeat.map { whole + $0.gain } ?? -.infinity)
    let missing = shape.hasMissing ? cells.first[shape.numericBins] : .zero
    self.scan(cells, bins: shape.numericBins, start: missing, missingGoesLeft: true, scan, &search)
    if cells.sums(of: missing).count > 0 {
      self.scan(cells, bins: shape.numericBins, start: .zero, missingGoesLeft: false, scan, &search)
    }
    guard let found = search.best else { return nil }
    return SplitCandidate(
      column: column, rule: .numeric(lastLeft: found.bin, missingGoesLeft: found.missingGoesLeft),
      gain: search.floor - whole, left: found.left)
  }

  // MARK: - Scores

  /// G² / (H + λ₂) with G shrunk by λ₁: twice what the best constant takes off the loss.
  func score(_ pair: GradientPair, extraL2: Double = 0) -> Double {
    let gradient = softThreshold(pair.gradient, settings.lambdaL1)
    let denominator = pair.hessian + settings.lambdaL2 + extraL2
    return denominator > 0 ? gradient * gradient / denominator : 0
  }

  /// −G / (H + λ₂) with G shrunk by λ₁.
  func leafValue(_ pair: GradientPair) -> Double {
    let denominator = pair.hessian + settings.lambdaL2
    return denominator > 0 ? -softThreshold(pair.gradient, settings.lambdaL1) / denominator : 0
  }

  /// Whether both sides have the rows and the hessian that a leaf needs.
  func isAllowed(_ left: GradientSums, _ right: GradientSums) -> Bool {
    min(left.count, right.count) >= Double(settings.minDataInLeaf)
      && min(left.hessian, right.hessian) * quantizer.unit.hessian >= settings.minSumHessianInLeaf
  }
}

/// The best split so far.
struct SplitSearch {
  /// A split must score more.
  var floor: Double
  /// What scores less may be passed over.
  var toBeat = -Double.infinity
  var best: (bin: Int, missingGoesLeft: Bool, left: GradientSums)?
}

func softThreshold(_ value: Double, _ threshold: Double) -> Double {
  guard threshold > 0 else { return value }
  let shrunk = max(0, value.magnitude - threshold)
  return value < 0 ? -shrunk : shrunk
}
