import Numerics

// Histograms and candidates of new leaves.

extension TreeGrower {
  func prepareRoot(_ growth: inout Growth) throws {
    let parts = try build(growth.tree.leaves[0].rows, growth)
    try clock.measure(.splits) {
      growth.tree.leaves[0].total = parts.total(growth.layout, growth.gradients.quantizer)
      let source = LeafPairSearch.Source.parts(parts)
      growth.open[0].candidate = try search(source, parent: nil, smaller: 0, larger: nil, growth).smaller
      growth.open[0].histogram = source.whole
      histograms.recycle(source)
    }
  }

  /// Histograms and candidates of two new leaves; `left` holds the histogram of their parent.
  func prepareChildren(_ left: Int, _ right: Int, _ growth: inout Growth) throws {
    let leaves = growth.tree.leaves
    guard isDivisible(leaves[left]) || isDivisible(leaves[right]), let parent = growth.open[left].histogram
    else { return close(left, &growth) }
    let leftIsSmaller = leaves[left].rows.count <= leaves[right].rows.count
    let (smaller, larger) = leftIsSmaller ? (left, right) : (right, left)
    let rows = leaves[smaller].rows
    let source =
      rows.count < HistogramBuilder.rowsWorthSharing
      ? LeafPairSearch.Source.rows(rows, histograms.begin(growth.layout)) : .parts(try build(rows, growth))
    try clock.measure(.splits) {
      let found = try search(source, parent: parent, smaller: smaller, larger: larger, growth)
      growth.open[left].histogram = nil
      growth.open[smaller].histogram = source.whole
      histograms.recycle(source)
      growth.open[larger].histogram = parent
      growth.open[smaller].candidate = found.smaller
      growth.open[larger].candidate = found.larger
      for leaf in [left, right] where growth.open[leaf].candidate == nil { close(leaf, &growth) }
    }
  }

  private func build(_ rows: Range<Int>, _ growth: Growth) throws -> PartialHistograms {
    try clock.measure(.histograms) {
      try histograms.build(
        matrix, growth.layout, growth.gradients, rows: UnsafeBufferPointer(rebasing: partition.rows[rows]),
        context: context)
    }
  }

  private func search(
    _ source: LeafPairSearch.Source, parent: GradientHistogram?, smaller: Int, larger: Int?, _ growth: Growth
  ) throws -> LeafPairSearch.Found {
    let search = LeafPairSearch(
      source: source, parent: parent, smaller: sought(smaller, growth), larger: larger.flatMap { sought($0, growth) },
      matrix: matrix, layout: growth.layout, finder: growth.finder, gradients: growth.gradients,
      order: UnsafePointer(partition.rows.baseAddress!))
    let groups = columnGroups(growth.layout)
    return try context.map(groups.count) { search.found(groups[$0]) }.reduce(into: .init()) { $0.keepBetter($1) }
  }

  /// - Returns: nil for a leaf that cannot be split.
  private func sought(_ leaf: Int, _ growth: Growth) -> LeafScan? {
    let leaf = growth.tree.leaves[leaf]
    guard isDivisible(leaf) else { return nil }
    return LeafScan(LeafSummary(total: leaf.total, bounds: leaf.bounds), growth.finder.quantizer, settings)
  }

  /// Positions of the layout in one group per thread, of eight columns at least: a row is read once for each group.
  private func columnGroups(_ layout: HistogramLayout) -> [Range<Int>] {
    let columns = layout.columns.count
    let groups = max(1, min(context.parallelism.threads, columns / 8))
    return (0..<groups).map { columns * $0 / groups..<columns * ($0 + 1) / groups }
  }
}
