import CivilTime
import Numerics
import Retention
import Tables
import TestSupport
import Testing

@Suite("What is left of orders") struct NetAmountsTests {
  private static let start = Snapshot("2011-01-01")

  private static func matched(_ lines: TransactionLines) throws -> (CustomerHistories, ReturnMatches) {
    let histories = try CustomerHistories(sorting: lines, context: .serial)
    return (histories, try ReturnMatches(histories, context: .serial))
  }

  @Test("an order is worth less once a part came back, and none once nothing is left")
  func knownAnswer() throws {
    var shop = Shop()
    shop.add(0, order: 1, product: 1, at: 10, quantity: 4, price: 5)
    shop.add(0, order: 1, product: 2, at: 10, quantity: 1, price: 3)
    shop.add(0, order: 2, product: 3, at: 20, quantity: 1, price: 7)
    shop.add(0, order: 8, product: 1, at: 30, quantity: -3, price: 5, isReturn: true)
    shop.add(0, order: 9, product: 3, at: 40, quantity: -1, price: 7, isReturn: true)
    let (histories, matches) = try Self.matched(shop.lines)
    // A return at the time itself is not known before it.
    let known = NetAmounts.before([10, 20, 30, 31, 41], of: 0..<1, histories, matches)
    #expect(known.map(\.times) == [[], [10], [10, 20], [10, 20], [10]])
    #expect(known.map { $0.amounts.map { Double($0) / 1e6 } } == [[], [23], [23, 7], [8, 7], [8]])
    #expect(known.map { $0.revenue(of: 0).value } == [0, 23, 30, 15, 8])
  }

  @Test("money that was kept when all units came back at a lower price stays with the order")
  func keptMoney() throws {
    var shop = Shop()
    shop.add(0, order: 1, at: 10, quantity: 2, price: 5)
    shop.add(0, order: 9, at: 20, quantity: -2, price: 4, isReturn: true)
    let (histories, matches) = try Self.matched(shop.lines)
    let known = NetAmounts.before([30], of: 0..<1, histories, matches)[0]
    #expect(known.times == [10] && known.revenue(of: 0) == Money(2))
    #expect(matches.summary.allTaken == Money(8))
  }

  @Test("an order that grows after it was refunded is one again, without the refunded lines")
  func revivedOrder() throws {
    var shop = Shop()
    shop.add(0, order: 1, product: 1, at: 10, quantity: 2, price: 5)
    shop.add(0, order: 1, product: -1, at: 20, quantity: -1, price: 10, isReturn: true)
    shop.add(0, order: 1, product: 1, at: 30, quantity: 1, price: 6)
    let (histories, matches) = try Self.matched(shop.lines)
    var walk = NetWalk(histories, matches)
    walk.begin(0)
    let hasReturn = walk.advance(to: 21)
    #expect(hasReturn && walk.orderCount == 1 && !walk.isOrder(0))
    let hasAnother = walk.advance(to: 31)
    #expect(!hasAnother && walk.isOrder(0) && walk.time(ofOrder: 0) == 10 && walk.amount(ofOrder: 0) == 6_000_000)
    #expect(!walk.isLeft(line: 0) && walk.isLeft(line: 2) && walk.revenue(ofLine: 2) == 6)
  }

  @Test("at every time they are those of a plain twin that has seen no later line", arguments: [1, 2, 3] as [UInt64])
  func oracle(seed: UInt64) throws {
    let (histories, matches) = try Self.matched(ReturningShop.lines(seed: seed, customers: 100, from: Self.start))
    let ends = [0, 1, 20, 45, 60, 61, 200].map { Self.start.adding(days: $0).time }
    let known = try NetAmounts.before(ends, histories, matches, context: .threads(2))
    for customer in 0..<histories.customerCount {
      var walk = NetWalk(histories, matches)
      walk.begin(customer)
      for (end, amounts) in zip(ends, known) {
        let oracle = MatchOracle(histories, customer, before: end)
        let orders = amounts.orders(of: customer).map {
          MatchOracle.Order(time: amounts.times[$0], revenue: Int(amounts.amounts[$0]))
        }
        #expect(orders == oracle.netOrders, "customer \(customer)")
        walk.advance(to: end)
        check(walk, histories, customer, oracle, before: end)
      }
    }
  }

  /// Units of each line, and lines that add up to their orders.
  private func check(
    _ walk: NetWalk, _ histories: CustomerHistories, _ customer: Int, _ oracle: MatchOracle, before end: Int64
  ) {
    let range = histories.lineRange(of: customer)
    var revenue = 0.0
    var quantities: [Int: Int] = [:]
    for line in range where histories.lines.time[line] < end && !histories.lines.isReturn[line] {
      revenue += walk.revenue(ofLine: line)
      if walk.isLeft(line: line) {
        quantities[line - range.lowerBound] = Int((walk.quantity(ofLine: line) * 1e6).rounded())
      }
    }
    #expect(quantities == oracle.quantities)
    let expected = oracle.netOrders.reduce(0) { $0 + Double($1.revenue) / 1e6 }
    #expect(agree(revenue, expected, 1e-9))
  }

  @Test("several times in one pass are each time by itself, for any number of threads")
  func passes() throws {
    let (histories, matches) = try Self.matched(ReturningShop.lines(seed: 9, customers: 300, from: Self.start))
    let ends = [10, 50, 51, 119].map { Self.start.adding(days: $0).time }
    let expected = try watched { try NetAmounts.before(ends, histories, matches, context: $0) }
    #expect(try ends.map { try NetAmounts.before([$0], histories, matches, context: .serial)[0] } == expected)
    expectCancelled { _ = try NetAmounts.before(ends, histories, matches, context: $0) }
  }
}
