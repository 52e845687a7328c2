import CivilTime
import Foundation
import Numerics
import Retention
import Tables
import TestSupport

/// Order lines by hand, one call a line; ids are numbers.
struct Shop {
  private(set) var lines = TransactionLines()

  /// - Parameter time: microseconds since 1970-01-01.
  mutating func add(
    _ customer: Int32, order: Int32, product: Int32 = 0, at time: Int64, quantity: Double = 1, price: Double = 1,
    isReturn: Bool = false
  ) {
    lines.customer.append(customer)
    lines.order.append(order)
    lines.product.append(product)
    lines.time.append(time)
    lines.quantity.append(quantity)
    lines.unitPrice.append(price)
    lines.isReturn.append(isReturn)
    lines.customerCount = max(lines.customerCount, Int(customer) + 1)
  }
}

extension Snapshot {
  /// - Parameter text: `yyyy-mm-dd`.
  init(_ text: String) { self.init(day: CivilDate(text)!.daysSince1970) }

  /// The time `days` before this midnight.
  func before(days: Double) -> Int64 { time - Int64((days * Double(Microseconds.day)).rounded()) }
}

extension CustomerHistories {
  /// The same lines, each with its customer; products have the numbers that they have with their customer.
  var transactions: TransactionLines {
    TransactionLines(
      customer: (0..<customerCount).flatMap { customer in lineRange(of: customer).map { _ in Int32(customer) } },
      order: Array(lines.order), product: Array(lines.localProduct), time: Array(lines.time),
      quantity: Array(lines.quantity), unitPrice: Array(lines.unitPrice), isReturn: Array(lines.isReturn),
      customerCount: customerCount)
  }
}

extension TransactionLines {
  /// Line `order[i]` becomes line `i`.
  func reordered(_ order: [Int]) -> TransactionLines {
    TransactionLines(
      customer: order.map { customer[$0] }, order: order.map { self.order[$0] }, product: order.map { product[$0] },
      time: order.map { time[$0] }, quantity: order.map { quantity[$0] }, unitPrice: order.map { unitPrice[$0] },
      isReturn: order.map { isReturn[$0] }, customerCount: customerCount)
  }

  /// Sorts, and computes the features at `snapshots`.
  func features(
    at snapshots: [Snapshot], windowDays: Int = 180, minOrders: Int = 1, threads: Int = 1
  ) -> FeatureTable {
    uncancelled(threads: threads) { (context) throws(Cancelled) in
      let histories = try CustomerHistories(sorting: self, context: context)
      return try FeatureSweep(windowDays: windowDays, minOrders: minOrders).features(
        of: histories, orders: OrderTimes(histories, context: context), at: snapshots, context: context)
    }
  }
}
