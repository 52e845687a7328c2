import Numerics

/// One tree while it grows.
private struct Growth {
  var tree: GrownTree
  /// One a leaf.
  var open: [OpenLeaf]
  let layout: HistogramLayout
  let finder: SplitFinder
  let gradients: UnsafePointer<QuantizedGradient>
}

/// What is known of a leaf beyond the tree.
private struct OpenLeaf {
  /// nil where the leaf cannot be cut.
  var histogram: GradientHistogram?
  var candidate: SplitCandidate?
  var parent: Parent?

  struct Parent {
    let node: Int
    let isLeft: Bool
  }
}

extension TreeGrower {
  /// Grows a tree over the first `rowCount` rows of the partition.
  ///
  /// - Parameters:
  ///   - gradients: one a row of the matrix.
  ///   - columns: those the tree may use.
  func grow(
    gradients: [QuantizedGradient], rowCount: Int, columns: [Int], finder: SplitFinder
  ) -> GrownTree {
    gradients.withUnsafeBufferPointer { gradients in
      let rows = partition.rows[..<rowCount]
      let total = rows.reduce(into: GradientSums()) { sums, row in
        let pair = gradients[Int(row)]
        sums += GradientSums(gradient: Int64(pair.gradient), hessian: Int64(pair.hessian), count: 1)
      }
      var growth = Growth(
        tree: GrownTree(leaves: [GrownTree.Leaf(rows: 0..<rowCount, depth: 0, total: total)]), open: [OpenLeaf()],
        layout: HistogramLayout(columns: columns, of: matrix.mapper), finder: finder,
        gradients: gradients.baseAddress!)
      if isDivisible(growth.tree.leaves[0]) {
        growth.open[0].histogram = histogram(of: 0..<rowCount, growth)
        findCandidate(of: 0, &growth)
      }
      while growth.tree.leaves.count < settings.numLeaves, let leaf = nextLeaf(growth) {
        cut(leaf, &growth)
      }
      for leaf in growth.open.indices { close(leaf, &growth) }
      return growth.tree
    }
  }

  // MARK: - Steps

  /// The leaf to cut next, or nil where none can be. Ties go to the older leaf.
  private func nextLeaf(_ growth: Growth) -> Int? {
    var best: (leaf: Int, rank: Double)?
    for (leaf, open) in growth.open.enumerated() {
      guard let candidate = open.candidate else { continue }
      let rank =
        switch settings.growth {
        case .leafWise: candidate.gain
        case .depthWise: -Double(growth.tree.leaves[leaf].depth)
        }
      if rank > best?.rank ?? -.infinity { best = (leaf, rank) }
    }
    return best?.leaf
  }

  /// Cuts `leaf` by its candidate: it becomes its left child, a new last leaf the right one.
  private func cut(_ leaf: Int, _ growth: inout Growth) {
    let candidate = growth.open[leaf].candidate!
    let old = growth.tree.leaves[leaf]
    let node = growth.tree.nodes.count
    let new = growth.tree.leaves.count
    growth.tree.nodes.append(
      GrownTree.Node(split: candidate, total: old.total, left: .leaf(leaf), right: .leaf(new)))
    if let parent = growth.open[leaf].parent {
      if parent.isLeft {
        growth.tree.nodes[parent.node].left = .node(node)
      } else {
        growth.tree.nodes[parent.node].right = .node(node)
      }
    }
    let lefts = partitionRows(old.rows, by: candidate)
    let middle = old.rows.lowerBound + lefts
    growth.tree.leaves[leaf] = GrownTree.Leaf(
      rows: old.rows.lowerBound..<middle, depth: old.depth + 1, total: candidate.left)
    growth.tree.leaves.append(
      GrownTree.Leaf(
        rows: middle..<old.rows.upperBound, depth: old.depth + 1, total: old.total - candidate.left))
    growth.open[leaf].candidate = nil
    growth.open[leaf].parent = OpenLeaf.Parent(node: node, isLeft: true)
    growth.open.append(OpenLeaf(parent: OpenLeaf.Parent(node: node, isLeft: false)))
    if growth.tree.leaves.count < settings.numLeaves { prepareChildren(leaf, new, &growth) }
  }

  /// Histograms and candidates of two new leaves; `left` holds the histogram of their parent.
  private func prepareChildren(_ left: Int, _ right: Int, _ growth: inout Growth) {
    let divisible = [left, right].filter { isDivisible(growth.tree.leaves[$0]) }
    guard !divisible.isEmpty, let parent = growth.open[left].histogram else { return close(left, &growth) }
    let leftIsSmaller = growth.tree.leaves[left].rows.count <= growth.tree.leaves[right].rows.count
    let (smaller, larger) = leftIsSmaller ? (left, right) : (right, left)
    let built = histogram(of: growth.tree.leaves[smaller].rows, growth)
    parent.subtract(built, count: growth.layout.cellCount)
    growth.open[smaller].histogram = built
    growth.open[larger].histogram = parent
    for leaf in divisible { findCandidate(of: leaf, &growth) }
    for leaf in [left, right] where growth.open[leaf].candidate == nil { close(leaf, &growth) }
  }

  private func close(_ leaf: Int, _ growth: inout Growth) {
    if let histogram = growth.open[leaf].histogram { histograms.giveBack(histogram) }
    growth.open[leaf].histogram = nil
  }

  private func isDivisible(_ leaf: GrownTree.Leaf) -> Bool {
    leaf.rows.count >= 2 * settings.minDataInLeaf && leaf.depth < settings.maxDepth
  }

  // MARK: - Passes

  private func histogram(of rows: Range<Int>, _ growth: Growth) -> GradientHistogram {
    histograms.build(
      matrix, growth.layout, gradients: growth.gradients,
      rows: UnsafeBufferPointer(rebasing: partition.rows[rows]))
  }

  private func findCandidate(of leaf: Int, _ growth: inout Growth) {
    let layout = growth.layout
    let finder = growth.finder
    let mapper = matrix.mapper
    let total = growth.tree.leaves[leaf].total
    nonisolated(unsafe) let cells = growth.open[leaf].histogram!.cells.baseAddress!
    let candidates = parallelism.map(layout.columns.count) { position in
      let column = layout.columns[position]
      return finder.best(
        column: column, bins: mapper.features[column], cells: cells + layout.offsets[position], total: total)
    }
    growth.open[leaf].candidate = candidates.reduce(nil) { best, candidate in
      guard let candidate else { return best }
      return candidate.gain > (best?.gain ?? -.infinity) ? candidate : best
    }
  }

  private func partitionRows(_ rows: Range<Int>, by split: SplitCandidate) -> Int {
    let missing = missingBins[split.column]
    let stride = matrix.columns
    return matrix.bins.withUnsafeBufferPointer { bins in
      partition.split(rows, parallelism: parallelism) { row in
        let bin = bins[Int(row) * stride + split.column]
        return bin == missing ? split.missingGoesLeft : Int(bin) <= split.bin
      }
    }
  }
}
