public import Tables

/// Order lines in the order of `CustomerHistories`; whose they are is known by their place.
public struct SortedLines: Sendable, Equatable {
  /// As in `TransactionLines`.
  public internal(set) var order: SpillableColumn<Int32>
  public internal(set) var time: SpillableColumn<Int64>
  public internal(set) var quantity: SpillableColumn<Double>
  public internal(set) var unitPrice: SpillableColumn<Double>
  public internal(set) var isReturn: SpillableColumn<Bool>
  /// The order of each line among the orders of its customer, dense from 0.
  public internal(set) var localOrder: SpillableColumn<Int32>
  /// The product of each line among the products of its customer, dense from 0; lines without a product share one.
  public internal(set) var localProduct: SpillableColumn<Int32>
  /// Whether each line is the first purchase line of its order, the one that gives the order its time.
  public internal(set) var beginsOrder: SpillableColumn<Bool>

  public var count: Int { time.count }

  /// Bytes of a line.
  public static let width = 38

  /// Gives back the memory of lines that lie in a file.
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
