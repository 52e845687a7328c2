import Numerics

/// The histogram of one thread while it adds rows to it.
///
/// Packed levels are added to small cells in scratch space, which stay in the nearest caches, and from there to the
/// histogram; wide ones directly.
struct GrowingHistogram: Mergeable {
  private(set) var parts: PartialHistograms
  private let layout: HistogramLayout
  private let quantizer: GradientQuantizer
  private let scratch: HistogramScratch
  /// Rows in the packed cells of the scratch space.
  private var pendingRows = 0
  /// Whether the histogram holds sums already, and not just any contents.
  private var hasSums = false

  init(
    histogram: GradientHistogram, scratch: HistogramScratch, layout: HistogramLayout, quantizer: GradientQuantizer
  ) {
    parts = PartialHistograms(histogram)
    (self.scratch, self.layout, self.quantizer) = (scratch, layout, quantizer)
    if quantizer.width == .wide { cells.clear(count: layout.cellCount) }
  }

  private var cells: HistogramCells { parts.parts[0].cells(quantizer) }
  private var positions: Range<Int> { layout.columns.indices }

  /// After `finish`.
  mutating func merge(_ other: GrowingHistogram) { parts.merge(other.parts) }

  /// Adds `rows`, at most `packedCapacity`.
  mutating func add(_ rows: UnsafeBufferPointer<Int32>, of matrix: BinnedMatrix, _ gradients: QuantizedGradients) {
    if quantizer.width == .packed {
      if pendingRows + rows.count > packedCapacity { unpackPending() }
      pendingRows += rows.count
    }
    accumulate(rows, of: matrix, layout, positions: positions, gradients, scratch, into: cells)
  }

  /// Moves what is left to the histogram.
  ///
  /// - Returns: the scratch space, zero again.
  mutating func finish() -> HistogramScratch {
    if quantizer.width == .packed { unpackPending() }
    return scratch
  }

  private mutating func unpackPending() {
    unpack(scratch.packed, layout, positions: positions, adding: hasSums, into: cells)
    (pendingRows, hasSums) = (0, true)
  }
}

/// A histogram of few rows, which is filled group of columns by group of columns, on any threads.
struct ColumnwiseHistogram: Sendable {
  let histogram: GradientHistogram
  let scratch: HistogramScratch
  let layout: HistogramLayout

  /// Makes the columns at `positions` of the layout the sums of `rows`, at most `packedCapacity`.
  func fill(
    _ positions: Range<Int>, _ matrix: BinnedMatrix, _ gradients: QuantizedGradients,
    rows: UnsafeBufferPointer<Int32>
  ) {
    let cells = histogram.cells(gradients.quantizer)
    if gradients.quantizer.width == .wide {
      let (first, last) = (layout.offsets[positions.lowerBound], positions.upperBound - 1)
      cells.from(first).clear(count: layout.offsets[last] + layout.widths[last] - first)
    }
    accumulate(rows, of: matrix, layout, positions: positions, gradients, scratch, into: cells)
    if gradients.quantizer.width == .packed {
      unpack(scratch.packed, layout, positions: positions, adding: false, into: cells)
    }
  }
}

/// Adds the levels of `rows` to the columns at `positions` of the layout: packed ones in the scratch space, wide ones in
/// `cells`.
private func accumulate(
  _ rows: UnsafeBufferPointer<Int32>, of matrix: BinnedMatrix, _ layout: HistogramLayout, positions: Range<Int>,
  _ gradients: QuantizedGradients, _ scratch: HistogramScratch, into cells: HistogramCells
) {
  matrix.bins.withUnsafeBufferPointer { bins in
    layout.columns.withUnsafeBufferPointer { columns in
      let input = HistogramInput(
        bins: bins.baseAddress!, stride: matrix.columns, columns: UnsafeBufferPointer(rebasing: columns[positions]),
        rows: rows)
      switch gradients.quantizer.width {
      case .packed:
        accumulateTiles(input, gradients.packed!, scratch.packed + positions.lowerBound * scratchBins)
      case .wide:
        layout.offsets.withUnsafeBufferPointer { offsets in
          accumulateWide(
            input, levels: gradients.wide!, offsets: offsets.baseAddress! + positions.lowerBound, into: cells)
        }
      }
    }
  }
}

// MARK: - Tiles of columns

/// Columns whose packed cells, 2 KiB each, a pass keeps in the nearest caches.
private let tileWidth = 48
/// Rows that go through one tile before the next tile is looked at.
private let rowsPerBlock = 4096

private func accumulateTiles(
  _ input: HistogramInput, _ levels: UnsafePointer<PackedGradient>, _ sums: UnsafeMutablePointer<PackedSums>
) {
  let columns = input.columns.count
  let tiles = (columns + tileWidth - 1) / tileWidth
  let block = tiles > 1 ? rowsPerBlock : packedCapacity
  for start in stride(from: 0, to: input.rows.count, by: block) {
    let slice = input.rows[start..<min(start + block, input.rows.count)]
    for tile in 0..<tiles {
      let part = columns * tile / tiles..<columns * (tile + 1) / tiles
      accumulatePacked(
        HistogramInput(
          bins: input.bins, stride: input.stride, columns: UnsafeBufferPointer(rebasing: input.columns[part]),
          rows: UnsafeBufferPointer(rebasing: slice)), levels: levels, into: sums + part.lowerBound * scratchBins)
    }
  }
}

/// Packed cells to add rows to, zero to begin with.
final class HistogramScratch: @unchecked Sendable {
  let packed: UnsafeMutablePointer<PackedSums>

  init(columns: Int) {
    packed = .allocate(capacity: max(1, columns * scratchBins))
    packed.initialize(repeating: 0, count: max(1, columns * scratchBins))
  }

  deinit { packed.deallocate() }
}
