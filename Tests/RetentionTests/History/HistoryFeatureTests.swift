import Numerics
import Retention
import TestSupport
import Testing

/// Customers worked out by hand.
@Suite("History features") struct HistoryFeatureTests {
  private static let s = Snapshot("2011-09-01")

  private static func row(_ shop: Shop, isNet: Bool = false, at snapshot: Snapshot = s) throws -> SnapshotHistory {
    let histories = try CustomerHistories(sorting: shop.lines, context: .serial)
    let basis: RevenueBasis = isNet ? .net(try ReturnMatches(histories, context: .serial)) : .gross
    return try HistorySweep(basis).features(of: histories, at: [(snapshot, [0])], context: .serial)[0]
  }

  private static func expect(
    _ row: SnapshotHistory, _ expected: [HistoryFeature: Double?], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for (feature, value) in expected {
      #expect(
        agree(Double(row[0, feature]), value, 1e-6), "\(feature.name) is \(row[0, feature])",
        sourceLocation: sourceLocation)
    }
  }

  private static var fourOrders: Shop {
    var shop = Shop()
    shop.add(0, order: 11, product: 1, at: s.before(days: 100), quantity: 2, price: 5)
    shop.add(0, order: 11, product: 2, at: s.before(days: 100), quantity: 1, price: 10)
    shop.add(0, order: 12, product: 1, at: s.before(days: 40), quantity: 8, price: 5)
    shop.add(0, order: 14, product: 3, at: s.before(days: 39.75), quantity: 1, price: 4)
    shop.add(0, order: 13, product: 2, at: s.before(days: 10.5), quantity: 3, price: 10)
    shop.add(0, order: 15, product: 2, at: s.before(days: 5), quantity: -1, price: 10, isReturn: true)
    return shop
  }

  @Test("four orders and a return, gross")
  func gross() throws {
    let row = try Self.row(Self.fourOrders)
    Self.expect(
      row,
      [
        .orderAge1: 10.5, .orderAge2: 39.75, .orderAge3: 40, .orderAge4: 100, .orderAge5: nil,
        // 2^(−10.5/15) + 2^(−39.75/15) + 2^(−40/15) + 2^(−100/15), and so on.
        .decayedOrders15d: 0.942_225_55, .decayedOrders30d: 1.679_796_12, .decayedOrders60d: 2.462_490_86,
        .decayedOrders120d: 3.090_931_28,
        // 60 and 29.25 days; a quarter of a day is no gap.
        .shortestGap: 29.25, .longestGap: 60, .meanGap: 44.625, .lastGap: 29.25,
        .recencyOverLongestGap: 0.175, .recencyOverMeanGap: 10.5 / 44.625,
        .orders: 4, .netRevenue: 94, .tenure: 100,
        .activeMonths: 3,  // buckets 3, 1, 1 and 0
        .activeDays: 3,  // 40 and 39.75 days ago were one day
        .linesPerOrder: 1.25, .itemsPerLine: 3, .repeatLineShare: 0.4, .products: 3,
        .medianPrice: 5,  // 4, 5, 5, 10, 10
        .returnedValue: 10, .returnedShare: 10.0 / 94,
      ])
  }

  @Test("the same customer, net: a unit less, and an order less once all of it came back")
  func net() throws {
    var shop = Self.fourOrders
    Self.expect(
      try Self.row(shop, isNet: true),
      [.orders: 4, .netRevenue: 84, .itemsPerLine: 2.8, .linesPerOrder: 1.25, .returnedValue: 10, .medianPrice: 5])
    shop.add(0, order: 16, product: 2, at: Self.s.before(days: 4), quantity: -2, price: 10, isReturn: true)
    Self.expect(
      try Self.row(shop, isNet: true),
      [
        .orders: 3, .netRevenue: 64, .orderAge1: 39.75, .orderAge3: 100, .orderAge4: nil, .lastGap: 60,
        .linesPerOrder: 4.0 / 3, .products: 3, .repeatLineShare: 0.25, .medianPrice: 5, .returnedValue: 30,
        .returnedShare: 30.0 / 94, .activeMonths: 2,
      ])
  }

  @Test("a return at the snapshot is not known yet")
  func returnAtSnapshot() throws {
    var shop = Self.fourOrders
    shop.add(0, order: 16, product: 2, at: Self.s.time, quantity: -2, price: 10, isReturn: true)
    let (row, expected) = try (Self.row(shop, isNet: true), Self.row(Self.fourOrders, isNet: true))
    #expect(row.values.elements.map(\.bitPattern) == expected.values.elements.map(\.bitPattern))
  }

  @Test("one order has no gap")
  func oneOrder() throws {
    var shop = Shop()
    shop.add(0, order: 1, product: 7, at: Self.s.before(days: 30), quantity: 3, price: 2.5)
    let row = try Self.row(shop)
    Self.expect(
      row,
      [
        .orderAge1: 30, .orderAge2: nil, .decayedOrders15d: 0.25, .decayedOrders30d: 0.5,
        .shortestGap: nil, .longestGap: nil, .meanGap: nil, .lastGap: nil,
        .recencyOverLongestGap: nil, .recencyOverMeanGap: nil, .orders: 1, .netRevenue: 7.5,
        .tenure: 30, .activeMonths: 1, .activeDays: 1, .linesPerOrder: 1, .itemsPerLine: 3, .repeatLineShare: 0,
        .products: 1, .medianPrice: 2.5, .returnedValue: 0, .returnedShare: 0,
      ])
  }

  @Test("several orders at one time have no gap either")
  func oneTime() throws {
    var shop = Shop()
    for order in 0..<3 { shop.add(0, order: Int32(order), product: 1, at: Self.s.before(days: 2), price: 4) }
    Self.expect(
      try Self.row(shop),
      [
        .orders: 3, .orderAge3: 2, .orderAge4: nil, .meanGap: nil, .activeDays: 1, .activeMonths: 1,
        .repeatLineShare: 2.0 / 3, .linesPerOrder: 1,
      ])
  }

  @Test("without an order before the snapshot, counts and sums are 0 and all else is null")
  func noOrder() throws {
    var none = Shop()
    none.add(0, order: 1, at: Self.s.time)
    var returnOnly = none
    returnOnly.add(0, order: 2, at: Self.s.before(days: 3), quantity: -2, price: 5, isReturn: true)
    var cancelled = none
    cancelled.add(0, order: 3, at: Self.s.before(days: 3), quantity: 2, price: 5)
    cancelled.add(0, order: 4, at: Self.s.before(days: 2), quantity: -2, price: 5, isReturn: true)
    let zero: Set<HistoryFeature> = [
      .decayedOrders15d, .decayedOrders30d, .decayedOrders60d, .decayedOrders120d, .orders, .netRevenue, .activeMonths,
      .activeDays, .products,
    ]
    for (shop, returned) in [(none, 0.0), (returnOnly, 10), (cancelled, 10)] {
      let row = try Self.row(shop, isNet: true)
      for feature in HistoryFeature.allCases where feature != .returnedValue && feature != .returnedShare {
        Self.expect(row, [feature: zero.contains(feature) ? 0 : nil])
      }
      Self.expect(
        row, [.returnedValue: returned, .returnedShare: shop.lines.count == 3 && returned > 0 ? 1 : nil])
    }
  }

  @Test("no lines at all, no snapshots, and no customers")
  func empty() throws {
    let histories = try CustomerHistories(sorting: TransactionLines(customerCount: 2), context: .serial)
    let sweep = HistorySweep(.net(try ReturnMatches(histories, context: .serial)))
    #expect(try sweep.features(of: histories, at: [], context: .serial).isEmpty)
    let blocks = try sweep.features(of: histories, at: [(Self.s, []), (Self.s.adding(days: 1), [1])], context: .serial)
    #expect(blocks[0].values.rows == 0 && blocks[1].customers == [1])
    #expect(blocks[1][0, .orders] == 0 && blocks[1][0, .tenure].isNaN)
  }

  @Test("the catalogue names each feature once, apart from the 33, and says what it is")
  func catalogue() {
    let names = HistoryFeature.allCases.map(\.name)
    #expect(HistoryFeature.count == 27 && Set(names).count == 27)
    #expect(Set(names).isDisjoint(with: Feature.allCases.map(\.name)))
    for feature in HistoryFeature.allCases {
      #expect(HistoryFeature.named(feature.name) == feature)
      #expect(feature.name.wholeMatch(of: /history_[a-z0-9_]+/) != nil)
      let description = feature.description
      #expect(!description.meaning.isEmpty && !description.unit.isEmpty && description.group == "history")
    }
    #expect(HistoryFeature.orderAge5.name == "history_order_age_5")
    #expect(HistoryFeature.decayedOrders120d.name == "history_decayed_orders_120d")
    #expect(HistoryFeature.meanGap.name == "history_gap_mean")
    #expect(HistoryFeature.tenure.name == "history_tenure_days")
    #expect(HistoryFeature.returnedShare.name == "history_returned_share")
  }
}
