import Numerics

/// The histogram of one thread while it adds rows to it.
///
/// Packed levels are added to small cells in scratch space, which stay in the nearest caches, and from there to the
/// histogram; wide ones directly.
struct GrowingHistogram: Mergeable {
  private(set) var parts: PartialHistograms
  private let layout: HistogramLayout
  private let positions: Range<Int>
  private let quantizer: GradientQuantizer
  private let scratch: HistogramScratch
  /// Rows in the packed cells of the scratch space.
  private var pendingRows = 0
  /// Whether the histogram holds sums already, and not just any contents.
  private var hasSums = false

  /// - Parameter positions: columns of the layout that are filled.
  init(
    histogram: GradientHistogram, scratch: HistogramScratch, layout: HistogramLayout, positions: Range<Int>,
    quantizer: GradientQuantizer
  ) {
    parts = PartialHistograms(histogram)
    self.scratch = scratch
    self.layout = layout
    self.positions = positions
    self.quantizer = quantizer
    guard quantizer.width == .wide else { return }
    for position in positions { cells.from(layout.offsets[position]).clear(count: layout.widths[position]) }
  }

  private var cells: HistogramCells { parts.parts[0].cells(quantizer) }

  /// After `finish`.
  mutating func merge(_ other: GrowingHistogram) { parts.merge(other.parts) }

  /// Adds `rows`, at most `packedCapacity`.
  mutating func add(_ rows: UnsafeBufferPointer<Int32>, of matrix: BinnedMatrix, _ gradients: QuantizedGradients) {
    matrix.bins.withUnsafeBufferPointer { bins in
      layout.columns.withUnsafeBufferPointer { columns in
        let input = HistogramInput(
          bins: bins.baseAddress!, stride: matrix.columns, columns: UnsafeBufferPointer(rebasing: columns[positions]),
          rows: rows)
        switch quantizer.width {
        case .packed:
          if pendingRows + rows.count > packedCapacity { unpackPending() }
          Self.accumulateTiles(input, gradients, scratch.packed + positions.lowerBound * scratchBins)
          pendingRows += rows.count
        case .wide:
          layout.offsets.withUnsafeBufferPointer { offsets in
            accumulateWide(
              input, levels: gradients.wide!, offsets: offsets.baseAddress! + positions.lowerBound, into: cells)
          }
        }
      }
    }
  }

  /// Moves what is left to the histogram.
  ///
  /// - Returns: the scratch space, zero again.
  @discardableResult
  mutating func finish() -> HistogramScratch {
    if quantizer.width == .packed { unpackPending() }
    return scratch
  }

  private mutating func unpackPending() {
    unpack(scratch.packed, layout, positions: positions, adding: hasSums, into: cells)
    (pendingRows, hasSums) = (0, true)
  }
}

// MARK: - Tiles of columns

extension GrowingHistogram {
  /// Columns whose packed cells, 2 KiB each, a pass keeps in the nearest caches.
  private static let tileWidth = 48
  /// Rows that go through one tile before the next tile is looked at.
  private static let rowsPerBlock = 4096

  private static func accumulateTiles(
    _ input: HistogramInput, _ gradients: QuantizedGradients, _ sums: UnsafeMutablePointer<PackedSums>
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
            rows: UnsafeBufferPointer(rebasing: slice)), levels: gradients.packed!,
          into: sums + part.lowerBound * scratchBins)
      }
    }
  }
}

/// Packed cells to add rows to; made where they are needed first.
final class HistogramScratch: @unchecked Sendable {
  private let cells: Int
  private var storage: UnsafeMutablePointer<PackedSums>?

  init(columns: Int) {
    cells = max(1, columns * scratchBins)
  }

  deinit { storage?.deallocate() }

  var packed: UnsafeMutablePointer<PackedSums> {
    if let storage { return storage }
    let new = UnsafeMutablePointer<PackedSums>.allocate(capacity: cells)
    new.initialize(repeating: 0, count: cells)
    storage = new
    return new
  }
}
