import Foundation
import Numerics
import Retention
import TestSupport
import Testing

/// Three small customers, worked out by hand.
@Suite struct FeatureKnownAnswersTests {
  private static let s = Snapshot("2011-09-01")

  private static var shop: TransactionLines {
    var shop = Shop()
    // Customer 0: orders of 20, 40 and 30 at ages 100, 40 and 10.5 days; a return at age 5.
    shop.add(0, order: 11, product: 1, at: s.before(days: 100), quantity: 2, price: 5)
    shop.add(0, order: 11, product: 2, at: s.before(days: 100), quantity: 1, price: 10)
    shop.add(0, order: 12, product: 1, at: s.before(days: 40), quantity: 8, price: 5)
    shop.add(0, order: 13, product: 2, at: s.before(days: 10.5), quantity: 3, price: 10)
    shop.add(0, order: 14, product: 2, at: s.before(days: 5), quantity: -1, price: 10, isReturn: true)
    // Customer 1: one order of 7.50, exactly as old as the window.
    shop.add(1, order: 21, product: 3, at: s.before(days: 180), quantity: 3, price: 2.5)
    // Customer 2: orders of 10 and 30 in one microsecond, exactly 30 days old.
    shop.add(2, order: 32, product: 4, at: s.before(days: 30), quantity: 3, price: 10)
    shop.add(2, order: 31, product: 4, at: s.before(days: 30), quantity: 1, price: 10)
    return shop.lines
  }

