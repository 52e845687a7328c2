import Numerics
import Retention
import TestSupport
import Testing

/// Each rule by itself, worked out by hand. Lines come in order of time, so a line's number is its place.
@Suite("What a return comes off") struct ReturnMatchesTests {
  private var shop = Shop()
  private var nextTime: Int64 = 0

  private mutating func buy(
    order: Int32, of product: Int32 = 1, _ quantity: Double, at price: Double, time: Int64? = nil
  ) {
    nextTime += 10
    shop.add(0, order: order, product: product, at: time ?? nextTime, quantity: quantity, price: price)
  }

  private mutating func giveBack(
    order: Int32 = 999, of product: Int32 = 1, _ quantity: Double, at price: Double, time: Int64? = nil
  ) {
    nextTime += 10
    shop.add(
      0, order: order, product: product, at: time ?? nextTime, quantity: -quantity, price: price, isReturn: true)
  }

  private func matches() throws -> ReturnMatches {
    try ReturnMatches(CustomerHistories(sorting: shop.lines, context: .serial), context: .serial)
  }

  /// Takes in units and currency.
  private func takes() throws -> [Take] {
    let matches = try matches()
    return matches.targets.indices.map {
      Take(
        Int(matches.targets[$0]), Double(matches.quantities[$0]) / 1e6, Double(matches.amounts[$0]) / 1e6,
        matches.steps[$0])
    }
  }

  private struct Take: Equatable {
    var target: Int
    var quantity: Double
    var amount: Double
    var step: ReturnStep

    init(_ target: Int, _ quantity: Double, _ amount: Double, _ step: ReturnStep) {
      (self.target, self.quantity, self.amount, self.step) = (target, quantity, amount, step)
    }
  }

  @Test("a line at the same price, although another one of the product is later")
  mutating func samePriceFirst() throws {
    buy(order: 1, 3, at: 2)
    buy(order: 2, 3, at: 5)
    giveBack(2, at: 2)
    #expect(try takes() == [Take(0, 2, 4, .samePrice)])
  }

  @Test("the latest line first, then the one before it; another product is not touched")
  mutating func latestFirst() throws {
    buy(order: 1, 3, at: 2)
    buy(order: 2, 3, at: 2)
    buy(order: 3, of: 2, 3, at: 2)
    giveBack(4, at: 2)
    #expect(try takes() == [Take(1, 3, 6, .samePrice), Take(0, 1, 2, .samePrice)])
  }

