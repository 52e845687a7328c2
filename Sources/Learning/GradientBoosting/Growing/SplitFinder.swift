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
  /// - Parameter cells: the feature's bins, in planes with zeros up to a multiple of 8.
  package func best(
    column: Int, bins: FeatureBins, cells: HistogramCells, leaf: LeafSummary
  ) -> SplitCandidate? {
    if bins.categories != nil { return bestCategories(column: column, bins: bins, cells: cells, leaf: leaf) }
    if !constraints.isEmpty { return bestConstrained(column: column, bins: bins, cells: cells, leaf: leaf) }
    let whole = score(quantizer.restore(leaf.total))
    var search = SplitSearch(floor: whole + settings.minGainToSplit)
    let width = (bins.numericBins + 7) / 8 * 8
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 3 * width) { scratch in
      let sums = RunningSums(cells, bins: bins.numericBins, width: width, scratch: scratch.baseAddress!)
      let missing = bins.hasMissing ? cells[bins.numericBins] : GradientSums()
      scan(sums, start: missing, missingGoesLeft: true, leaf, &search)
      if missing.count > 0 { scan(sums, start: GradientSums(), missingGoesLeft: false, leaf, &search) }
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
  var best: (bin: Int, missingGoesLeft: Bool, left: GradientSums)?
}

func softThreshold(_ value: Double, _ threshold: Double) -> Double {
  guard threshold > 0 else { return value }
  let shrunk = max(0, value.magnitude - threshold)
  return value < 0 ? -shrunk : shrunk
}

// MARK: - Eight bins at a time

/// Sums of the bins of numbers up to and with each, in planes of `width`; beyond the last bin those of all.
struct RunningSums {
  let gradient: UnsafeMutablePointer<Double>
  let hessian: UnsafeMutablePointer<Double>
  let count: UnsafeMutablePointer<Double>
  let width: Int

  init(_ cells: HistogramCells, bins: Int, width: Int, scratch: UnsafeMutablePointer<Double>) {
    (gradient, hessian, count, self.width) = (scratch, scratch + width, scratch + 2 * width, width)
    var sum = GradientSums()
    for bin in 0..<width {
      // The bin after the last may be that of missing values.
      if bin < bins { sum += cells[bin] }
      (gradient + bin).initialize(to: sum.gradient)
      (hessian + bin).initialize(to: sum.hessian)
      (count + bin).initialize(to: sum.count)
    }
  }

  subscript(bin: Int) -> GradientSums {
    GradientSums(gradient: gradient[bin], hessian: hessian[bin], count: count[bin])
  }
}

extension SplitFinder {
  /// Scans the splits after each bin, `start` being on the left of all.
  private func scan(
    _ sums: RunningSums, start: GradientSums, missingGoesLeft: Bool, _ leaf: LeafSummary, _ search: inout SplitSearch
  ) {
    var scores = Lanes(repeating: search.floor)
    var places = SIMD8<Int64>(repeating: -1)
    for bin in stride(from: 0, to: sums.width, by: 8) {
      let score = eightScores(sums, bin, start, leaf)
      let isBetter = score .> scores
      scores.replace(with: score, where: isBetter)
      places.replace(with: SIMD8(repeating: Int64(bin)), where: isBetter)
    }
    for lane in 0..<8 where places[lane] >= 0 {
      let bin = Int(places[lane]) + lane
      let isFirst =
        scores[lane] == search.floor && search.best?.missingGoesLeft == missingGoesLeft
        && bin < search.best?.bin ?? 0
      guard scores[lane] > search.floor || isFirst else { continue }
      search.floor = scores[lane]
      search.best = (bin, missingGoesLeft, sums[bin] + start)
    }
  }

  /// Scores of the splits after eight bins from `bin`; −infinity where a split is not allowed.
  @inline(__always)
  private func eightScores(_ sums: RunningSums, _ bin: Int, _ start: GradientSums, _ leaf: LeafSummary) -> Lanes {
    let leftCount = load(sums.count, bin) + start.count
    let leftHessian = load(sums.hessian, bin) + start.hessian
    let leftGradient = load(sums.gradient, bin) + start.gradient
    let rightCount = leaf.total.count - leftCount
    let unit = quantizer.unit
    let (hessians, gradients) = (
      (left: leftHessian * unit.hessian, right: (leaf.total.hessian - leftHessian) * unit.hessian),
      (left: leftGradient * unit.gradient, right: (leaf.total.gradient - leftGradient) * unit.gradient)
    )
    let rows = Double(settings.minDataInLeaf)
    let isAllowed =
      leftCount .>= rows .& rightCount .>= rows .& hessians.left .>= settings.minSumHessianInLeaf
      .& hessians.right .>= settings.minSumHessianInLeaf
    let score = score(gradients.left, hessians.left) + score(gradients.right, hessians.right)
    return Lanes(repeating: -.infinity).replacing(with: score, where: isAllowed)
  }

  @inline(__always)
  private func score(_ gradient: Lanes, _ hessian: Lanes) -> Lanes {
    var gradient = gradient
    if settings.lambdaL1 > 0 {
      let magnitude = gradient.replacing(with: -gradient, where: gradient .< 0) - settings.lambdaL1
      gradient = magnitude.replacing(with: 0, where: magnitude .< 0)
    }
    let denominator = hessian + settings.lambdaL2
    return (gradient * gradient / denominator).replacing(with: 0, where: .!(denominator .> 0))
  }

  @inline(__always)
  private func load(_ values: UnsafePointer<Double>, _ bin: Int) -> Lanes {
    UnsafeRawPointer(values + bin).loadUnaligned(as: Lanes.self)
  }
}