  private func expect(
    _ row: Int, _ expected: [Feature: Double?], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let block = try #require(Self.shop.features(at: [Self.s]).at(Self.s))
    #expect(expected.count == Feature.count, sourceLocation: sourceLocation)
    for feature in Feature.allCases {
      let value = try #require(expected[feature], sourceLocation: sourceLocation)
      #expect(
        agree(block[row, feature], value, 1e-12), "\(feature.name) is \(block[row, feature])",
        sourceLocation: sourceLocation)
    }
  }

  @Test("three orders and a return")
  func threeOrders() throws {
    let gapStd = 30.5 / 2.0.squareRoot()  // gaps 60 and 29.5: deviations ±15.25
    let cv = gapStd / 44.75
    try expect(
      0,
      [
        .recencyDays: 10, .frequencyCount: 3, .monetaryAverage: 30, .monetaryTotal: 90,
        .monetaryStd: 10,  // √((10² + 10² + 0) / 2)
        .daysSinceFirstPurchase: 100,
        .customerLifetimeDays: 89,  // 89.5 days
        .orders30d: 1, .orders60d: 2, .orders90d: 2, .revenue30d: 30, .revenue60d: 70, .revenue90d: 70,
        .gapMean: 44.75, .gapStd: gapStd, .gapMedian: 44.75, .gapCV: cv,
        .purchasesPerMonth: 0.9,  // 30 · 3 / 100
        .activeMonths: 3,  // ages 100, 40, 10.5: buckets 3, 1, 0
        .recencyCadenceRatio: 10 / 44.75, .uniqueProducts: 2,
        .basketSizeMean: 14.0 / 3,  // items 3, 8, 3
        .basketSizeStd: (25.0 / 3).squareRoot(),  // (2 · (5/3)² + (10/3)²) / 2
        .returnRate: 0.2,  // 1 of 5 lines
        .productHHI: 41.0 / 81,  // (50/90)² + (40/90)²
        .engagement: 90.0 / 11, .engagementNormalized: 1, .consistency: 1 / (1 + cv), .activity: 2.0 / 3,
        .revenueSlope: 50.0 / 7,  // 0 0 20 0 40 30: (−0.5 · 20 + 1.5 · 40 + 2.5 · 30) / 17.5
        .orderSlope: 0.2,  // 0 0 1 0 1 1: 3.5 / 17.5
        .revenueDirection: 1, .orderDirection: 1,
      ])
  }

  @Test("a single order at the very start of the window")
  func singleOrder() throws {
    try expect(
      1,
      [
        .recencyDays: 180, .frequencyCount: 1, .monetaryAverage: 7.5, .monetaryTotal: 7.5, .monetaryStd: 0,
        .daysSinceFirstPurchase: 180, .customerLifetimeDays: 0,
        .orders30d: 0, .orders60d: 0, .orders90d: 0, .revenue30d: 0, .revenue60d: 0, .revenue90d: 0,
        .gapMean: nil, .gapStd: nil, .gapMedian: nil, .gapCV: nil,
        .purchasesPerMonth: 1.0 / 6, .activeMonths: 1, .recencyCadenceRatio: nil, .uniqueProducts: 1,
        .basketSizeMean: 3, .basketSizeStd: 0, .returnRate: 0, .productHHI: 1,
        .engagement: 7.5 / 181, .engagementNormalized: 0, .consistency: 0, .activity: 0,
        .revenueSlope: -15.0 / 14,  // 7.5 · −2.5 / 17.5
        .orderSlope: -1.0 / 7, .revenueDirection: -1, .orderDirection: -1,
      ])
  }

  @Test("two orders in one microsecond: a gap of 0 has no coefficient of variation")
  func gapOfZero() throws {
    let logs = [log(101.0 / 11), log(188.5 / 181), log(71.0 / 31)]
    try expect(
      2,
      [
        .recencyDays: 30, .frequencyCount: 2, .monetaryAverage: 20, .monetaryTotal: 40,
        .monetaryStd: 200.0.squareRoot(), .daysSinceFirstPurchase: 30, .customerLifetimeDays: 0,
        .orders30d: 2, .orders60d: 2, .orders90d: 2, .revenue30d: 40, .revenue60d: 40, .revenue90d: 40,
        .gapMean: 0, .gapStd: 0, .gapMedian: 0, .gapCV: nil,
        .purchasesPerMonth: 2, .activeMonths: 1, .recencyCadenceRatio: nil, .uniqueProducts: 1,
        .basketSizeMean: 2, .basketSizeStd: 2.0.squareRoot(), .returnRate: 0, .productHHI: 1,
        .engagement: 40.0 / 31, .engagementNormalized: (logs[2] - logs[1]) / (logs[0] - logs[1]), .consistency: 0,
        .activity: 1,
        .revenueSlope: 40.0 / 7,  // 40 · 2.5 / 17.5
        .orderSlope: 2.0 / 7, .revenueDirection: 1, .orderDirection: 1,
      ])
  }

  @Test("the oracle, too, gives the answers worked out by hand")
  func oracle() throws {
    let block = try #require(Self.shop.features(at: [Self.s]).at(Self.s))
    let rows = FeatureOracle().rows(FeatureOracle.byCustomer(Self.shop), at: Self.s)
    #expect(differences(block, rows, tolerance: 1e-12) == [])
  }

  @Test("whole days are exact: a microsecond more than 30 days is out of the last 30, and 10 days less one is 9")
  func edges() throws {
    var shop = Shop()
    for (customer, time) in [
      Self.s.before(days: 30) - 1, Self.s.before(days: 30), Self.s.before(days: 10) + 1, Self.s.time - 1,
      Self.s.before(days: 180) - 1, Self.s.time,
    ].enumerated() {
      shop.add(Int32(customer), order: Int32(customer), at: time)
    }
    let block = try #require(shop.lines.features(at: [Self.s]).at(Self.s))
    // Older than the window, and at S: no rows.
    #expect(block.customers == [0, 1, 2, 3])
    #expect(block.column(.recencyDays) == [30, 30, 9, 0])
    #expect(block.column(.orders30d) == [0, 1, 1, 1])
    #expect(block.column(.orders60d) == [1, 1, 1, 1])
    // Oldest bucket first, a single order: −2.5 … 2.5 over 17.5.
    #expect(block.column(.orderSlope).map { ($0 * 17.5 * 2).rounded() / 2 } == [1.5, 2.5, 2.5, 2.5])
  }

  @Test("an order that began before the window is not in it, though some of its lines are")
  func straddling() throws {
    var shop = Shop()
    for customer in 0..<2 as Range<Int32> {
      shop.add(customer, order: 1, product: 1, at: Self.s.before(days: 180.5), quantity: 2, price: 10)
      shop.add(customer, order: 1, product: 2, at: Self.s.before(days: 179.5), quantity: 3, price: 10)
    }
    // Without another order there is no row.
    shop.add(1, order: 2, product: 3, at: Self.s.before(days: 20), quantity: 1, price: 10)
    let block = shop.lines.features(at: [Self.s]).snapshots[0]
    #expect(block.customers == [1])
    #expect(block[0, .frequencyCount] == 1)
    #expect(block[0, .monetaryTotal] == 10)
    #expect(block[0, .daysSinceFirstPurchase] == 20)
    #expect(block[0, .gapMean].isNaN)
    #expect(block[0, .basketSizeMean] == 1)
    // Lines count where they stand: products 2 and 3, of 30 and 10.
    #expect(block[0, .uniqueProducts] == 2)
    #expect(block[0, .productHHI] == 0.625)
    // Both orders count towards the fewest asked for.
    #expect(shop.lines.features(at: [Self.s], minOrders: 2).snapshots[0].customers == [1])
  }

  @Test("lines without a product are alike one product more")
  func blankProducts() throws {
    var shop = Shop()
    for (product, price) in [(-1, 1.0), (-1, 2), (7, 3)] as [(Int32, Double)] {
      shop.add(0, order: 1, product: product, at: Self.s.before(days: 2), price: price)
    }
    let block = shop.lines.features(at: [Self.s]).snapshots[0]
    #expect(block[0, .uniqueProducts] == 2)
    #expect(block[0, .productHHI] == 0.5)
  }

  @Test("one customer alone, and customers who are all alike, have a normalised engagement of 0")
  func noSpread() throws {
    var shop = Shop()
    for customer in 0..<3 as Range<Int32> { shop.add(customer, order: customer, at: Self.s.before(days: 7)) }
    #expect(shop.lines.features(at: [Self.s]).snapshots[0].column(.engagementNormalized) == [0, 0, 0])
  }

  @Test("fewer orders than asked for before S give no row, and later orders do not help")
  func minOrders() {
    var shop = Shop()
    // 0: one order; 1: one in the window and one before it; 2: one before S, one at S; 3: two lines of one order.
    shop.add(0, order: 0, at: Self.s.before(days: 5))
    shop.add(1, order: 1, at: Self.s.before(days: 5))
    shop.add(1, order: 2, at: Self.s.before(days: 300))
    shop.add(2, order: 3, at: Self.s.before(days: 5))
    shop.add(2, order: 4, at: Self.s.time)
    shop.add(3, order: 5, at: Self.s.before(days: 5))
    shop.add(3, order: 5, at: Self.s.before(days: 4))
    #expect(shop.lines.features(at: [Self.s], minOrders: 1).snapshots[0].customers == [0, 1, 2, 3])
    #expect(shop.lines.features(at: [Self.s], minOrders: 2).snapshots[0].customers == [1])
  }
}
