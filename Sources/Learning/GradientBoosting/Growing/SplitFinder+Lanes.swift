import Numerics

// Eight bins at a time.

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
  func scan(
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
