package import Numerics
import Tables

/// The columns of source lines as addresses, for passes over all rows; valid as long as the lines do not change.
package struct SourceRows: @unchecked Sendable {  // read only
  /// As in `SourceLines`, all of them.
  package let customer: UnsafePointer<Int32>
  package let order: UnsafePointer<Int32>
  package let product: UnsafePointer<Int32>
  package let time: UnsafePointer<Int64>
  package let quantity: UnsafePointer<Double>
  package let unitPrice: UnsafePointer<Double>

  /// quantity × unit price; NaN where a cell is blank or unreadable.
  func amount(_ row: Int) -> Double { quantity[row] * unitPrice[row] }
}

// A pass reports each of its rows once, and lines in a file leave memory block by block.

extension SourceLines {
  /// Rows per block of every pass over the lines.
  static let rowsPerBlock = 1 << 17
  /// Unit of the progress of every pass.
  static let progressUnit = "rows"

  var rows: SourceRows {
    SourceRows(
      customer: customer.pointer, order: order.pointer, product: product.pointer, time: time.pointer,
      quantity: quantity.pointer, unitPrice: unitPrice.pointer)
  }

  /// Maps blocks of rows to summaries, in the order of the blocks.
  func mapBlocks<Summary: Sendable>(
    _ context: ExecutionContext, _ body: @Sendable (Range<Int>, SourceRows) -> Summary
  ) throws(Cancelled) -> [Summary] {
    let rows = rows
    context.progress.expect(count, unit: Self.progressUnit)
    return try context.mapChunks(of: count, chunkSize: Self.rowsPerBlock) { range in
      let summary = body(range, rows)
      release(range)
      context.progress.advance(by: range.count)
      return summary
    }
  }

  /// Maps runs of blocks to summaries, for summaries that are large.
  ///
  /// - Parameters:
  ///   - runs: number of summaries, if the lines have that many blocks.
  ///   - empty: the summary of no row.
  ///   - add: adds the rows of one block.
  func mapBlocks<Summary: Sendable>(
    _ context: ExecutionContext, inRuns runs: Int, from empty: Summary,
    _ add: @Sendable (inout Summary, Range<Int>, SourceRows) -> Void
  ) throws(Cancelled) -> [Summary] {
    let rows = rows
    let blocks = (count + Self.rowsPerBlock - 1) / Self.rowsPerBlock
    context.progress.expect(count, unit: Self.progressUnit)
    return try context.mapChunks(of: blocks, chunkSize: max(1, (blocks + runs - 1) / runs)) { run in
      var summary = empty
      for block in run where !context.cancellation.isRequested {
        let range = block * Self.rowsPerBlock..<min((block + 1) * Self.rowsPerBlock, count)
        add(&summary, range, rows)
        release(range)
        context.progress.advance(by: range.count)
      }
      return summary
    }
  }

  /// Calls `body` for every block on this thread, in order.
  package func forEachBlock(
    _ context: ExecutionContext, _ body: (Range<Int>, SourceRows) -> Void
  ) throws(Cancelled) {
    let rows = rows
    context.progress.expect(count, unit: Self.progressUnit)
    try context.forEachBlock(of: count, blockSize: Self.rowsPerBlock) { range in
      body(range, rows)
      release(range)
      context.progress.advance(by: range.count)
    }
  }

  /// Returns the memory of rows that lie in a file to the system.
  package func release(_ range: Range<Int>) {
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
