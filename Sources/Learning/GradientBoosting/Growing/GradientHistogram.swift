/// Which features a tree may use, and where the bins of each lie in a histogram.
///
///     columns:   2            5            7
///     cells:   [ bins of 2 … | bins of 5 … | bins of 7 … ]     … filled up to a multiple of 8, always zero
///     offsets:   0             b₂            b₂ + b₅
package struct HistogramLayout: Sendable {
  /// Columns of the binned matrix, ascending.
  package let columns: [Int]
  /// First cell of each column.
  package let offsets: [Int]
  /// Cells of each column, a multiple of 8.
  package let widths: [Int]
  /// Cells of all columns.
  package let cellCount: Int

  package init(columns: [Int], of mapper: BinMapper) {
    var offsets: [Int] = []
    var cells = 0
    widths = columns.map { (mapper.features[$0].binCount + 7) / 8 * 8 }
    for width in widths {
      offsets.append(cells)
      cells += width
    }
    self.columns = columns
    self.offsets = offsets
    cellCount = cells
  }
}

/// Sums of each bin of each feature over the rows of one leaf: three planes of `capacity` cells. Owns them.
package final class GradientHistogram: @unchecked Sendable {
  package let cells: HistogramCells
  private let storage: UnsafeMutablePointer<Double>

  package init(capacity: Int) {
    storage = .allocate(capacity: max(1, capacity) * 3)
    storage.initialize(repeating: 0, count: max(1, capacity) * 3)
    cells = HistogramCells(
      gradient: storage, hessian: storage + max(1, capacity), count: storage + 2 * max(1, capacity))
  }

  deinit { storage.deallocate() }
}

/// Where the cells of a histogram, or from one feature of it on, begin.
package struct HistogramCells {
  package let gradient: UnsafeMutablePointer<Double>
  package let hessian: UnsafeMutablePointer<Double>
  package let count: UnsafeMutablePointer<Double>

  package subscript(cell: Int) -> GradientSums {
    GradientSums(gradient: gradient[cell], hessian: hessian[cell], count: count[cell])
  }

  package func from(_ offset: Int) -> HistogramCells {
    HistogramCells(gradient: gradient + offset, hessian: hessian + offset, count: count + offset)
  }

  /// Adds `other`, cell by cell.
  package func add(_ other: HistogramCells, count cells: Int) {
    for (target, source) in [(gradient, other.gradient), (hessian, other.hessian), (count, other.count)] {
      for cell in 0..<cells { target[cell] += source[cell] }
    }
  }

  /// Becomes the sibling's: self is the parent's, `child` the other child's.
  package func subtract(_ child: HistogramCells, count cells: Int) {
    for (target, source) in [(gradient, child.gradient), (hessian, child.hessian), (count, child.count)] {
      for cell in 0..<cells { target[cell] -= source[cell] }
    }
  }
}
