import Numerics

/// The histogram of one thread while it adds rows to it.
///
/// Rows are added to small cells in scratch space, which stay in the nearest caches, and from there to the histogram.
struct GrowingHistogram: Mergeable {
  private(set) var parts: PartialHistograms
  private let layout: HistogramLayout
  private let scratch: HistogramScratch
  /// Rows in the packed cells of the scratch space.
  private var pendingRows = 0
  /// Whether the histogram holds sums already, and not just any contents.
  private var hasSums = false

  init(histogram: GradientHistogram, scratch: HistogramScratch, layout: HistogramLayout) {
    parts = PartialHistograms(histogram)
    self.scratch = scratch
    self.layout = layout
  }

  /// After `finish`.
  mutating func merge(_ other: GrowingHistogram) { parts.merge(other.parts) }

  /// Adds the rows of `input`, at most `packedCapacity`.
  mutating func add(_ input: HistogramInput, _ source: LevelSource) {
    switch source.quantizer.width {
    case .packed:
      if pendingRows + input.rows.count > packedCapacity { unpackPending() }
      Self.accumulateTiles(input, source, scratch.packed)
      pendingRows += input.rows.count
    case .wide:
      accumulateWide(input, pairs: source.pairs, quantizer: source.quantizer, into: scratch.wide)
    }
  }

  /// Moves what is left to the histogram.
  ///
  /// - Returns: the scratch space, zero again.
  mutating func finish(_ width: GradientQuantizer.Width) -> HistogramScratch {
    switch width {
    case .packed: unpackPending()
    case .wide: unpack(scratch.wide, layout, into: parts.parts[0].cells)
    }
    return scratch
  }

  private mutating func unpackPending() {
    unpack(scratch.packed, layout, adding: hasSums, into: parts.parts[0].cells)
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
    _ input: HistogramInput, _ source: LevelSource, _ sums: UnsafeMutablePointer<PackedSums>
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
            rows: UnsafeBufferPointer(rebasing: slice)), levels: source.packed,
          into: sums + part.lowerBound * scratchBins)
      }
    }
  }
}

/// Cells that one thread adds rows to; those of a width that never comes are never made.
final class HistogramScratch: @unchecked Sendable {
  private let cells: Int
  private(set) lazy var packed: UnsafeMutablePointer<PackedSums> = zeros(.zero)
  private(set) lazy var wide: UnsafeMutablePointer<WideSums> = zeros(.zero)
  private var release: [() -> Void] = []

  init(columns: Int) {
    cells = max(1, columns * scratchBins)
  }

  deinit {
    for release in release { release() }
  }

  private func zeros<Cell>(_ zero: Cell) -> UnsafeMutablePointer<Cell> {
    let pointer = UnsafeMutablePointer<Cell>.allocate(capacity: cells)
    pointer.initialize(repeating: zero, count: cells)
    release.append { pointer.deallocate() }
    return pointer
  }
}
