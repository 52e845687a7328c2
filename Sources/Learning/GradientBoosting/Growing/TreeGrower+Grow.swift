import Numerics

/// One tree while it grows.
struct Growth {
  var tree: GrownTree
  /// One a leaf.
  var open: [OpenLeaf]
  let layout: HistogramLayout
  let finder: SplitFinder
  let source: LevelSource
}

/// What is known of a leaf beyond the tree.
struct OpenLeaf {
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
  /// - Parameter columns: those the tree may use.
  func grow(_ source: LevelSource, rowCount: Int, columns: [Int], finder: SplitFinder) throws -> GrownTree {
    var growth = Growth(
      tree: GrownTree(leaves: [GrownTree.Leaf(rows: 0..<rowCount, depth: 0, total: GradientSums())]),
      open: [OpenLeaf()], layout: HistogramLayout(columns: columns, of: matrix.mapper), finder: finder, source: source)
    try prepareRoot(&growth)
    while growth.tree.leaves.count < settings.numLeaves, let leaf = nextLeaf(growth) {
      try cut(leaf, &growth)
    }
    for leaf in growth.open.indices { close(leaf, &growth) }
    return growth.tree
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
  private func cut(_ leaf: Int, _ growth: inout Growth) throws {
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
    let lefts = try clock.measure(.partition) { try partitionRows(old.rows, by: candidate) }
    let middle = old.rows.lowerBound + lefts
    let bounds = growth.finder.childBounds(candidate, of: LeafSummary(total: old.total, bounds: old.bounds))
    growth.tree.leaves[leaf] = GrownTree.Leaf(
      rows: old.rows.lowerBound..<middle, depth: old.depth + 1, total: candidate.left, bounds: bounds.left)
    growth.tree.leaves.append(
      GrownTree.Leaf(
        rows: middle..<old.rows.upperBound, depth: old.depth + 1, total: old.total - candidate.left,
        bounds: bounds.right))
    growth.open[leaf].candidate = nil
    growth.open[leaf].parent = OpenLeaf.Parent(node: node, isLeft: true)
    growth.open.append(OpenLeaf(parent: OpenLeaf.Parent(node: node, isLeft: false)))
    if growth.tree.leaves.count < settings.numLeaves { try prepareChildren(leaf, new, &growth) }
  }

  func isDivisible(_ leaf: GrownTree.Leaf) -> Bool {
    leaf.rows.count >= 2 * settings.minDataInLeaf && leaf.depth < settings.maxDepth
  }

  func close(_ leaf: Int, _ growth: inout Growth) {
    if let histogram = growth.open[leaf].histogram { histograms.release(histogram) }
    growth.open[leaf].histogram = nil
  }

  private func partitionRows(_ rows: Range<Int>, by split: SplitCandidate) throws -> Int {
    try matrix.columnBins.withUnsafeBufferPointer { bins in
      try partition.split(
        rows, bins: bins.baseAddress! + split.column * matrix.rows,
        sides: split.sides(of: matrix.mapper.features[split.column]), context: context)
    }
  }
}
