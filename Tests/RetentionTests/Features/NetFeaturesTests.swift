import Numerics
import Retention
import Tables
import TestSupport
import Testing

@Suite("Features net of returns") struct NetFeaturesTests {
  private static let s = Snapshot("2011-09-01")
  private static let start = Snapshot("2011-06-01")

  private struct Store {
    let histories: CustomerHistories
    let matches: ReturnMatches
    let orders: OrderTimes

    init(_ lines: TransactionLines) {
      (histories, matches, orders) = uncancelled { (context) throws(Cancelled) in
        let histories = try CustomerHistories(sorting: lines, context: context)
        return (
          histories, try ReturnMatches(histories, context: context), try OrderTimes(histories, context: context)
        )
      }
    }

    func features(
      at snapshots: [Snapshot], minOrders: Int = 1, isNet: Bool = true, threads: Int = 1
    ) -> FeatureTable {
      uncancelled(threads: threads) { (context) throws(Cancelled) in
        try FeatureSweep(windowDays: 180, minOrders: minOrders, basis: isNet ? .net(matches) : .gross).features(
          of: histories, orders: orders, at: snapshots, context: context)
      }
    }

    var labels: Labels { Labels(histories: histories, orders: orders, basis: .net(matches)) }
  }

  @Test("an order that was returned as a whole is none, and one in part counts with what is left")
  func counts() throws {
    var shop = Shop()
    // The order of 168,469.60 that was cancelled after 12 minutes.
    shop.add(0, order: 1, product: 1, at: Self.s.before(days: 30), quantity: 80_995, price: 2.08)
    shop.add(0, order: 2, product: 1, at: Self.s.before(days: 29.99), quantity: -80_995, price: 2.08, isReturn: true)
    shop.add(0, order: 3, product: 2, at: Self.s.before(days: 60), quantity: 10, price: 3)
    shop.add(0, order: 3, product: 3, at: Self.s.before(days: 60), quantity: 2, price: 5)
    shop.add(0, order: 4, product: 2, at: Self.s.before(days: 50), quantity: -4, price: 3, isReturn: true)
    // Nothing is left: no row.
    shop.add(1, order: 5, product: 1, at: Self.s.before(days: 9), quantity: 2, price: 1)
    shop.add(1, order: 6, product: 1, at: Self.s.before(days: 8), quantity: -2, price: 1, isReturn: true)
    let store = Store(shop.lines)
    let net = store.features(at: [Self.s]).snapshots[0]
    #expect(net.customers == [0])
    #expect(net[0, .frequencyCount] == 1)
    #expect(net[0, .monetaryTotal] == 28)
    #expect(net[0, .recencyDays] == 60)
    #expect(net[0, .basketSizeMean] == 8)
    #expect(net[0, .uniqueProducts] == 2)
    #expect(abs(net[0, .productHHI] - (18.0 * 18 + 10 * 10) / (28 * 28)) < 1e-12)
    #expect(net[0, .returnRate] == 0.4)
    #expect(net[0, .revenue30d] == 0)
    #expect(store.features(at: [Self.s], minOrders: 2).snapshots[0].rows == 0)
    let gross = store.features(at: [Self.s], isNet: false).snapshots[0]
    #expect(gross.customers == [0, 1] && gross[0, .monetaryTotal] == 80_995 * 2.08 + 40)
  }

  @Test("a return changes nothing before its time: what was known is what is said")
  func pointInTime() {
    var shop = Shop()
    shop.add(0, order: 1, product: 1, at: Self.s.before(days: 30), quantity: 3, price: 7)
    shop.add(0, order: 2, product: 1, at: Self.s.time, quantity: -3, price: 7, isReturn: true)
    let table = Store(shop.lines).features(at: [Self.s, Self.s.adding(days: 1)])
    #expect(table.snapshots.map(\.rows) == [1, 0])
    #expect(table.snapshots[0][0, .monetaryTotal] == 21)
  }

  @Test("the kernel agrees with the plain twin, and later lines change no bit", arguments: 1...5 as ClosedRange<UInt64>)
  func oracle(seed: UInt64) throws {
    let lines = ReturningShop.lines(seed: seed, customers: 200, from: Self.start)
    let store = Store(lines)
    let calendar = SnapshotCalendar(
      dataStart: lines.time.min() ?? 0, dataEnd: lines.time.max() ?? 0, minHistoryDays: 20)
    let table = store.features(at: calendar.all)
    let plain = PlainFeatures(windowDays: 180, isNet: true)
    var compared = 0
    for block in table.snapshots {
      var isPresent = Set<Int32>()
      for (row, customer) in block.customers.enumerated() {
        isPresent.insert(customer)
        let expected = plain.features(of: store.histories.plainLines(of: Int(customer)), at: block.snapshot)
        for feature in Feature.allCases where feature != .engagementNormalized {
          let value = expected?[feature.rawValue] ?? .infinity
          let isSame = block[row, feature].isNaN ? value.isNaN : agree(block[row, feature], value, 1e-9)
          #expect(isSame, "\(customer) at \(block.snapshot): \(feature)")
        }
        compared += 1
      }
      for customer in 0..<store.histories.customerCount where !isPresent.contains(Int32(customer)) {
        #expect(plain.features(of: store.histories.plainLines(of: customer), at: block.snapshot) == nil)
      }
    }
    #expect(compared > 300)
    let checks = try TemporalValidation(sampleSize: 200, injectedLines: 20, seed: seed).checks(
      of: table, calendar: calendar, histories: store.histories, minOrders: 1, isNet: true, holdouts: [],
      context: .serial)
    #expect(checks.filter { !$0.passed } == [])
    let threaded = store.features(at: calendar.all, threads: 3)
    let hasSameBits = zip(threaded.snapshots, table.snapshots).allSatisfy { one, other in
      one.customers == other.customers
        && zip(one.values.elements, other.values.elements).allSatisfy { $0.bitPattern == $1.bitPattern }
    }
    #expect(hasSameBits)
  }

