package import Numerics
import Tables

/// The columns of source lines as addresses, for passes over all rows; valid while the lines stay as they are.
package struct SourceRows: @unchecked Sendable {  // read only
  package let customer: UnsafePointer<Int32>
  package let order: UnsafePointer<Int32>
  package let product: UnsafePointer<Int32>
  package let time: UnsafePointer<Int64>
  package let quantity: UnsafePointer<Double>
  package let unitPrice: UnsafePointer<Double>

  /// quantity × unit price; NaN where a cell is blank or unreadable.
  func amount(_ row: Int) -> Double { quantity[row] * unitPrice[row] }
}

extension SourceLines {
  /// Rows of a block of every pass over the lines.
  static let rowsABlock = 1 << 17

  var rows: SourceRows {
    SourceRows(
      customer: customer.pointer, order: order.pointer, product: product.pointer, time: time.pointer,
      quantity: quantity.pointer, unitPrice: unitPrice.pointer)
  }

  /// Maps blocks of rows to summaries, in the order of the blocks; lines in a file leave memory block by block.
  func mapBlocks<Summary: Sendable>(
    _ parallelism: Parallelism, _ body: @Sendable (Range<Int>, SourceRows) -> Summary
  ) -> [Summary] {
    let rows = rows
    return parallelism.mapChunks(of: count, chunkSize: Self.rowsABlock) { range in
      let summary = body(range, rows)
      release(range)
      return summary
    }
  }

  /// Maps runs of blocks to summaries, for summaries that are large.
  ///
  /// - Parameter runs: how many summaries there are, where the lines have that many blocks.
  func mapBlocks<Summary: Sendable>(
    _ parallelism: Parallelism, inRuns runs: Int, _ body: @Sendable (_ blocks: [(Range<Int>, SourceRows)]) -> Summary
  ) -> [Summary] {
    let rows = rows
    let blocks = (count + Self.rowsABlock - 1) / Self.rowsABlock
    let blocksARun = max(1, (blocks + runs - 1) / runs)
    return parallelism.mapChunks(of: blocks, chunkSize: blocksARun) { run in
      let ranges = run.map { $0 * Self.rowsABlock..<min(($0 + 1) * Self.rowsABlock, count) }
      let summary = body(ranges.map { ($0, rows) })
      for range in ranges { release(range) }
      return summary
    }
  }

  /// Calls `body` for every block on this thread, in order, until a stop is requested.
  package func forEachBlock(
    _ context: ExecutionContext, _ body: (Range<Int>, SourceRows) -> Void
  ) throws(Cancelled) {
    let rows = rows
    try context.forEachBlock(of: count, blockSize: Self.rowsABlock) { range in
      body(range, rows)
      release(range)
    }
  }

  /// Calls `body` for every block on this thread, in order.
  package func forEachBlock(_ body: (Range<Int>, SourceRows) -> Void) {
    let rows = rows
    for start in stride(from: 0, to: count, by: Self.rowsABlock) {
      let range = start..<min(start + Self.rowsABlock, count)
      body(range, rows)
      release(range)
    }
  }

  /// Gives back the memory of rows that lie in a file.
  public func release(_ range: Range<Int>) {
    guard time.isInFile else { return }
    customer.release(range)
    order.release(range)
    product.release(range)
    time.release(range)
    quantity.release(range)
    unitPrice.release(range)
    fileLine.release(range)
    orderTotals.release(range)
    for extra in extras { extra.release(range) }
  }
}
