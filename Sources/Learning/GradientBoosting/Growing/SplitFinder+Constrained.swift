extension SplitFinder {
  /// As `best`, split by split, where predictions must keep a direction: a leaf's value is held within the bounds that
  /// the splits above it set, and a split whose sides lie in the wrong order is not allowed (LightGBM's “basic” method).
  func bestConstrained(
    column: Int, bins: FeatureBins, cells: HistogramCells, leaf: LeafSummary
  ) -> SplitCandidate? {
    let whole = boundedScore(quantizer.restore(leaf.total), leaf.bounds)
    var search = SplitSearch(floor: whole + settings.minGainToSplit)
    let missing = bins.hasMissing ? cells[bins.numericBins] : GradientSums()
    for missingGoesLeft in missing.count > 0 ? [true, false] : [true] {
      var left = missingGoesLeft ? missing : GradientSums()
      for bin in 0..<bins.numericBins {
        left += cells[bin]
        let right = leaf.total - left
        guard isAllowed(left, right), let score = constrainedScore(column, left, right, leaf.bounds) else { continue }
        if score > search.floor {
          search.floor = score
          search.best = (bin, missingGoesLeft, left)
        }
      }
    }
    guard let found = search.best else { return nil }
    return SplitCandidate(
      column: column, rule: .numeric(lastLeft: found.bin, missingGoesLeft: found.missingGoesLeft),
      gain: search.floor - whole, left: found.left)
  }

  private func constrainedScore(
    _ column: Int, _ left: GradientSums, _ right: GradientSums, _ bounds: ClosedRange<Double>
  ) -> Double? {
    let (leftPair, rightPair) = (quantizer.restore(left), quantizer.restore(right))
    let difference = boundedValue(rightPair, bounds) - boundedValue(leftPair, bounds)
    switch constraints[column] {
    case .increasing where difference < 0: return nil
    case .decreasing where difference > 0: return nil
    default: return boundedScore(leftPair, bounds) + boundedScore(rightPair, bounds)
    }
  }

  func boundedValue(_ pair: GradientPair, _ bounds: ClosedRange<Double>) -> Double {
    min(max(leafValue(pair), bounds.lowerBound), bounds.upperBound)
  }

  /// −(2·G·w + (H + λ₂)·w² + 2·λ₁·|w|) at the bounded value w: what `score` is at the free one.
  func boundedScore(_ pair: GradientPair, _ bounds: ClosedRange<Double>) -> Double {
    let value = boundedValue(pair, bounds)
    let penalty = 2 * settings.lambdaL1 * value.magnitude
    return -(2 * pair.gradient * value + (pair.hessian + settings.lambdaL2) * value * value + penalty)
  }

  /// Bounds of the children of a leaf that is split by `candidate`: the middle of their values separates them.
  func childBounds(
    _ candidate: SplitCandidate, of leaf: LeafSummary
  ) -> (left: ClosedRange<Double>, right: ClosedRange<Double>) {
    let bounds = leaf.bounds
    guard !constraints.isEmpty, let direction = constraints[candidate.column] else { return (bounds, bounds) }
    let left = boundedValue(quantizer.restore(candidate.left), bounds)
    let right = boundedValue(quantizer.restore(leaf.total - candidate.left), bounds)
    let middle = left / 2 + right / 2
    let (below, above) = (bounds.lowerBound...middle, middle...bounds.upperBound)
    return direction == .increasing ? (below, above) : (above, below)
  }
}
