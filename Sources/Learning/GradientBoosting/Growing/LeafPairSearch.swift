/// The pass over the features that completes the cells of the smaller of two new leaves, subtracts them from the parent's
/// histogram, which so becomes the larger leaf's, and searches both.
///
/// No two threads have the same column, and nothing else is written.
struct LeafPairSearch: @unchecked Sendable {
  let source: Source
  /// nil for the root, which is searched alone.
  let parent: GradientHistogram?
  /// nil where the leaf cannot be split; so is `larger`.
  let smaller: LeafScan?
  let larger: LeafScan?
  let matrix: BinnedMatrix
  let layout: HistogramLayout
  let finder: SplitFinder
  let gradients: QuantizedGradients
  /// The rows of the partition.
  let order: UnsafePointer<Int32>

  /// Where the smaller leaf's cells come from.
  enum Source {
    /// Filled, and still to be added up.
    case parts(PartialHistograms)
    /// Few rows, still to be counted.
    case rows(Range<Int>, ColumnwiseHistogram)

    /// What becomes the smaller leaf's histogram.
    var whole: GradientHistogram {
      switch self {
      case .parts(let parts): parts.parts[0]
      case .rows(_, let columnwise): columnwise.histogram
      }
    }
  }

  /// The best splits of both.
  struct Found {
    var smaller: SplitCandidate?
    var larger: SplitCandidate?

    /// - Parameter other: of columns that follow.
    mutating func keepBetter(_ other: Found) {
      if other.smaller?.gain ?? -.infinity > smaller?.gain ?? -.infinity { smaller = other.smaller }
      if other.larger?.gain ?? -.infinity > larger?.gain ?? -.infinity { larger = other.larger }
    }
  }
}

extension LeafPairSearch {
  /// The best splits by the columns at `positions` of the layout.
  func found(_ positions: Range<Int>) -> Found {
    if case .rows(let rows, let columnwise) = source {
      columnwise.fill(
        positions, matrix, gradients, rows: UnsafeBufferPointer(start: order + rows.lowerBound, count: rows.count))
    }
    let whole = source.whole.cells(gradients.quantizer)
    let parent = parent?.cells(gradients.quantizer)
    var found = Found()
    for position in positions {
      let (offset, width) = (layout.offsets[position], layout.widths[position])
      let cells = whole.from(offset)
      if case .parts(let parts) = source { parts.merge(gradients.quantizer, from: offset, count: width) }
      improve(&found.smaller, position, cells, smaller)
      guard let siblings = parent?.from(offset) else { continue }
      siblings.subtract(cells, count: width)
      improve(&found.larger, position, siblings, larger)
    }
    return found
  }

  /// Replaces `best` by the column's best split where that is better.
  private func improve(_ best: inout SplitCandidate?, _ position: Int, _ cells: HistogramCells, _ leaf: LeafScan?) {
    guard let leaf else { return }
    let (column, shape) = (layout.columns[position], layout.shapes[position])
    let candidate =
      shape.isCategorical || !finder.constraints.isEmpty
      ? finder.best(column: column, bins: matrix.mapper.features[column], cells: cells, leaf: leaf.leaf)
      : finder.bestOfNumbers(column: column, shape: shape, cells: cells, leaf, toBeat: best)
    if let candidate, candidate.gain > best?.gain ?? -.infinity { best = candidate }
  }
}
