import CivilTime
package import Numerics
package import Tables

/// Cleaned order lines as a structure of arrays: element `i` of each array belongs to line `i`.
///
/// Ids are dense integers; customers are numbered in the byte-wise order of their ids, so ascending code is ascending
/// id.
package struct TransactionLines: Sendable, Equatable {
  /// Customer of each line: 0..<`customerCount`.
  package var customer: SpillableColumn<Int32>
  /// Order id of each line, numbered in the byte-wise order of the ids.
  package var order: SpillableColumn<Int32>
  /// Product of each line; −1 where the source has none.
  package var product: SpillableColumn<Int32>
  /// Microseconds since 1970-01-01 on the store's own clock.
  package var time: SpillableColumn<Int64>
  /// Units; negative for a return.
  package var quantity: SpillableColumn<Double>
  /// Price of a unit in the source's currency.
  package var unitPrice: SpillableColumn<Double>
  /// True for a return or a cancellation.
  package var isReturn: SpillableColumn<Bool>
  /// Distinct customers.
  package var customerCount: Int

  package init(
    customer: SpillableColumn<Int32> = [], order: SpillableColumn<Int32> = [], product: SpillableColumn<Int32> = [],
    time: SpillableColumn<Int64> = [], quantity: SpillableColumn<Double> = [], unitPrice: SpillableColumn<Double> = [],
    isReturn: SpillableColumn<Bool> = [], customerCount: Int = 0
  ) {
    self.customer = customer
    self.order = order
    self.product = product
    self.time = time
    self.quantity = quantity
    self.unitPrice = unitPrice
    self.isReturn = isReturn
    self.customerCount = customerCount
  }

  package init(
    customer: [Int32], order: [Int32], product: [Int32], time: [Int64], quantity: [Double], unitPrice: [Double],
    isReturn: [Bool], customerCount: Int
  ) {
    self.init(
      customer: SpillableColumn(customer), order: SpillableColumn(order), product: SpillableColumn(product),
      time: SpillableColumn(time),
      quantity: SpillableColumn(quantity), unitPrice: SpillableColumn(unitPrice), isReturn: SpillableColumn(isReturn),
      customerCount: customerCount)
  }

  /// Number of lines.
  package var count: Int { time.count }

  /// Times of the first and the last line; nil for no lines.
  package func timeSpan(context: ExecutionContext) throws(Cancelled) -> (first: Int64, last: Int64)? {
    let times = time
    context.progress.expect(count, unit: SourceLines.progressUnit)
    let spans = try context.mapChunks(of: count, chunkSize: SourceLines.rowsPerBlock) { rows in
      var span = (first: Int64.max, last: Int64.min)
      for row in rows {
        span.first = min(span.first, times.pointer[row])
        span.last = max(span.last, times.pointer[row])
      }
      times.release(rows)
      context.progress.advance(by: rows.count)
      return span
    }
    guard let first = spans.map(\.first).min(), let last = spans.map(\.last).max() else { return nil }
    return (first, last)
  }
}
