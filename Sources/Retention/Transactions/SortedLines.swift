public import Tables

/// Order lines in the order of `CustomerHistories`, whose offsets tell the customer of a line.
public struct SortedLines: Sendable, Equatable {
  /// Order id of each line.
  public internal(set) var order: SpillableColumn<Int32>
  /// Microseconds since 1970-01-01.
  public internal(set) var time: SpillableColumn<Int64>
  /// Units; negative for a return.
  public internal(set) var quantity: SpillableColumn<Double>
  /// In units of the currency.
  public internal(set) var unitPrice: SpillableColumn<Double>
  /// Whether the line is a return or a cancellation.
  public internal(set) var isReturn: SpillableColumn<Bool>
  /// Number of each line's order among the orders of its customer, from 0 without gaps.
  public internal(set) var localOrder: SpillableColumn<Int32>
  /// Number of each line's product among the products of its customer, from 0 without gaps; lines without a product
  /// share one.
  public internal(set) var localProduct: SpillableColumn<Int32>
  /// Whether each line is the first purchase line of its order, which gives the order its time.
  public internal(set) var beginsOrder: SpillableColumn<Bool>

  /// Number of lines.
  public var count: Int { time.count }

  /// Bytes per line.
  public static let width = 38

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
