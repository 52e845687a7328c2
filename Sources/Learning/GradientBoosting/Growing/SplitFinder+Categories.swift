extension SplitFinder {
  /// Best set of categories to go left: one alone where they are few, else those at either end when they are ordered by
  /// mean gradient, the order in which the best set is contiguous (Fisher 1958).
  func bestCategories(
    column: Int, bins: FeatureBins, cells: HistogramCells, leaf: LeafSummary
  ) -> SplitCandidate? {
    let present = (0..<bins.numericBins).filter { cells[$0].count > 0 }
    var search = CategorySearch(floor: score(leaf.total, leaf) + settings.minGainToSplit)
    if bins.numericBins <= settings.maxCategoriesOneAgainstRest {
      for bin in present { consider([bin], cells[bin], leaf, extraL2: 0, &search) }
    } else {
      let ordered = present.filter { cells[$0].count >= Double(settings.minDataPerCategory) }
        .map { (bin: $0, mean: smoothedMean(cells[$0])) }
        .sorted { ($0.mean, $0.bin) < ($1.mean, $1.bin) }.map(\.bin)
      scan(ordered, cells, leaf, &search)
      scan(ordered.reversed(), cells, leaf, &search)
    }
    guard let found = search.best else { return nil }
    return SplitCandidate(
      column: column, rule: .categories(found.bins.sorted()), gain: search.floor - score(leaf.total, leaf),
      left: found.left)
  }

  private struct CategorySearch {
    var floor: Double
    var best: (bins: [Int], left: GradientSums)?
  }

  private func smoothedMean(_ sums: GradientSums) -> Double {
    let pair = quantizer.restore(sums)
    return pair.gradient / (pair.hessian + settings.categorySmoothing)
  }

  private func scan(_ ordered: [Int], _ cells: HistogramCells, _ leaf: LeafSummary, _ search: inout CategorySearch) {
    var left = GradientSums()
    for (place, bin) in ordered.prefix(settings.maxCategoriesLeft).enumerated() {
      left += cells[bin]
      consider(Array(ordered[...place]), left, leaf, extraL2: settings.categorySmoothing, &search)
    }
  }

  private func consider(
    _ bins: @autoclosure () -> [Int], _ left: GradientSums, _ leaf: LeafSummary, extraL2: Double,
    _ search: inout CategorySearch
  ) {
    let right = leaf.total - left
    guard isAllowed(left, right) else { return }
    let score =
      constraints.isEmpty
      ? score(quantizer.restore(left), extraL2: extraL2) + score(quantizer.restore(right), extraL2: extraL2)
      : boundedScore(quantizer.restore(left), leaf.bounds) + boundedScore(quantizer.restore(right), leaf.bounds)
    guard score > search.floor else { return }
    search.floor = score
    search.best = (bins(), left)
  }

  private func score(_ sums: GradientSums, _ leaf: LeafSummary) -> Double {
    let pair = quantizer.restore(sums)
    return constraints.isEmpty ? score(pair) : boundedScore(pair, leaf.bounds)
  }
}
