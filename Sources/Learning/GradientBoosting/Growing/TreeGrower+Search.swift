import Numerics

// Histograms and candidates of new leaves.

extension TreeGrower {
  func prepareRoot(_ growth: inout Growth) throws {
    let parts = try build(growth.tree.leaves[0].rows, growth)
    try clock.measure(.splits) {
      growth.tree.leaves[0].total = parts.total(growth.layout)
      growth.open[0].candidate = try search(parts, parent: nil, smaller: 0, larger: nil, growth).smaller
      take(parts, asHistogramOf: 0, &growth)
    }
  }

  /// Histograms and candidates of two new leaves; `left` holds the histogram of their parent.
  func prepareChildren(_ left: Int, _ right: Int, _ growth: inout Growth) throws {
    let leaves = growth.tree.leaves
    guard isDivisible(leaves[left]) || isDivisible(leaves[right]), let parent = growth.open[left].histogram
    else { return close(left, &growth) }
    let leftIsSmaller = leaves[left].rows.count <= leaves[right].rows.count
    let (smaller, larger) = leftIsSmaller ? (left, right) : (right, left)
    let parts = try build(leaves[smaller].rows, growth)
    try clock.measure(.splits) {
      let found = try search(parts, parent: parent, smaller: smaller, larger: larger, growth)
      growth.open[left].histogram = nil
      take(parts, asHistogramOf: smaller, &growth)
      growth.open[larger].histogram = parent
      growth.open[smaller].candidate = found.smaller
      growth.open[larger].candidate = found.larger
      for leaf in [left, right] where growth.open[leaf].candidate == nil { close(leaf, &growth) }
    }
  }

  private func build(_ rows: Range<Int>, _ growth: Growth) throws -> PartialHistograms {
    try clock.measure(.histograms) {
      try histograms.build(
        matrix, growth.layout, growth.source, rows: UnsafeBufferPointer(rebasing: partition.rows[rows]),
        context: context)
    }
  }

  /// The first part, which `search` made the whole, stays; the others go back.
  private func take(_ histograms: PartialHistograms, asHistogramOf leaf: Int, _ growth: inout Growth) {
    growth.open[leaf].histogram = histograms.parts[0]
    for part in histograms.parts.dropFirst() { self.histograms.release(part) }
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
    _ parts: PartialHistograms, parent: GradientHistogram?, smaller: Int, larger: Int?, _ growth: Growth
  ) throws -> Found {
    let (layout, finder, mapper) = (growth.layout, growth.finder, matrix.mapper)
    let leaves = [smaller, larger ?? smaller].map { leaf in
      let leaf = growth.tree.leaves[leaf]
      return (summary: LeafSummary(total: leaf.total, bounds: leaf.bounds), isDivisible: isDivisible(leaf))
    }
    nonisolated(unsafe) let parentCells = parent?.cells
    return try context.map(layout.columns.count) { position in
      let (offset, width) = (layout.offsets[position], layout.widths[position])
      let column = layout.columns[position]
      let cells = parts.merged(from: offset, count: width)
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
