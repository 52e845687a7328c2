/// A histogram in parts that together are the whole, one per thread that took part in the pass over the rows.
///
/// Merging only collects the parts. Their cells are added up feature by feature where the search for splits reads them,
/// since that pass is parallel.
package struct PartialHistograms: Sendable {
  /// One at least; the first becomes the whole.
  package private(set) var parts: [GradientHistogram]

  init(_ histogram: GradientHistogram) { parts = [histogram] }

  mutating func merge(_ other: PartialHistograms) { parts += other.parts }

  /// Adds the cells of one feature to those of the first part, once.
  func merge(_ quantizer: GradientQuantizer, from offset: Int, count: Int) {
    for part in parts.dropFirst() {
      parts[0].cells(quantizer).from(offset).add(part.cells(quantizer).from(offset), count: count)
    }
  }

  /// Sums over all rows, before any cells are merged: every row is in one bin of the first feature.
  func total(_ layout: HistogramLayout, _ quantizer: GradientQuantizer) -> GradientSums {
    parts.reduce(into: GradientSums()) { total, part in
      let cells = part.cells(quantizer)
      for cell in 0..<layout.widths[0] { total += cells[cell] }
    }
  }
}
