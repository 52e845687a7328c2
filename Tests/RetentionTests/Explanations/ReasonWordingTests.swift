import CivilTime
import Numerics
import Retention
import Tables
import TestSupport
import Testing

@Suite("Words of reasons")
struct ReasonWordingTests {
  /// Three customers; the middle one has all numbers that are usual.
  private func matrix(history: Bool) -> Matrix<Double> {
    var values = Matrix<Double>(rows: 3, columns: history ? 60 : 33, repeating: 0)
    func set(_ column: Int, _ numbers: [Double]) { for row in 0..<3 { values[row, column] = numbers[row] } }
    func set(_ feature: Feature, _ numbers: [Double]) { set(feature.rawValue, numbers) }
    func set(_ feature: HistoryFeature, _ numbers: [Double]) { if history { set(33 + feature.rawValue, numbers) } }
    set(.recencyDays, [143, 48, 1])
    set(.orders90d, [0, 1, 12])
    set(.frequencyCount, [1, 2, 30])
    set(.recencyCadenceRatio, [.nan, 0.8, 0.25])
    set(.gapMean, [.nan, 60, 4])
    set(.gapStd, [.nan, 0, 2.25])
    set(.monetaryTotal, [46.85, 310, 1_234_567.4])
    set(.monetaryAverage, [46.85, 155, 41_152.2])
    set(.revenueSlope, [-12.5, 0, 3000])
    set(.basketSizeMean, [1, 16, 41.25])
    set(.uniqueProducts, [1, 30, 250])
    set(.returnRate, [0, 0.041, 1])
    set(.daysSinceFirstPurchase, [143, 150, 179])
    set(.orders, [1, 2, 80])
    set(.netRevenue, [46.85, 890, 2_000_000])
    set(.recencyOverMeanGap, [.nan, 0.8, 2.306])
    set(.meanGap, [.nan, 60.04, 1])
    set(.medianPrice, [12.75, 2.95, 0.5])
    set(.products, [1, 44, 3000])
    set(.returnedShare, [0, 0.04123, 1])
    set(.tenure, [143.9, 300.5, 1])
    return values
  }

  private func facts(_ idea: Idea, history: Bool, isNet: Bool = true) throws -> [String] {
    let values = matrix(history: history)
    let wording = try ReasonWording(of: ToldFeatures(values), windowDays: 180, isNet: isNet, context: .serial)
    return (0..<3).map { wording.fact(idea, of: ToldFeatures(values), row: $0) }
  }

