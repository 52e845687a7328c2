import Numerics
import PluginHost
import Retention
import TestSupport
import Testing

@Suite("The naming rfm-relative") struct RelativeNamingTests {
  private let naming: RuleNaming

  init() throws { naming = try PluginRegistry().naming(named: "rfm-relative") }

  private static let s = Snapshot(day: 15_000)
  private static let day: Int64 = 86_400_000_000

  /// Orders of a customer on days before the snapshot, all of one price.
  private struct Customer {
    var days: [Double]
    var price: Double
  }

  private static func segments(
    _ customers: [Customer], naming: RuleNaming, _ thresholds: RelativeThresholds? = nil
  ) throws -> SegmentsAsOf {
    let bought = customers.enumerated().flatMap { number, customer in
      customer.days.map { (customer: Int32(number), day: $0, price: customer.price) }
    }
    let lines = TransactionLines(
      customer: bought.map(\.customer), order: bought.indices.map { Int32($0) }, product: bought.map { _ in 0 },
      time: bought.map { s.time - Int64(($0.day * Double(Self.day)).rounded()) },
      quantity: bought.map { $0.price < 0 ? -1 : 1 }, unitPrice: bought.map { abs($0.price) },
      isReturn: bought.map { $0.price < 0 }, customerCount: customers.count)
    let histories = try CustomerHistories(sorting: lines, context: .serial)
    let matches = try ReturnMatches(histories, context: .serial)
    return try SegmentsAsOf(
      HistorySummaries.at([s], histories, matches, context: .serial)[0], naming: naming, thresholds: thresholds,
      context: .threads(2))
  }

  private let limits = RelativeThresholds(
    learnedAt: "2010-01-01", customers: 100, repeatCustomers: 50, shopGapDays: 40, lateSilence: 2, longSilence: 3,
    manyOrders: 3, mostOrders: 5, bigSpend: 100)

  @Test("names customers at and next to its limits")
  func atLimits() throws {
    func named(_ days: [Double], _ price: Double) -> Customer { Customer(days: days, price: price) }
    let monthly = { (count: Int, last: Double) in (0..<count).map { Double($0) * 40 + last } }
    let cases: [(Customer, String)] = [
      (named([10], -5), "No net purchase"),
      (named(monthly(5, 80), 20), "Champions"), (named(monthly(5, 80), 19.9), "Loyal Customers"),
      // On their own schedule of 60 days, but not on the shop's.
      (named([80.1, 140, 200, 260, 320], 20), "Loyal Customers"), (named(monthly(4, 80), 25), "Loyal Customers"),
      (named(monthly(5, 81), 20), "At Risk"),
      (named([80.1], 100), "At Risk"), (named([2000], 100), "At Risk"),
      (named([80, 120, 160], 1), "Loyal Customers"), (named([10, 50, 90], 1), "Promising"),
      (named([10, 50, 90.1], 1), "Loyal Customers"), (named([10, 90], 1), "New Customers"),
      (named([10, 90.1], 1), "Promising"), (named([80], 1), "New Customers"), (named([80.1], 1), "Need Attention"),
      (named([120], 1), "Need Attention"), (named([120.1], 1), "Lost/Churned"),
      (named(monthly(3, 120.1), 1), "Hibernating"), (named(monthly(2, 120.1), 1), "Lost/Churned"),
    ]
    let found = try Self.segments(cases.map(\.0), naming: naming, limits).names
    for (index, (customer, expected)) in cases.enumerated() {
      #expect(found[index] == expected, "\(customer)")
    }
  }

