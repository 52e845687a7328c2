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
  /// What the search for splits needs to know of each column.
  let shapes: [ColumnShape]

  package init(columns: [Int], of mapper: BinMapper) {
    var offsets: [Int] = []
    var cells = 0
    widths = columns.map { (mapper.features[$0].binCount + 7) / 8 * 8 }
    for width in widths {
      offsets.append(cells)
      // Columns of 256 bins would otherwise lie a multiple of 4 KiB apart, and their first bins share a set of the cache.
      cells += width + Self.gap
    }
    self.columns = columns
    self.offsets = offsets
    cellCount = cells
    shapes = columns.map { ColumnShape(mapper.features[$0]) }
  }

  /// Cells between two columns, never used.
  private static let gap = 8
}

/// The bins of a column, as far as a search for splits counts them.
struct ColumnShape: Sendable {
  let numericBins: Int
  let hasMissing: Bool
  let isCategorical: Bool

  init(_ bins: FeatureBins) {
    (numericBins, hasMissing, isCategorical) = (bins.numericBins, bins.hasMissing, bins.categories != nil)
  }
}

/// Sums of levels over the rows of a bin: the gradient's, and above the bits of the count the hessian's.
///
/// Side by side, because every row adds to one cell of every feature.
package typealias HistogramCell = SIMD2<Int64>

/// Sums of each bin of each feature over the rows of one leaf. Owns them.
package final class GradientHistogram: @unchecked Sendable {
  private let storage: UnsafeMutablePointer<HistogramCell>

  /// All zero.
  package init(capacity: Int) {
    let bytes = UnsafeMutableRawPointer.allocate(
      byteCount: max(1, capacity) * MemoryLayout<HistogramCell>.stride, alignment: 64)
    storage = bytes.initializeMemory(as: HistogramCell.self, repeating: .zero, count: max(1, capacity))
  }

  deinit { storage.deallocate() }

  /// The cells, whose counts have the bits that `quantizer` gives them; valid as long as this lives.
  package func cells(_ quantizer: GradientQuantizer) -> HistogramCells {
    HistogramCells(first: storage, countBits: quantizer.countBits)
  }
}

/// Where the cells of a histogram, or from one feature of it on, begin.
package struct HistogramCells {
  let first: UnsafeMutablePointer<HistogramCell>
  let countBits: Int

  package subscript(cell: Int) -> GradientSums {
    get { sums(of: first[cell]) }
    nonmutating set {
      first[cell] = HistogramCell(
        Int64(newValue.gradient), Int64(newValue.hessian) &<< Int64(countBits) | Int64(newValue.count))
    }
  }

  @inline(__always)
  func sums(of cell: HistogramCell) -> GradientSums {
    let (hessian, count) = UInt64(bitPattern: cell.y).quotientAndRemainder(powerOfTwo: countBits)
    return GradientSums(gradient: Double(cell.x), hessian: Double(hessian), count: Double(count))
  }

  package func from(_ offset: Int) -> HistogramCells {
    HistogramCells(first: first + offset, countBits: countBits)
  }

  func clear(count cells: Int) { first.update(repeating: .zero, count: cells) }

  /// Adds `other`, cell by cell.
  package func add(_ other: HistogramCells, count cells: Int) {
    for cell in 0..<cells { first[cell] &+= other.first[cell] }
  }

  /// Becomes the sibling's: self is the parent's, `child` the other child's.
  package func subtract(_ child: HistogramCells, count cells: Int) {
    for cell in 0..<cells { first[cell] &-= child.first[cell] }
  }
}

extension UInt64 {
  @inline(__always)
  fileprivate func quotientAndRemainder(powerOfTwo bits: Int) -> (UInt64, UInt64) {
    (self &>> UInt64(bits), self & (1 &<< UInt64(bits) &- 1))
  }
}
