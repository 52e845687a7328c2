import Numerics

/// What is usual in a shop: the limits of the naming `rfm-relative`, as quantiles over its customers.
///
/// They are learned from what was known before a day, and can be kept for later days, so that a customer changes segment
/// by what they do and not because others do something else.
package struct RelativeThresholds: Sendable, Hashable, Codable {
  /// What happened before this day was learned from, `yyyy-mm-dd`.
  package let learnedAt: String
  /// Customers with an order.
  package let customers: Int
  /// Customers with a gap between two orders; without one, the limits of rhythm are defaults.
  package let repeatCustomers: Int
  /// Median over these customers of the median gap between their orders.
  package let shopGapDays: Double
  /// Silence, in usual gaps, up to which customers are on schedule: a quarter of the repeat customers came back from a
  /// longer one; at least 1.
  package let lateSilence: Double
  /// Silence beyond which customers are gone: one in ten repeat customers came back from a longer one.
  package let longSilence: Double
  /// Orders of a regular: the median of customers with two orders or more, at least 3.
  package let manyOrders: Double
  /// Orders of the best quarter of these.
  package let mostOrders: Double
  /// Net spend of the best quarter of all customers with an order, in units of the currency.
  package let bigSpend: Double

  package init(
    learnedAt: String, customers: Int, repeatCustomers: Int, shopGapDays: Double, lateSilence: Double,
    longSilence: Double, manyOrders: Double, mostOrders: Double, bigSpend: Double
  ) {
    self.learnedAt = learnedAt
    self.customers = customers
    self.repeatCustomers = repeatCustomers
    self.shopGapDays = shopGapDays
    self.lateSilence = lateSilence
    self.longSilence = longSilence
    self.manyOrders = manyOrders
    self.mostOrders = mostOrders
    self.bigSpend = bigSpend
  }

  enum CodingKeys: String, CodingKey {
    case learnedAt = "learned_at"
    case customers
    case repeatCustomers = "repeat_customers"
    case shopGapDays = "shop_gap_days"
    case lateSilence = "late_silence"
    case longSilence = "long_silence"
    case manyOrders = "many_orders"
    case mostOrders = "most_orders"
    case bigSpend = "big_spend"
  }
}

extension RelativeThresholds {
  /// Where nobody has ordered twice, a quarter of a year between orders.
  private static let unknownGapDays = 90.0
  private static let unknownSilence = (late: 2.0, long: 3.0)
  /// Two orders may be chance.
  private static let fewestOrders = 3.0

  /// Learns from customers as they were known at a snapshot.
  ///
  /// Of six pairs of quantiles for the two silences, these told best, on five shops and two pairs of days each, how many
  /// customers of a segment would stay away, by the shares of an earlier day.
  package init(learning summaries: HistorySummaries) {
    let withGap = summaries.gaps.indices.filter { summaries.gaps[$0].count > 0 }
    let shopGap = GapSummary.usualInShop(summaries.gaps) ?? Self.unknownGapDays
    let longest = withGap.map { summaries.gaps[$0].longest / summaries.gaps[$0].usual(inShop: shopGap) }.sorted()
    let late = max(1, quantile(0.75, ofSorted: longest) ?? Self.unknownSilence.late)
    let orders = summaries.orders.filter { $0 >= 2 }.sorted()
    let many = max(Self.fewestOrders, (quantile(0.5, ofSorted: orders) ?? 0).rounded(.up))
    self.init(
      learnedAt: summaries.snapshot.description, customers: summaries.orders.count { $0 > 0 },
      repeatCustomers: withGap.count, shopGapDays: shopGap, lateSilence: late,
      longSilence: max(late, quantile(0.9, ofSorted: longest) ?? Self.unknownSilence.long), manyOrders: many,
      mostOrders: max(many, (quantile(0.75, ofSorted: orders) ?? 0).rounded(.up)),
      bigSpend: quantile(0.75, of: summaries.netValue.filter { $0 > 0 }) ?? 0)
  }
}

extension GapSummary {
  private static let leastOfShopGap = 0.5

  /// The usual gap of a shop, in days: the median over the customers with a gap of the median of their own; nil where
  /// nobody has one.
  package static func usualInShop(_ gaps: [GapSummary]) -> Double? {
    quantile(0.5, of: gaps.filter { $0.count > 0 }.map(\.median))
  }

  /// The customer's usual gap, in days: the geometric mean of their gaps and one gap of the shop, but never less than the
  /// median of their own, nor than half of the shop's. A customer without a gap has that of the shop.
  ///
  /// The shop's gap counts once because one or two gaps say little of a customer; the floor makes sure that nobody who
  /// ordered within the gap that they show themselves is late. Who orders every few days is not at risk after a few weeks:
  /// with half of the shop's gap as the least, the customers called At Risk stayed away more often on three of five shops,
  /// and as often on the others.
  package func usual(inShop shopGap: Double) -> Double {
    guard count > 0 else { return shopGap }
    return max(shopGap * Self.leastOfShopGap, median, exponential((sumOfLogs + logarithm(shopGap)) / Double(count + 1)))
  }
}
