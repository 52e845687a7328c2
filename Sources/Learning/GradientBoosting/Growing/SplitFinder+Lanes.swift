import CIntrinsics
import Numerics

// Eight bins at a time.

/// What a scan needs to know of a leaf, in levels.
struct LeafScan {
  let leaf: LeafSummary
  let gradient: Double
  let hessian: Double
  /// Fewest and most rows on the left.
  let counts: ClosedRange<Int64>
  /// λ₂ in levels of the hessian.
  let lambdaL2: Double
  /// From scores to those in levels; nil where no score can be ruled out by them.
  let levelsPerScore: Double?

  /// - Returns: nil for a leaf with too few rows.
  init?(_ leaf: LeafSummary, _ quantizer: GradientQuantizer, _ settings: GradientBoostingSettings) {
    let (fewest, rows) = (Int64(settings.minDataInLeaf), Int64(leaf.total.count))
    guard fewest <= rows - fewest else { return nil }
    self.leaf = leaf
    (gradient, hessian) = (leaf.total.gradient, leaf.total.hessian)
    counts = fewest...rows - fewest
    lambdaL2 = settings.lambdaL2 / quantizer.unit.hessian
    let factor = quantizer.unit.hessian / (quantizer.unit.gradient * quantizer.unit.gradient)
    // Products of three sums must neither overflow nor vanish.
    let isSafe = settings.lambdaL1 == 0 && lambdaL2 <= 0x1p100 && (0x1p-600...0x1p600).contains(factor)
    levelsPerScore = isSafe ? factor : nil
  }

  /// No split whose score in levels is below it can reach `score`.
  func bound(_ score: Double) -> Double {
    guard let levelsPerScore, score.isFinite else { return -.infinity }
    return score * levelsPerScore * (1 - 1e-12)
  }
}

extension SplitFinder {
  /// Scans the splits after each of `bins` bins, `start` being on the left of all.
  ///
  /// Scores have two divisions each. A score of N/D is above b only where N > b·D, which few are, so eight splits are
  /// first compared in this way with the best so far.
  func scan(
    _ cells: HistogramCells, bins: Int, start: HistogramCell, missingGoesLeft: Bool, _ scan: LeafScan,
    _ search: inout SplitSearch
  ) {
    let countBits = Int32(cells.countBits)
    let source = UnsafeRawPointer(cells.first).assumingMemoryBound(to: Int64.self)
    var before = (gradient: SIMD8(repeating: start.x), other: SIMD8(repeating: start.y))
    var bound = scan.bound(max(search.floor, search.toBeat))
    for bin in stride(from: 0, to: bins, by: 8) {
      var (gradient, other) = (load_even(source + 2 &* bin), load_odd(source + 2 &* bin))
      if bin &+ 8 > bins {
        // The bin after the last may be that of missing values.
        let isBeyond = SIMD8<Int64>(0, 1, 2, 3, 4, 5, 6, 7) .>= Int64(bins &- bin)
        gradient.replace(with: 0, where: isBeyond)
        other.replace(with: 0, where: isBeyond)
      }
      (gradient, other) = (running_sums(gradient), running_sums(other))
      let sums = (gradient: gradient &+ before.gradient, other: other &+ before.other)
      before.gradient &+= last_lane(gradient)
      before.other &+= last_lane(other)
      let count = lower_bits(sums.other, countBits)
      let left = (gradient: exact_doubles(sums.gradient), hessian: exact_doubles(upper_bits(sums.other, countBits)))
      guard
        any_split_reaches(
          bound, left.gradient, left.hessian, count, scan.gradient, scan.hessian, scan.lambdaL2,
          scan.counts.lowerBound, scan.counts.upperBound) != 0
      else { continue }
      let hasRows = count .>= scan.counts.lowerBound .& count .<= scan.counts.upperBound
      let scores = eightScores(left.gradient, left.hessian, hasRows, scan.leaf)
      let best = scores.max()
      guard best > search.floor else { continue }
      let lane = (0..<8).first { scores[$0] == best }!
      search.floor = best
      search.best = (
        bin + lane, missingGoesLeft, cells.sums(of: HistogramCell(sums.gradient[lane], sums.other[lane]))
      )
      bound = max(bound, scan.bound(best))
    }
  }

  /// Scores of eight splits by their left sums; −infinity where a split is not allowed.
  private func eightScores(
    _ leftGradient: Lanes, _ leftHessian: Lanes, _ hasRows: SIMDMask<SIMD8<Int64>>, _ leaf: LeafSummary
  ) -> Lanes {
    let unit = quantizer.unit
    let (hessians, gradients) = (
      (left: leftHessian * unit.hessian, right: (leaf.total.hessian - leftHessian) * unit.hessian),
      (left: leftGradient * unit.gradient, right: (leaf.total.gradient - leftGradient) * unit.gradient)
    )
    let isAllowed =
      hasRows .& hessians.left .>= settings.minSumHessianInLeaf .& hessians.right .>= settings.minSumHessianInLeaf
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
}
