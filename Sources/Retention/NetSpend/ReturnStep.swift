/// What a part of a return came off.
package enum ReturnStep: UInt8, CaseIterable, Sendable {
  /// A purchase line of the same product at the same unit price.
  case samePrice
  /// A purchase line of the same product at another unit price.
  case otherPrice
  /// The order that a refund without a product names.
  case ownOrder
  /// The latest order of exactly the value.
  case orderOfThatValue
  /// The latest orders.
  case latestOrders
}