  @Test("features that ignore returns do not pass for net ones")
  func grossFails() throws {
    let lines = ReturningShop.lines(seed: 9, customers: 200, from: Self.start)
    let store = Store(lines)
    let calendar = SnapshotCalendar(
      dataStart: lines.time.min() ?? 0, dataEnd: lines.time.max() ?? 0, minHistoryDays: 20)
    let checks = try TemporalValidation(sampleSize: 200, injectedLines: 20, seed: 1).checks(
      of: store.features(at: calendar.all, isNet: false), calendar: calendar, histories: store.histories,
      minOrders: 1, isNet: true, holdouts: [], context: .serial)
    #expect(checks.filter { !$0.passed }.map(\.name) == ["future_row_injection", "recomputation"])
  }
}

// MARK: - Labels

extension NetFeaturesTests {
  @Test("labels know the returns before the end of their horizon, and no later ones")
  func labels() {
    var shop = Shop()
    func order(_ customer: Int32, _ id: Int32, _ day: Double, _ quantity: Double) {
      shop.add(
        customer, order: id, product: 1, at: Self.s.before(days: -day), quantity: quantity, price: 10,
        isReturn: quantity < 0)
    }
    // 0: bought and wholly returned within the horizon. 1: returned after it. 2: a return of an earlier purchase.
    order(0, 1, 10, 3)
    order(0, 2, 89.9, -3)
    order(1, 3, 10, 3)
    order(1, 4, 90, -3)
    order(2, 5, -5, 8)
    order(2, 6, 5, -8)
    order(2, 7, 6, 2)
    // 3: in part.
    order(3, 8, 20, 5)
    order(3, 9, 30, -2)
    let labels = Store(shop.lines).labels
    #expect(labels.churn(of: [0, 1, 2, 3], at: Self.s, horizonDays: 90) == [1, 0, 0, 0])
    #expect(labels.lifetimeValue(of: [0, 1, 2, 3], at: Self.s, horizonDays: 90) == [0, 30, 20, 30])
  }

  @Test("labels agree with what the plain matching leaves", arguments: 21...23 as ClosedRange<UInt64>)
  func labelOracle(seed: UInt64) {
    let store = Store(ReturningShop.lines(seed: seed, customers: 200, from: Self.start))
    let all = (0..<store.histories.customerCount).map { Int32($0) }
    for days in [20, 45, 90] {
      let snapshot = Self.start.adding(days: 30)
      let end = snapshot.adding(days: days).time
      let churn = store.labels.churn(of: all, at: snapshot, horizonDays: days)
      let value = store.labels.lifetimeValue(of: all, at: snapshot, horizonDays: days)
      for customer in all.indices {
        let oracle = MatchOracle(store.histories, customer, before: end)
        #expect(churn[customer] == (oracle.netOrders.contains { $0.time >= snapshot.time } ? 0 : 1))
        let plain = PlainReturns(store.histories.plainLines(of: customer).filter { $0.time < end }).purchases
        let left = plain.filter { $0.line.time >= snapshot.time }.map(\.revenue).reduce(0, +)
        // Amounts are in whole millionths where there are returns.
        #expect(abs(value[customer] - left) < 1e-4)
        let orders = oracle.netOrders.filter { $0.time >= snapshot.time }
        let all = orders.reduce(0) { $0 + $1.revenue }
        // An order that began before the snapshot can go on after it.
        #expect(value[customer] >= Double(all) / 1e6 - 1e-4)
      }
    }
  }
}

extension CustomerHistories {
  /// As `PlainFeatures` takes them.
  fileprivate func plainLines(of customer: Int) -> [PlainLine] {
    lineRange(of: customer).map {
      PlainLine(
        order: lines.localOrder[$0],
        product: lines.localProduct[$0] == blankProducts[customer] ? -1 : lines.localProduct[$0],
        time: lines.time[$0], quantity: lines.quantity[$0], unitPrice: lines.unitPrice[$0],
        isReturn: lines.isReturn[$0])
    }
  }
}
