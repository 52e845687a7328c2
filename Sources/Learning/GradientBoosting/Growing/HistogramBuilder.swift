package import Numerics

/// What histograms of one iteration are made from.
package struct LevelSource {
  package let quantizer: GradientQuantizer
  /// One a row of the matrix.
  package let pairs: UnsafePointer<SIMD2<Float>>
  /// One a row of the matrix, where the quantizer packs.
  package let packed: UnsafePointer<PackedLevels>

  package init(
    quantizer: GradientQuantizer, pairs: UnsafePointer<SIMD2<Float>>, packed: UnsafePointer<PackedLevels>
  ) {
    (self.quantizer, self.pairs, self.packed) = (quantizer, pairs, packed)
  }

  /// Levels of one row.
  package func levels(_ row: Int) -> GradientSums {
    switch quantizer.width {
    case .packed:
      GradientSums(gradient: Double(packed[row] >> 8), hessian: Double(packed[row] & 0xFF), count: 1)
    case .wide: quantizer.wideLevels(pairs[row])
    }
  }
}

/// The parallel pass that fills histograms, and those that are not in use.
package final class HistogramBuilder {
  private var free: [GradientHistogram] = []
  /// Space of each thread, zero between passes.
  private var scratch: [Scratch] = []
  private let capacity: Int
  private let columns: Int
  private let parallelism: Parallelism

  /// Columns whose packed cells, 2 KiB each, a pass keeps in the nearest caches.
  private static let tileWidth = 48
  /// Rows that go through one tile before the next tile is looked at.
  private static let rowBlock = 4096
  private static let fewestRowsAPiece = 1024

  /// - Parameters:
  ///   - capacity: cells of the widest layout.
  ///   - columns: columns of the widest layout.
  package init(capacity: Int, columns: Int, parallelism: Parallelism) {
    (self.capacity, self.columns, self.parallelism) = (capacity, columns, parallelism)
  }

  /// A histogram with any contents.
  func take() -> GradientHistogram {
    free.popLast() ?? GradientHistogram(capacity: capacity)
  }

  func giveBack(_ histogram: GradientHistogram) {
    free.append(histogram)
  }

  /// Sums of `rows` (places in `matrix`) in parts, one a thread, that together are the histogram.
  ///
  /// Whole numbers make the cut, which follows the threads, invisible.
  package func build(
    _ matrix: BinnedMatrix, _ layout: HistogramLayout, _ source: LevelSource, rows: UnsafeBufferPointer<Int32>
  ) -> [GradientHistogram] {
    let pieces = max(1, min(parallelism.threads, rows.count / Self.fewestRowsAPiece))
    let parts = (0..<pieces).map { _ in take() }
    while scratch.count < pieces { scratch.append(Scratch(columns: columns)) }
    nonisolated(unsafe) let (cells, scratch, source, rows) = (parts.map(\.cells), scratch, source, rows)
    parallelism.forEach(pieces) { piece in
      let slice = rows.count * piece / pieces..<rows.count * (piece + 1) / pieces
      matrix.bins.withUnsafeBufferPointer { bins in
        layout.columns.withUnsafeBufferPointer { columns in
          let input = HistogramInput(
            bins: bins.baseAddress!, stride: matrix.columns, columns: columns,
            rows: UnsafeBufferPointer(rebasing: rows[slice]))
          switch source.quantizer.width {
          case .packed: Self.fillPacked(input, layout, source, scratch[piece].packed, cells[piece])
          case .wide:
            accumulateWide(input, pairs: source.pairs, quantizer: source.quantizer, into: scratch[piece].wide)
            unpack(scratch[piece].wide, layout, into: cells[piece])
          }
        }
      }
    }
    return parts
  }

  private static func fillPacked(
    _ input: HistogramInput, _ layout: HistogramLayout, _ source: LevelSource,
    _ sums: UnsafeMutablePointer<PackedSums>, _ cells: HistogramCells
  ) {
    var start = 0
    repeat {
      let end = min(start + packedCapacity, input.rows.count)
      accumulateTiles(input, source, start..<end, sums)
      unpack(sums, layout, adding: start > 0, into: cells)
      start = end
    } while start < input.rows.count
  }

  private static func accumulateTiles(
    _ input: HistogramInput, _ source: LevelSource, _ rows: Range<Int>, _ sums: UnsafeMutablePointer<PackedSums>
  ) {
    let columns = input.columns.count
    let tiles = (columns + tileWidth - 1) / tileWidth
    let block = tiles > 1 ? rowBlock : packedCapacity
    for start in stride(from: rows.lowerBound, to: rows.upperBound, by: block) {
      let slice = input.rows[start..<min(start + block, rows.upperBound)]
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

/// Cells of one thread; those of a width that never comes are never made.
private final class Scratch {
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