  @Test("a segment is told by its name and its share, and who has none of those known is told so")
  func segments() throws {
    var read = Matrix<Float>(rows: 3, columns: 35, repeating: 0)
    read[0, 33] = 1
    read[2, 34] = 1
    let told = ToldFeatures(
      read: read, window: Matrix(rows: 3, columns: 33, repeating: 0),
      layout: ModelColumns(history: false, segments: ["At Risk", "Lost/Churned"]))
    let wording = try ReasonWording(of: told, windowDays: 180, isNet: true, context: .serial)
    #expect(
      (0..<3).map { wording.fact(.segment, of: told, row: $0) } == [
        "is At Risk (as are 33.3 % of all here)", "in none of the segments that the model knows",
        "is Lost/Churned (as are 33.3 % of all here)",
      ])
  }

  @Test(
    "every idea of the whole history has a sentence with its number and the median of this shop's customers",
    arguments: [
      (
        .recency,
        [
          "last order 143 days ago, 0 orders in the last 90 days (usual here: 48 and 1)",
          "last order 48 days ago, 1 order in the last 90 days (usual here: 48 and 1)",
          "last order 1 day ago, 12 orders in the last 90 days (usual here: 48 and 1)",
        ]
      ),
      (
        .rhythm,
        [
          "no gap between orders so far",
          // The median of the known values alone.
          "48 days since the last order, 0.8 times the mean gap of 60 days (usual here: 1.55 times)",
          "1 day since the last order, 2.31 times the mean gap of 1 day (usual here: 1.55 times)",
        ]
      ),
      (
        .gaps,
        [
          "no gap between orders so far", "60 days between orders on average (usual here: 30.5)",
          "1 day between orders on average (usual here: 30.5)",
        ]
      ),
      (
        .regularity,
        [
          "only one order in the last 180 days, so no gap between orders",
          "only one gap between orders in the last 180 days",
          "gaps between orders in the last 180 days vary by 2.2 days (usual here: 1.1)",
        ]
      ),
      (
        .orders,
        ["1 order so far (usual here: 2)", "2 orders so far (usual here: 2)", "80 orders so far (usual here: 2)"]
      ),
      (
        .spend,
        [
          "spent 46.85 in the last 180 days, 46.85 so far, net of returns (usual here: 310 and 890)",
          "spent 310 in the last 180 days, 890 so far, net of returns (usual here: 310 and 890)",
          "spent 1,234,567 in the last 180 days, 2,000,000 so far, net of returns (usual here: 310 and 890)",
        ]
      ),
      (
        .orderValue,
        [
          "46.85 net per order in the last 180 days (usual here: 155)",
          "155 net per order in the last 180 days (usual here: 155)",
          "41,152 net per order in the last 180 days (usual here: 155)",
        ]
      ),
      (
        .price,
        [
          "median unit price 12.75 (usual here: 2.95)", "median unit price 2.95 (usual here: 2.95)",
          "median unit price 0.5 (usual here: 2.95)",
        ]
      ),
      (
        .trend,
        [
          "spend changed by -12.5 net every 30 days over the last 180 days (usual here: 0)",
          "spend changed by 0 net every 30 days over the last 180 days (usual here: 0)",
          "spend changed by +3,000 net every 30 days over the last 180 days (usual here: 0)",
        ]
      ),
      (
        .basket,
        [
          "1 item per order in the last 180 days (usual here: 16)",
          "16 items per order in the last 180 days (usual here: 16)",
          "41.2 items per order in the last 180 days (usual here: 16)",
        ]
      ),
      (
        .variety,
        [
          "1 different product so far (usual here: 44)", "44 different products so far (usual here: 44)",
          "3,000 different products so far (usual here: 44)",
        ]
      ),
      (
        .returns,
        [
          "0 % of the value bought so far was returned (usual here: 4.1 %)",
          "4.1 % of the value bought so far was returned (usual here: 4.1 %)",
          "100 % of the value bought so far was returned (usual here: 4.1 %)",
        ]
      ),
      (
        .tenure,
        [
          "first order 143 days ago (usual here: 143)", "first order 300 days ago (usual here: 143)",
          "first order 1 day ago (usual here: 143)",
        ]
      ),
    ] as [(Idea, [String])])
  func wholeHistory(idea: Idea, expected: [String]) throws {
    #expect(try facts(idea, history: true) == expected)
  }

  @Test(
    "without the whole history the numbers are the window's, and say so",
    arguments: [
      (
        .rhythm, 1,
        "48 days since the last order, 0.8 times the mean gap of 60 days in the last 180 days (usual here: 0.53 times)"
      ),
      (.rhythm, 0, "no gap between orders in the last 180 days"),
      (.gaps, 2, "4 days between orders on average in the last 180 days (usual here: 32)"),
      (.orders, 0, "1 order in the last 180 days (usual here: 2)"),
      (.spend, 0, "spent 46.85 net in the last 180 days (usual here: 310)"),
      (.price, 0, "nothing is known of prices"),
      (.variety, 2, "250 different products in the last 180 days (usual here: 30)"),
      (.returns, 1, "4.1 % of the lines in the last 180 days are returns (usual here: 4.1 %)"),
      (.tenure, 0, "first order of the last 180 days 143 days ago (usual here: 150)"),
    ] as [(Idea, Int, String)])
  func windowAlone(idea: Idea, row: Int, expected: String) throws {
    #expect(try facts(idea, history: false)[row] == expected)
  }

  @Test("where features are not net of returns, no sentence says net")
  func gross() throws {
    for idea in Idea.allCases {
      for history in [false, true] {
        #expect(try facts(idea, history: history, isNet: false).allSatisfy { !$0.contains(" net") }, "\(idea)")
      }
    }
    #expect(
      try facts(.spend, history: true, isNet: false)[0]
        == "spent 46.85 in the last 180 days, 46.85 so far (usual here: 310 and 890)")
  }

  @Test("several orders without a gap are no rhythm: the number of orders says so")
  func oneVisit() throws {
    var values = matrix(history: true)
    values[1, 33 + HistoryFeature.recencyOverMeanGap.rawValue] = .nan
    let wording = try ReasonWording(of: ToldFeatures(values), windowDays: 90, isNet: false, context: .serial)
    #expect(
      wording.fact(.orders, of: ToldFeatures(values), row: 1)
        == "2 orders so far, no gap of more than half a day (usual here: 2)")
  }

  @Test("no customer at all, and nothing known of anybody, are no mistakes")
  func nothing() throws {
    let none = Matrix<Double>(rows: 1, columns: 60, repeating: .nan)
    let wording = try ReasonWording(of: ToldFeatures(none), windowDays: 180, isNet: true, context: .serial)
    for idea in Idea.allCases {
      let fact = wording.fact(idea, of: ToldFeatures(none), row: 0)
      #expect(!fact.isEmpty && !fact.lowercased().contains("nan") && !fact.contains("unknown"), "\(fact)")
    }
    _ = try ReasonWording(
      of: ToldFeatures(Matrix<Float>(rows: 0, columns: 60)), windowDays: 180, isNet: true, context: .serial)
  }

  @Test("a reader who counts a customer's lines finds the numbers that are told")
  func countedByHand() throws {
    let lines = MadeShop.lines(customers: 120)
    let plain = MadeShop.input(lines)
    let input = ModelInput(
      table: plain.table, labels: plain.labels, calendar: plain.calendar, idHashes: plain.idHashes,
      valueHorizonDays: 180, history: .gross)
    let block = try #require(input.table.at(input.calendar.scoring))
    let features = try input.features(of: [block], context: .serial)
    let wording = try ReasonWording(of: ToldFeatures(features), windowDays: 180, isNet: false, context: .serial)
    var several = 0
    for (row, customer) in block.customers.enumerated() {
      let own = (0..<lines.count).filter {
        lines.customer[$0] == customer && lines.time[$0] < block.snapshot.time
      }
      let days = { (time: Int64) in Double(block.snapshot.time - time) / Double(Microseconds.day) }
      let ages = own.map { days(lines.time[$0]) }.sorted()
      let spend = { (within: Double) in
        own.filter { days(lines.time[$0]) <= within }.reduce(0) { $0 + lines.quantity[$1] * lines.unitPrice[$1] }
      }
      let late = ages.count { $0 <= 90 }
      #expect(
        wording.fact(.recency, of: ToldFeatures(features), row: row).hasPrefix(
          "last order \(Int(ages[0])) day\(Int(ages[0]) == 1 ? "" : "s") ago, \(late) order"))
      #expect(wording.fact(.orders, of: ToldFeatures(features), row: row).hasPrefix("\(own.count) order"))
      #expect(
        wording.fact(.tenure, of: ToldFeatures(features), row: row).hasPrefix("first order \(Int(ages.last!)) day"))
      let told = wording.fact(.spend, of: ToldFeatures(features), row: row).split(whereSeparator: { " ,".contains($0) })
        .compactMap { Double($0) }
      // Numbers from 1,000 on are split at their comma.
      if spend(180) < 999, spend(.infinity) < 999 {
        #expect(abs(told[0] - spend(180)) <= 0.5 && abs(told[2] - spend(.infinity)) <= 0.5)
      }
      let products = Set(own.map { lines.product[$0] }).count
      #expect(wording.fact(.variety, of: ToldFeatures(features), row: row).hasPrefix("\(products) different product"))
      if own.count > 1 {
        several += 1
        let gaps = zip(ages.dropFirst(), ages).map { $0 - $1 }.filter { $0 > 0.5 }
        let mean = gaps.reduce(0, +) / Double(gaps.count)
        let words = wording.fact(.gaps, of: ToldFeatures(features), row: row).split(separator: " ")
        #expect(abs((Double(words[0]) ?? .nan) - mean) <= (mean < 100 ? 0.0501 : 0.501), "\(words)")
      }
    }
    #expect(several > 20)
    // The usual number: half of the customers have at most it.
    let recency = block.column(.recencyDays).sorted()
    let usual = quantile(0.5, ofSorted: recency)!
    #expect(
      wording.fact(.recency, of: ToldFeatures(features), row: 0).contains(
        "usual here: \(usual == usual.rounded() ? "\(Int(usual))" : "\(usual)") and"))
  }
}
