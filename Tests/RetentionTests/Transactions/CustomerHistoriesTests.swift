import CivilTime
import Numerics
import Retention
import Tables
import Testing

@Suite struct CustomerHistoriesTests {
  private static let s = Snapshot("2011-09-01")

  @Test("lines come by customer, then time, then order; customers without lines have empty ranges")
  func sorting() throws {
    var shop = Shop()
    shop.add(2, order: 5, product: 9, at: 300)
    shop.add(0, order: 7, product: 8, at: 200)
    shop.add(0, order: 3, product: 7, at: 200)
    shop.add(0, order: 9, product: 8, at: 100)
    let histories = try CustomerHistories(sorting: shop.lines, context: .serial)
    #expect(histories.offsets == [0, 3, 3, 4])
    #expect(histories.lines.order == [9, 3, 7, 5])
    #expect(histories.lines.localOrder == [0, 1, 2, 0])
    #expect(histories.lines.localProduct == [0, 1, 0, 0])
    #expect(histories.customerCount == 3)
  }

  @Test("each customer's local product of lines without a product is known")
  func blankProducts() throws {
    var shop = Shop()
    shop.add(0, order: 1, product: 4, at: 10)
    shop.add(0, order: 1, product: -1, at: 20)
    shop.add(0, order: 2, product: -1, at: 30)
    shop.add(1, order: 3, product: 0, at: 10)
    shop.add(3, order: 4, product: -1, at: 10)
    let histories = try CustomerHistories(sorting: shop.lines, context: .threads(2))
    #expect(histories.blankProducts == [1, -1, -1, 0])
    #expect(histories.lines.localProduct == [0, 1, 1, 0, 0])
    let none = try CustomerHistories(sorting: TransactionLines(customerCount: 2), context: .serial)
    #expect(none.blankProducts == [-1, -1])
  }

  @Test("an order begins with its first purchase line; a return begins none")
  func beginnings() throws {
    var shop = Shop()
    shop.add(0, order: 1, at: 10, isReturn: true)
    shop.add(0, order: 1, at: 20)
    shop.add(0, order: 2, at: 30)
    shop.add(0, order: 1, at: 40)
    shop.add(1, order: 1, at: 50)
    let histories = try CustomerHistories(sorting: shop.lines, context: .serial)
    #expect(histories.lines.beginsOrder == [false, true, true, false, true])
    let orders = try OrderTimes(histories, context: .serial)
    #expect(Array(orders.of(0)) == [20, 30] && Array(orders.of(1)) == [50])
  }

  @Test("the same for any order of lines and any number of threads")
  func invariance() throws {
    let lines = RandomShop.lines(seed: 50, customers: 400, at: Self.s)
    let expected = try CustomerHistories(sorting: lines, context: .serial)
    var random = PhiloxGenerator(seed: 3)
    let shuffled = lines.reordered(Array(0..<lines.count).shuffled(using: &random))
    #expect(try CustomerHistories(sorting: lines, context: .threads(5)).lines == expected.lines)
    let again = try CustomerHistories(sorting: shuffled, context: .threads(3))
    #expect(again.offsets == expected.offsets && again.lines.time == expected.lines.time)
    #expect(again.lines.order == expected.lines.order && again.lines.beginsOrder == expected.lines.beginsOrder)
    let keys = { (lines: SortedLines, offsets: [Int]) in
      (0..<lines.count).map { "\(lines.order[$0]) \(lines.quantity[$0]) \(lines.unitPrice[$0]) \(lines.isReturn[$0])" }
        .sorted()
    }
    #expect(keys(again.lines, again.offsets) == keys(expected.lines, expected.offsets))
  }

  @Test("order times are the orders of the definition, and counts are half-open")
  func orderTimes() throws {
    let lines = RandomShop.lines(seed: 51, customers: 300, at: Self.s)
    let orders = try OrderTimes(
      CustomerHistories(sorting: lines, context: .serial), context: .threads(2))
    let customers = FeatureOracle.byCustomer(lines)
    #expect(orders.customerCount == 300)
    for customer in 0..<300 {
      let times = FeatureOracle.orders(customers[Int32(customer)] ?? []).map(\.time)
      #expect(Array(orders.of(customer)) == times)
      for end in times {
        let start = end - 30 * Microseconds.day
        #expect(orders.count(of: customer, from: start, to: end) == times.count { $0 >= start && $0 < end })
      }
    }
  }

  @Test("no lines at all")
  func empty() throws {
    let histories = try CustomerHistories(sorting: TransactionLines(), context: .serial)
    #expect(histories.customerCount == 0)
    #expect(try OrderTimes(histories, context: .serial).times.isEmpty)
  }
}
