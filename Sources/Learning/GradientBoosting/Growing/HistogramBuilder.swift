package import Numerics
import Synchronization

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

/// The parallel pass that fills histograms, and the buffers that are not in use.
package final class HistogramBuilder: Sendable {
  private let buffers: Mutex<Buffers>
  private let capacity: Int
  private let columns: Int

  private struct Buffers {
    var histograms: [GradientHistogram] = []
    /// Zero while they are here.
    var scratch: [HistogramScratch] = []
  }

  /// - Parameters:
  ///   - capacity: cells of the widest layout.
  ///   - columns: columns of the widest layout.
  package init(capacity: Int, columns: Int) {
    (self.capacity, self.columns) = (capacity, columns)
    buffers = Mutex(Buffers())
  }

  /// A histogram with any contents.
  func acquire() -> GradientHistogram {
    buffers.withLock { $0.histograms.popLast() } ?? GradientHistogram(capacity: capacity)
  }

  func release(_ histogram: GradientHistogram) {
    buffers.withLock { $0.histograms.append(histogram) }
  }

  private func acquireScratch() -> HistogramScratch {
    buffers.withLock { $0.scratch.popLast() } ?? HistogramScratch(columns: columns)
  }

  private func release(_ scratch: HistogramScratch) {
    buffers.withLock { $0.scratch.append(scratch) }
  }
}

extension HistogramBuilder {
  /// Sums of `rows` (places in `matrix`).
  ///
  /// Sums of whole numbers are the same in any order, so it does not show which thread added which rows.
  package func build(
    _ matrix: BinnedMatrix, _ layout: HistogramLayout, _ source: LevelSource, rows: UnsafeBufferPointer<Int32>,
    context: ExecutionContext
  ) throws(Cancelled) -> PartialHistograms {
    nonisolated(unsafe) let (source, rows) = (source, rows)
    let sums = try context.reduceUnordered(of: rows.count, chunkSize: Self.rowsPerChunk(of: rows.count)) {
      GrowingHistogram(histogram: acquire(), scratch: acquireScratch(), layout: layout)
    } finish: {
      release($0.finish(source.quantizer.width))
    } adding: { sums, chunk in
      matrix.bins.withUnsafeBufferPointer { bins in
        layout.columns.withUnsafeBufferPointer { columns in
          let input = HistogramInput(
            bins: bins.baseAddress!, stride: matrix.columns, columns: columns,
            rows: UnsafeBufferPointer(rebasing: rows[chunk]))
          sums.add(input, source)
        }
      }
    }
    return sums.parts
  }

  /// A power of two of chunks, up to 64 where they are short: enough for many threads, and equal for few.
  private static func rowsPerChunk(of rows: Int) -> Int {
    let chunks = min(64, max(1, rows / minRowsPerChunk))
    let power = 1 << (Int.bitWidth - 1 - chunks.leadingZeroBitCount)
    return max(1, min(maxRowsPerChunk, (rows + power - 1) / power))
  }

  private static let minRowsPerChunk = 1024
  /// At most `packedCapacity`.
  private static let maxRowsPerChunk = 16_384
}
