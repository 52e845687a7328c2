import Numerics

/// One tree while it grows.
private struct Growth {
  var tree: GrownTree
  /// One a leaf.
  var open: [OpenLeaf]
  let layout: HistogramLayout
  let finder: SplitFinder
  let source: LevelSource
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
  /// - Parameter columns: those the tree may use.
  func grow(_ source: LevelSource, rowCount: Int, columns: [Int], finder: SplitFinder) -> GrownTree {
    var growth = Growth(
      tree: GrownTree(leaves: [GrownTree.Leaf(rows: 0..<rowCount, depth: 0, total: GradientSums())]),
      open: [OpenLeaf()], layout: HistogramLayout(columns: columns, of: matrix.mapper), finder: finder, source: source)
    prepareRoot(&growth)
    while growth.tree.leaves.count < settings.numLeaves, let leaf = nextLeaf(growth) {
      cut(leaf, &growth)
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
    let lefts = clock.measure(.partition) { partitionRows(old.rows, by: candidate) }
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
    if growth.tree.leaves.count < settings.numLeaves { prepareChildren(leaf, new, &growth) }
  }

  private func isDivisible(_ leaf: GrownTree.Leaf) -> Bool {
    leaf.rows.count >= 2 * settings.minDataInLeaf && leaf.depth < settings.maxDepth
  }

  private func close(_ leaf: Int, _ growth: inout Growth) {
    if let histogram = growth.open[leaf].histogram { histograms.giveBack(histogram) }
    growth.open[leaf].histogram = nil
  }

  private func partitionRows(_ rows: Range<Int>, by split: SplitCandidate) -> Int {
    matrix.columnBins.withUnsafeBufferPointer { bins in
      partition.split(
        rows, bins: bins.baseAddress! + split.column * matrix.rows,
        sides: split.sides(of: matrix.mapper.features[split.column]), parallelism: parallelism)
    }
  }

  // MARK: - Histograms and candidates

  private func prepareRoot(_ growth: inout Growth) {
    let parts = build(growth.tree.leaves[0].rows, growth)
    clock.measure(.splits) {
      growth.tree.leaves[0].total = total(parts, growth.layout)
      growth.open[0].candidate = search(parts, parent: nil, smaller: 0, larger: nil, growth).smaller
      take(parts, asHistogramOf: 0, &growth)
    }
  }

  /// Every row is in one bin of the first feature.
  private func total(_ parts: [GradientHistogram], _ layout: HistogramLayout) -> GradientSums {
    parts.reduce(into: GradientSums()) { total, part in
      for cell in 0..<layout.widths[0] { total += part.cells[cell] }
    }
  }

  /// Histograms and candidates of two new leaves; `left` holds the histogram of their parent.
  private func prepareChildren(_ left: Int, _ right: Int, _ growth: inout Growth) {
    let leaves = growth.tree.leaves
    guard isDivisible(leaves[left]) || isDivisible(leaves[right]), let parent = growth.open[left].histogram
    else { return close(left, &growth) }
    let leftIsSmaller = leaves[left].rows.count <= leaves[right].rows.count
    let (smaller, larger) = leftIsSmaller ? (left, right) : (right, left)
    let parts = build(leaves[smaller].rows, growth)
    clock.measure(.splits) {
      let found = search(parts, parent: parent, smaller: smaller, larger: larger, growth)
      growth.open[left].histogram = nil
      take(parts, asHistogramOf: smaller, &growth)
      growth.open[larger].histogram = parent
      growth.open[smaller].candidate = found.smaller
      growth.open[larger].candidate = found.larger
      for leaf in [left, right] where growth.open[leaf].candidate == nil { close(leaf, &growth) }
    }
  }

  private func build(_ rows: Range<Int>, _ growth: Growth) -> [GradientHistogram] {
    clock.measure(.histograms) {
      histograms.build(
        matrix, growth.layout, growth.source, rows: UnsafeBufferPointer(rebasing: partition.rows[rows]))
    }
  }

  /// The first of `parts`, which `search` made the whole, stays; the others go back.
  private func take(_ parts: [GradientHistogram], asHistogramOf leaf: Int, _ growth: inout Growth) {
    growth.open[leaf].histogram = parts[0]
    for part in parts.dropFirst() { histograms.giveBack(part) }
  }

  private struct Found {
    var smaller: SplitCandidate?
    var larger: SplitCandidate?

    mutating func keepBetter(_ other: Found) {
      if other.smaller?.gain ?? -.infinity > smaller?.gain ?? -.infinity { smaller = other.smaller }
      if other.larger?.gain ?? -.infinity > larger?.gain ?? -.infinity { larger = other.larger }
    }
  }

  /// One pass over the features: adds up the parts, takes them off the parent's histogram, which so becomes the larger
  /// leaf's, and searches both.
  private func search(
    _ parts: [GradientHistogram], parent: GradientHistogram?, smaller: Int, larger: Int?, _ growth: Growth
  ) -> Found {
    let (layout, finder, mapper) = (growth.layout, growth.finder, matrix.mapper)
    let leaves = [smaller, larger ?? smaller].map { leaf in
      let leaf = growth.tree.leaves[leaf]
      return (summary: LeafSummary(total: leaf.total, bounds: leaf.bounds), isDivisible: isDivisible(leaf))
    }
    nonisolated(unsafe) let (partCells, parentCells) = (parts.map(\.cells), parent?.cells)
    return parallelism.map(layout.columns.count) { position in
      let (offset, width) = (layout.offsets[position], layout.widths[position])
      let column = layout.columns[position]
      let cells = partCells[0].from(offset)
      for part in partCells.dropFirst() { cells.add(part.from(offset), count: width) }
      var found = Found()
      if leaves[0].isDivisible {
        found.smaller = finder.best(
          column: column, bins: mapper.features[column], cells: cells, leaf: leaves[0].summary)
      }
      guard let siblings = parentCells?.from(offset) else { return found }
      siblings.subtract(cells, count: width)
      if leaves[1].isDivisible {
        found.larger = finder.best(
          column: column, bins: mapper.features[column], cells: siblings, leaf: leaves[1].summary)
      }
      return found
    }.reduce(into: Found()) { $0.keepBetter($1) }
  }
}