  @Test(
    "whatever a shop is like: within the usual gap nobody is Lost, after 90 days nobody is New, silent big spenders are At Risk",
    arguments: (1...20).map { UInt64($0) })
  func promises(seed: UInt64) throws {
    var random = PhiloxGenerator(seed: seed)
    let pace = 3 * (1 + 60 * random.uniform())
    let customers = (0..<400).map { _ -> Customer in
      let own = pace * (0.2 + 3 * random.uniform())
      var days = [random.uniform() * pace * [0.5, 3, 12][random.index(below: 3)]]
      for _ in 0..<[0, 0, 1, 2, 4, 9, 20][random.index(below: 7)] {
        days.append(days[days.count - 1] + own * (0.01 + 3 * random.uniform() * random.uniform()))
      }
      let price = random.index(below: 12) == 0 ? -1 : 1 + 300 * random.uniform() * random.uniform()
      return Customer(days: days, price: price)
    }
    // Limits of their own, and those of another shop.
    for thresholds in [nil, limits] {
      let found = try Self.segments(customers, naming: naming, thresholds)
      try check(found, customers)
    }
  }

  private func check(_ found: SegmentsAsOf, _ customers: [Customer]) throws {
    let limits = found.thresholds
    for (index, customer) in customers.enumerated() {
      let name = found.names[index]
      guard customer.price > 0 else {
        #expect(name == "No net purchase")
        continue
      }
      let (recency, age, spent) = (customer.days[0], customer.days.last!, found.summaries.netValue[index])
      let gaps = zip(customer.days.dropFirst(), customer.days).map { $0 - $1 }.filter { $0 > 0.5 }
      let own = quantile(0.5, of: gaps) ?? limits.shopGapDays
      if recency < own * 0.999 {
        #expect(!["Lost/Churned", "Hibernating", "At Risk", "Need Attention"].contains(name), "\(customer) \(name)")
      }
      if age > 90.001 { #expect(name != "New Customers", "\(customer)") }
      let silence = recency / max(own, found.summaries.gaps[index].usual(inShop: limits.shopGapDays))
      if spent >= limits.bigSpend, silence > limits.lateSilence { #expect(name == "At Risk", "\(customer) \(name)") }
      if ["Champions", "Loyal Customers", "New Customers", "Promising"].contains(name) {
        #expect(silence <= limits.lateSilence)
      }
    }
  }

  @Test("has the eight names of the other namings, and one for customers with returns alone")
  func names() throws {
    let classic = Set(try PluginRegistry().naming(named: "rfm-classic").rules.map(\.name))
    #expect(Set(naming.rules.map(\.name)) == classic.union(["No net purchase"]))
    #expect(naming.granularity == .customer && naming.period == .history)
  }

  @Test("every segment has a definition with the shop's limits, an overriding rule its condition")
  func definitions() throws {
    let all = SegmentationReport.Definition.all(of: naming, limits)
    #expect(all.map(\.segment) == naming.rules.map(\.name))
    #expect(all.allSatisfy { !$0.definition.contains("frequency") && !$0.definition.isEmpty })
    let champions = try #require(all.first { $0.segment == "Champions" })
    #expect(
      champions.definition
        == "on schedule, with an order in the last 80 days, 5 orders or more and 100.00 or more spent")
    let project = try TemporaryProject()
    try project.write(
      "naming/own.yaml",
      "plugin: naming\nname: own\nuses: rfm-relative\nrules: [{name: Champions, when: silence < 1 and frequency > 9}]\n"
    )
    let own = try project.registry().naming(named: "own")
    #expect(own.period == .history && own.granularity == .customer)
    let texts = SegmentationReport.Definition.all(of: own, limits).filter { $0.segment == "Champions" }
    #expect(texts.map(\.definition) == ["silence < 1 and frequency > 9", champions.definition])
    let clusters = SegmentationReport.Definition.all(of: try project.registry().naming(named: "rfm-classic"), limits)
    #expect(clusters[0].definition == "means of a cluster with recency < 30 and frequency > 10 and monetary_avg > 100")
    #expect(clusters.last?.definition == "all others")
  }

  @Test("names that nobody has are told, but not that nobody has returns alone")
  func unmatched() throws {
    let most = naming.rules.map(\.name).filter { !["Promising", "Hibernating", "No net purchase"].contains($0) }
    #expect(
      UnmatchedNames(of: naming, found: most).sentence
        == "the naming rfm-relative has 8 names, and Promising, Hibernating match no customer of this run")
    #expect(UnmatchedNames(of: naming, found: most + ["Promising", "Hibernating"]).sentence == nil)
  }
}
