/// Cleaned order lines as a structure of arrays: element `i` of each array belongs to line `i`.
///
/// Ids are dense integers; customers are numbered in the byte-wise order of their ids, so ascending code is ascending id.
public struct TransactionLines: Sendable, Equatable {
  /// Customer of each line: 0..<`customerCount`.
  public var customer: [Int32]
  /// Order id of each line, numbered in the byte-wise order of the ids.
  public var order: [Int32]
  /// Product of each line; −1 where the source has none.
  public var product: [Int32]
  /// Microseconds since 1970-01-01 on the store's own clock.
  public var time: [Int64]
  /// Units; negative for a return.
  public var quantity: [Double]
  /// Price of a unit in the source's currency.
  public var unitPrice: [Double]
  /// True for a return or a cancellation.
  public var isReturn: [Bool]
  /// Distinct customers.
  public var customerCount: Int

  public init(
    customer: [Int32] = [], order: [Int32] = [], product: [Int32] = [], time: [Int64] = [], quantity: [Double] = [],
    unitPrice: [Double] = [], isReturn: [Bool] = [], customerCount: Int = 0
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

  public var count: Int { time.count }
}
