/// A histogram in parts that together are the whole, one per thread that took part in the pass over the rows.
///
/// Merging only collects the parts. Their cells are added up feature by feature where the search for splits reads them,
/// since that pass is parallel.
package struct PartialHistograms: Sendable {
  /// One at least; the first becomes the whole.
  package private(set) var parts: [GradientHistogram]

  init(_ histogram: GradientHistogram) { parts = [histogram] }

  mutating func merge(_ other: PartialHistograms) { parts += other.parts }

  /// Adds up the cells of one feature, once.
  ///
  /// - Returns: the feature's cells in the first part.
  func merged(_ quantizer: GradientQuantizer, from offset: Int, count: Int) -> HistogramCells {
    let cells = parts[0].cells(quantizer).from(offset)
    for part in parts.dropFirst() { cells.add(part.cells(quantizer).from(offset), count: count) }
    return cells
  }

  /// Sums over all rows, before any cells are merged: every row is in one bin of the first feature.
  func total(_ layout: HistogramLayout, _ quantizer: GradientQuantizer) -> GradientSums {
    parts.reduce(into: GradientSums()) { total, part in
      let cells = part.cells(quantizer)
      for cell in 0..<layout.widths[0] { total += cells[cell] }
    }
  }
}
