package import Numerics
import Synchronization

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
  /// Sums of `rows` (places in `matrix`), the rows shared among threads.
  ///
  /// Sums of whole numbers are the same in any order, so it does not show which thread added which rows.
  package func build(
    _ matrix: BinnedMatrix, _ layout: HistogramLayout, _ gradients: QuantizedGradients,
    rows: UnsafeBufferPointer<Int32>,
    context: ExecutionContext
  ) throws(Cancelled) -> PartialHistograms {
    nonisolated(unsafe) let (gradients, rows) = (gradients, rows)
    let sums = try context.reduceUnordered(of: rows.count, chunkSize: Self.rowsPerChunk(of: rows.count)) {
      GrowingHistogram(
        histogram: acquire(), scratch: acquireScratch(), layout: layout,
        quantizer: gradients.quantizer)
    } finish: {
      release($0.finish())
    } adding: { sums, chunk in
      sums.add(UnsafeBufferPointer(rebasing: rows[chunk]), of: matrix, gradients)
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

// MARK: - Histograms of few rows

extension HistogramBuilder {
  /// From here on, clearing and adding up a histogram per thread costs little beside the rows.
  static let rowsWorthSharing = 8192

  /// A histogram of at most `packedCapacity` rows whose columns are still to be filled, the columns shared among threads:
  /// each cell is cleared, filled and searched by one.
  func begin(_ layout: HistogramLayout) -> ColumnwiseHistogram {
    ColumnwiseHistogram(histogram: acquire(), scratch: acquireScratch(), layout: layout)
  }

  /// Takes back all but the whole.
  func recycle(_ source: LeafPairSearch.Source) {
    switch source {
    case .parts(let parts): for part in parts.parts.dropFirst() { release(part) }
    case .rows(_, let columnwise): release(columnwise.scratch)
    }
  }
}
