import CivilTime
import Numerics
import Retention
import Tables
import TestSupport
import Testing

@Suite struct FeatureSweepTests {
  private static let s = Snapshot("2011-09-01")

  @Test(
    "random histories with ties, edges, returns and blanks agree with the oracle",
    arguments: 1...8 as ClosedRange<UInt64>)
  func randomHistories(seed: UInt64) throws {
    let lines = RandomShop.lines(seed: seed, customers: 400, at: Self.s)
    let customers = FeatureOracle.byCustomer(lines)
    for (windowDays, minOrders) in [(180, 1), (180, 2), (90, 1), (360, 3)] {
      let snapshots = [-1, 0, 1].map { Self.s.adding(days: $0) }
      let table = lines.features(at: snapshots, windowDays: windowDays, minOrders: minOrders)
      #expect(table.rows > 300)
      let oracle = FeatureOracle(windowDays: windowDays, minOrders: minOrders)
      for block in table.snapshots {
        #expect(differences(block, oracle.rows(customers, at: block.snapshot), tolerance: 1e-9) == [])
      }
    }
  }

  @Test("any number of threads gives the same bits")
  func threads() {
    let lines = RandomShop.lines(seed: 20, customers: 700, at: Self.s)
    let snapshots = [Self.s.adding(days: -20), Self.s]
    let expected = lines.features(at: snapshots).bits
    for threads in [2, 3, 7] {
      #expect(lines.features(at: snapshots, threads: threads).bits == expected)
    }
  }

  @Test("lines at and after S change nothing")
  func future() {
    let lines = RandomShop.lines(seed: 21, customers: 300, at: Self.s)
    let past = lines.reordered(lines.time.indices.filter { lines.time[$0] < Self.s.time })
    var poisoned = past
    var random = PhiloxGenerator(seed: 9)
    for line in 0..<past.count {
      poisoned.customer.append(past.customer[line])
      poisoned.order.append(line.isMultiple(of: 2) ? past.order[line] : Int32(300_000 + line))
      poisoned.product.append(past.product[line])
      poisoned.time.append(line < 10 ? Self.s.time : Self.s.time + Int64(random.index(below: 100)) * Microseconds.day)
      poisoned.quantity.append(1000)
      poisoned.unitPrice.append(1000)
      poisoned.isReturn.append(line.isMultiple(of: 5))
    }
    #expect(past.features(at: [Self.s]).bits == poisoned.features(at: [Self.s]).bits)
    #expect(past.features(at: [Self.s]).bits == lines.features(at: [Self.s]).bits)
  }

  @Test("the order of the input's lines changes nothing")
  func permutation() {
    let lines = RandomShop.lines(seed: 22, customers: 300, at: Self.s)
    var random = PhiloxGenerator(seed: 10)
    let expected = lines.features(at: [Self.s]).snapshots[0]
    for _ in 0..<3 {
      let shuffled = lines.reordered(Array(0..<lines.count).shuffled(using: &random)).features(at: [Self.s])
      #expect(shuffled.snapshots[0].customers == expected.customers)
      let differing = zip(shuffled.snapshots[0].values.elements, expected.values.elements).filter {
        !agree($0, $1.isNaN ? nil : $1, 1e-12)
      }
      #expect(differing.isEmpty)
    }
  }

  @Test("money in pence gives money in pence: amounts scale, counts and shares stay")
  func scale() {
    let lines = RandomShop.lines(seed: 23, customers: 200, at: Self.s)
    var pence = lines
    for line in 0..<pence.count { pence.unitPrice[line] *= 100 }
    let (first, second) = (lines.features(at: [Self.s]).snapshots[0], pence.features(at: [Self.s]).snapshots[0])
    let scaled: [Feature] = [
      .monetaryAverage, .monetaryTotal, .monetaryStd, .revenue30d, .revenue60d, .revenue90d, .engagement, .revenueSlope,
    ]
    for feature in Feature.allCases where feature != .engagementNormalized {
      let factor = scaled.contains(feature) ? 100.0 : 1
      for (a, b) in zip(first.column(feature), second.column(feature)) {
        #expect(agree(b, a.isNaN ? nil : a * factor, 1e-9), "\(feature.name)")
      }
    }
  }

  @Test("no lines, and customers without a purchase, give no rows")
  func empty() {
    #expect(TransactionLines().features(at: [Self.s]).rows == 0)
    var shop = Shop()
    shop.add(0, order: 0, at: Self.s.before(days: 3), quantity: -1, isReturn: true)
    #expect(shop.lines.features(at: [Self.s]).rows == 0)
    #expect(shop.lines.features(at: []).snapshots.isEmpty)
  }

  @Test("the catalogue lists the 33 names in the store's order")
  func names() {
    let names = """
      rfm_recency_days rfm_frequency_count rfm_monetary_avg rfm_monetary_total rfm_monetary_std \
      days_since_first_purchase customer_lifetime_days txn_count_short_30d txn_count_medium_60d txn_count_long_90d \
      revenue_short_30d revenue_medium_60d revenue_long_90d interpurchase_time_mean interpurchase_time_std \
      interpurchase_time_median interpurchase_time_cv purchase_frequency_per_month active_months_count \
      recency_cadence_ratio unique_products_count avg_basket_size std_basket_size return_rate product_diversity_hhi \
      engagement_score engagement_score_normalized consistency_score activity_score revenue_trend_slope \
      transaction_trend_slope revenue_trend_direction transaction_trend_direction
      """
    #expect(Feature.allCases.map(\.name) == names.split(separator: " ").map(String.init))
    #expect(Feature.count == 33)
    for feature in Feature.allCases {
      #expect(Feature.named(feature.name) == feature)
      #expect(!feature.description.meaning.isEmpty && !feature.description.unit.isEmpty)
    }
    let nullable = Feature.allCases.filter { $0.description.nullRule != nil }
    #expect(nullable == [.gapMean, .gapStd, .gapMedian, .gapCV, .recencyCadenceRatio])
  }

  @Test("nulls stand only where the catalogue allows them")
  func nulls() {
    let table = RandomShop.lines(seed: 24, customers: 500, at: Self.s).features(at: [Self.s])
    for feature in Feature.allCases {
      let hasNull = table.snapshots[0].column(feature).contains(where: \.isNaN)
      #expect(hasNull == (feature.description.nullRule != nil), "\(feature.name)")
    }
  }
}

extension FeatureTable {
  /// Every value's bits and every customer, for comparisons to the bit.
  var bits: [[UInt64]] {
    snapshots.flatMap { block in [block.customers.map { UInt64($0) }, block.values.elements.map(\.bitPattern)] }
  }
}
