import Numerics
import Retention
import TestSupport
import Testing

@Suite struct LabelsTests {
  private static let s = Snapshot("2011-09-01")

  private func labels(_ lines: TransactionLines) -> Labels {
    uncancelled { (context) throws(Cancelled) in
      let histories = try CustomerHistories(sorting: lines, context: context)
      return Labels(histories: histories, orders: try OrderTimes(histories, context: context))
    }
  }

  @Test("churn is no order from S on until the horizon's last microsecond")
  func churn() {
    var shop = Shop()
    let times = [
      Self.s.time - 1, Self.s.time, Self.s.before(days: -90) - 1, Self.s.before(days: -90), Self.s.before(days: -45),
    ]
    for (customer, time) in times.enumerated() { shop.add(Int32(customer), order: Int32(customer), at: time) }
    // 5: a return in the window is no order. 6: an order that began before S goes on after it.
    shop.add(5, order: 5, at: Self.s.before(days: -3), quantity: -1, isReturn: true)
    shop.add(6, order: 6, at: Self.s.before(days: 1))
    shop.add(6, order: 6, at: Self.s.before(days: -1))
    let churn = labels(shop.lines).churn(of: [0, 1, 2, 3, 4, 5, 6], at: Self.s, horizonDays: 90)
    #expect(churn == [1, 0, 0, 1, 0, 1, 1])
  }

  @Test("lifetime value is what was bought less what went back, and never below 0")
  func lifetimeValue() {
    var shop = Shop()
    shop.add(0, order: 0, at: Self.s.time, quantity: 2, price: 10)
    shop.add(0, order: 1, at: Self.s.before(days: -180) - 1, quantity: 1, price: 5)
    shop.add(0, order: 2, at: Self.s.before(days: -180), quantity: 1, price: 1000)
    shop.add(0, order: 3, at: Self.s.time - 1, quantity: 1, price: 1000)
    shop.add(0, order: 4, at: Self.s.before(days: -9), quantity: -3, price: 2, isReturn: true)
    // A cancelled order with a positive quantity takes away, too.
    shop.add(0, order: 5, at: Self.s.before(days: -9), quantity: 1, price: 4, isReturn: true)
    shop.add(1, order: 6, at: Self.s.before(days: -1), quantity: -1, price: 4, isReturn: true)
    shop.add(2, order: 7, at: Self.s.before(days: 1))
    let value = labels(shop.lines).lifetimeValue(of: [0, 1, 2], at: Self.s, horizonDays: 180)
    #expect(value == [20 + 5 - 6 - 4, 0, 0])
  }

  @Test("random histories: both labels agree with their definitions", arguments: 30...33 as ClosedRange<UInt64>)
  func oracle(seed: UInt64) {
    let lines = RandomShop.lines(seed: seed, customers: 300, at: Self.s)
    let customers = FeatureOracle.byCustomer(lines)
    let all = customers.keys.sorted()
    let labels = labels(lines)
    for snapshot in [-90, -30, 0].map({ Self.s.adding(days: $0) }) {
      for days in [30, 90, 180] {
        let churn = labels.churn(of: all, at: snapshot, horizonDays: days)
        #expect(churn == all.map { LabelOracle.churn(customers[$0] ?? [], snapshot, days: Int64(days)) })
        let value = labels.lifetimeValue(of: all, at: snapshot, horizonDays: days)
        let expected = all.map { LabelOracle.lifetimeValue(customers[$0] ?? [], snapshot, days: Int64(days)) }
        #expect(zip(value, expected).allSatisfy { agree($0, $1, 1e-9) })
      }
    }
  }
}