  @Test("what came back already cannot come back again")
  mutating func partialQuantities() throws {
    buy(order: 1, 3, at: 2)
    buy(order: 2, 3, at: 2)
    giveBack(2, at: 2)
    giveBack(2, at: 2)
    giveBack(2, at: 2)
    #expect(
      try takes() == [
        Take(1, 2, 4, .samePrice), Take(1, 1, 2, .samePrice), Take(0, 1, 2, .samePrice), Take(0, 2, 4, .samePrice),
      ])
  }

  @Test("at another price, the money of the return comes off, in the order: same price, then latest")
  mutating func priceDiffers() throws {
    buy(order: 1, 2, at: 5)
    buy(order: 2, 1, at: 4)
    buy(order: 3, 2, at: 5)
    giveBack(4, at: 4)
    #expect(try takes() == [Take(1, 1, 4, .samePrice), Take(2, 2, 8, .otherPrice), Take(0, 1, 4, .otherPrice)])
  }

  @Test("money that is more than a line cost comes off the latest orders")
  mutating func dearerReturn() throws {
    buy(order: 1, 2, at: 5)
    buy(order: 2, of: 7, 1, at: 30)
    giveBack(2, at: 8)
    #expect(try takes() == [Take(0, 2, 10, .otherPrice), Take(~1, 0, 6, .latestOrders)])
  }

  @Test("without a line of the product: the latest order of exactly the value, although others are later")
  mutating func orderOfThatValue() throws {
    buy(order: 1, 2, at: 5)
    buy(order: 2, 1, at: 4)
    buy(order: 2, of: 2, 2, at: 3)
    buy(order: 3, of: 3, 1, at: 10)
    buy(order: 4, of: 3, 1, at: 11)
    giveBack(of: 99, 1, at: 10)
    giveBack(of: 99, 1, at: 10)
    giveBack(of: 99, 1, at: 10)
    #expect(
      try takes() == [
        Take(~3, 0, 10, .orderOfThatValue), Take(~1, 0, 10, .orderOfThatValue), Take(~0, 0, 10, .orderOfThatValue),
      ])
  }

  @Test("the value of an order is what is left of it")
  mutating func valueLeft() throws {
    buy(order: 1, 5, at: 2)
    buy(order: 2, of: 7, 1, at: 100)
    giveBack(1, at: 2)
    giveBack(of: 99, 1, at: 8)
    #expect(try takes() == [Take(0, 1, 2, .samePrice), Take(~0, 0, 8, .orderOfThatValue)])
  }

  @Test("no order of the value: the latest orders, none below zero, and the rest is counted")
  mutating func latestOrders() throws {
    buy(order: 1, 1, at: 10)
    buy(order: 2, 1, at: 20)
    giveBack(of: 99, 1, at: 25)
    giveBack(of: 99, 1, at: 12)
    #expect(
      try takes() == [
        Take(~1, 0, 20, .latestOrders), Take(~0, 0, 5, .latestOrders), Take(~0, 0, 5, .latestOrders),
      ])
    let matches = try matches()
    #expect(matches.unmatched == [0, 7_000_000])
    let summary = matches.summary
    #expect(summary.lines == 2 && summary.returned == Money(37) && summary.taken(.latestOrders) == Money(30))
    #expect(summary.unmatchedLines == 1 && summary.unmatched == Money(7))
    #expect(summary.largest?.line == 3 && summary.largest?.value == Money(7))
  }

  @Test("units that are left without a line of the product take their value off orders")
  mutating func moreThanBought() throws {
    buy(order: 1, 2, at: 5)
    buy(order: 2, of: 7, 1, at: 50)
    giveBack(3, at: 5)
    #expect(try takes() == [Take(0, 2, 10, .samePrice), Take(~1, 0, 5, .latestOrders)])
  }

  @Test("a refund without a product comes off the order that it names, over all of its lines")
  mutating func refund() throws {
    buy(order: 1, of: 1, 2, at: 10)
    buy(order: 1, of: 2, 1, at: 60)
    buy(order: 2, of: 3, 1, at: 20)
    giveBack(order: 1, of: -1, 1, at: 20)
    #expect(try takes() == [Take(~0, 0, 20, .ownOrder)])
    let histories = try CustomerHistories(sorting: shop.lines, context: .serial)
    var walk = try NetWalk(histories, matches())
    walk.begin(0)
    walk.advance(to: .max)
    // A quarter of 80, off each line.
    #expect(walk.revenue(ofLine: 0) == 15 && walk.revenue(ofLine: 1) == 45 && walk.revenue(ofLine: 2) == 20)
    #expect(walk.quantity(ofLine: 0) == 2)
  }

  @Test("a refund without a product that names no order: the order of its value, else the latest orders")
  mutating func refundOfNoOrder() throws {
    buy(order: 1, of: -1, 1, at: 20)
    buy(order: 2, of: -1, 1, at: 30)
    giveBack(of: -1, 1, at: 20)
    giveBack(of: -1, 1, at: 5)
    #expect(try takes() == [Take(~0, 0, 20, .orderOfThatValue), Take(~1, 0, 5, .latestOrders)])
  }

  @Test("later purchases are not touched; those at the very time of the return are")
  mutating func onlyEarlier() throws {
    buy(order: 1, 1, at: 5, time: 10)
    giveBack(order: 0, 1, at: 5, time: 20)
    buy(order: 2, 1, at: 5, time: 20)
    buy(order: 3, 1, at: 5, time: 30)
    // Sorted by order id, the return comes before the purchase of its time.
    #expect(try takes() == [Take(2, 1, 5, .samePrice)])
  }

  @Test("nothing bought before, and a customer without returns")
  mutating func nothing() throws {
    giveBack(2, at: 5)
    buy(order: 1, 2, at: 5)
    #expect(try takes() == [])
    #expect(try matches().summary.unmatched == Money(10))
    shop.add(1, order: 5, at: 1)
    #expect(try matches().customers == [0, 1, 1])
  }

  @Test("no lines, and values that no shop has")
  func badInput() throws {
    let none = try ReturnMatches(CustomerHistories(sorting: TransactionLines(), context: .serial), context: .serial)
    #expect(none.lines.isEmpty && none.offsets == [0] && none.customers == [0])
    var shop = Shop()
    for (index, value) in [1e300, .infinity, .nan, 0, -3].enumerated() {
      for product in [1, Int32(index) + 2] {
        shop.add(0, order: Int32(index), product: product, at: 1, quantity: value, price: 2)
        shop.add(0, order: 77, product: product, at: 2, quantity: value, price: 3, isReturn: true)
      }
    }
    let summary = try ReturnMatches(
      CustomerHistories(sorting: shop.lines, context: .serial), context: .serial
    ).summary
    #expect(summary.lines == 10)
    #expect(summary.allTaken + summary.unmatched == summary.returned)
  }
}
