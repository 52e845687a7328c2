package import Tables

/// Order lines in the order of `CustomerHistories`, whose offsets tell the customer of a line.
package struct SortedLines: Sendable, Equatable {
  /// Order id of each line.
  package internal(set) var order: SpillableColumn<Int32>
  /// Microseconds since 1970-01-01.
  package internal(set) var time: SpillableColumn<Int64>
  /// Units; negative for a return.
  package internal(set) var quantity: SpillableColumn<Double>
  /// In units of the currency.
  package internal(set) var unitPrice: SpillableColumn<Double>
  /// Whether the line is a return or a cancellation.
  package internal(set) var isReturn: SpillableColumn<Bool>
  /// Number of each line's order among the orders of its customer, from 0 without gaps.
  package internal(set) var localOrder: SpillableColumn<Int32>
  /// Number of each line's product among the products of its customer, from 0 without gaps; lines without a product
  /// share one.
  package internal(set) var localProduct: SpillableColumn<Int32>
  /// Whether each line is the first purchase line of its order, which gives the order its time.
  package internal(set) var beginsOrder: SpillableColumn<Bool>

  /// Number of lines.
  package var count: Int { time.count }

  /// Bytes per line.
  package static let width = 38

  /// Returns the memory of lines that lie in a file to the system.
  func release(_ rows: Range<Int>) {
    guard time.isInFile else { return }
    order.release(rows)
    time.release(rows)
    quantity.release(rows)
    unitPrice.release(rows)
    isReturn.release(rows)
    localOrder.release(rows)
    localProduct.release(rows)
    beginsOrder.release(rows)
  }
}
