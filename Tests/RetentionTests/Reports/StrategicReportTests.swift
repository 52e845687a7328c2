import Foundation
import Numerics
import Retention
import Settings
import Testing

@Suite("The report in plain words")
struct StrategicReportTests {
  private func settings(_ yaml: String = "allocation: {currency: GBP}") throws -> RetentionSettings {
    try RetentionSettings(RetentionParameters.catalog.resolve(yaml: yaml, file: "a.yaml"))
  }

  /// Three customers, of whom two have an offer each of the first tier.
  private func scores(_ settings: RetentionSettings) -> ScoreTable {
    let orders: [Double] = [2, 4, 1]
    let features = SnapshotFeatures(
      snapshot: Snapshot("2011-09-01"), customers: [0, 1, 2],
      values: Matrix(
        columns: Feature.allCases.map { feature in
          switch feature {
          case .recencyDays: [10, 30, 100]
          case .frequencyCount: orders
          case .monetaryAverage: orders.map { _ in 1250 }
          case .monetaryTotal: orders.map { 1250 * $0 }
          default: orders.map { _ in .nan }
          }
        }))
    var scores = ScoreTable(features: features, ids: ["a", "b", "c"])
    let tier = settings.allocation.tiers[0].name
    scores.tier = [tier, nil, tier]
    scores.expectedValue = [1.5, .nan, 2.25]
    scores.segment = ["Loyal", "Loyal", "*Lost*|<b>"]
    scores.churn = [0.25, 0.75, .nan]
    scores.clvExpected = [100, 300, -1234]
    return scores
  }

  private func markdown(
    _ sections: [any StageReport], warnings: [RunWarning] = [], verdicts: [StageVerdict] = [],
    _ settings: RetentionSettings,
    hasSegments: Bool = true
  ) throws -> String {
    var report = RunReport()
    report.add(sections)
    report.add(warnings)
    report.add(verdicts)
    let scores = scores(settings)
    // One of them is silent for longer than the window.
    let assignments = SegmentAssignments(
      names: ["Loyal", "Gone", "Loyal", "*Lost*|<b>"], isScored: [true, false, true, true],
      recencyDays: [10, 400, 30, 100], orders: [2, 1, 4, 1], netValue: [2500, 500, 5000, 1250])
    let summary = try SegmentSummary(
      hasSegments ? assignments : nil, churn: scores.churn, lifetimeValue: scores.clvExpected,
      isContacted: scores.tier.map { $0 != nil }, context: .serial)
    let calendar = SnapshotCalendar(
      dataStart: Snapshot("2010-12-01").time, dataEnd: Snapshot("2011-12-09").time, settings: settings.features)
    return StrategicReport(report, scores, summary, calendar: calendar, settings).markdown
  }

  /// A file's paragraphs are lines of any length: each sentence is searched in one line.
  private func section(_ title: String, of markdown: String) throws -> String {
    try #require(markdown.components(separatedBy: "\n## ").first { $0.hasPrefix(title) })
  }

  private let data = DataReport(inputRows: 541_909, cleanedRows: 397_884, customers: 4338)

  @Test("the money of each file: in, used, returned, left out, and why")
  func money() throws {
    let first = canonical("a,1,p,2011-01-01,2,450", ",2,p,2011-01-02,1,150", "a,3,p,2011-01-03,-1,50")
    let second = canonical("b,4,p,2011-01-04,1,1000")
    let report = CleaningReport(try clean(ingest(first, second)), highReturnCustomers: 0)
    let data = DataReport(inputRows: 4, cleanedRows: 3, customers: 2, money: report.files)
    let text = try section("Where the money went", of: markdown([data], settings()))
    #expect(text.contains("| 1.csv | 3 | 1,000 GBP | 900 GBP | -50 GBP | 150 GBP |"), "\(text)")
    #expect(text.contains("| all | 4 | 2,000 GBP | 1,900 GBP | -50 GBP | 150 GBP |"))
    #expect(text.contains("Left out: no customer id (1 row, 150 GBP)."))
  }

  @Test("without a stage's figures it has no section of the stage, and the heading stays")
  func headingOnly() throws {
    let text = try markdown([data], settings(), hasSegments: false)
    #expect(!text.contains("## "))
    #expect(text.hasPrefix("# Retention report\n\n541,909 order lines from 2010-12-01 to 2011-12-09; 397,884 usable"))
    #expect(text.contains("4,338 customers. Customers are scored as of 2011-09-01: 3 ordered in the"))
    #expect(text.hasSuffix("\n") && !text.hasSuffix("\n\n"))
  }

  @Test("a segment is a row of its means with the currency; its name is no markup, an unknown mean is named so")
  func segments() throws {
    let text = try section("Who the customers are", of: markdown([data], settings()))
    #expect(
      text.contains(
        "| Loyal | 2 | 50 % | 0 | 20 | 3.0 | 1,250 GBP | 7,500 GBP | 81 % | 50 % | 200 GBP |"))
    #expect(
      text.contains("| Gone | 1 | 25 % | 1 | 400 | 1.0 | 500 GBP | 500 GBP | 5 % | unknown | unknown |"))
    #expect(
      text.contains(
        #"| \*Lost\*\|\<b\> | 1 | 25 % | 0 | 100 | 1.0 | 1,250 GBP | 1,250 GBP | 14 % | unknown | -1,234 GBP |"#))
    #expect(text.contains("1 customer without an order in the last 180 days"))
  }

  @Test("segments are defined, judged by what they did, and followed; clusters are told apart and shared names told")
  func segmentation() throws {
    let text = try section(
      "Who the customers are", of: markdown([data, ReportFixtures.segmentation()], settings()))
    #expect(text.contains("one gap of 53 days"))
    #expect(text.contains("silent for at most 1.8 usual gaps. These limits are the shop's own, learned from the 4,323"))
    #expect(text.contains("- **Loyal**: on schedule, with 4 orders or more."))
    #expect(!text.contains("Promising"), "nobody is")
    #expect(
      text.contains("would have been named at 2011-09-01, from what was known before it, and what they did in the 90"))
    #expect(text.contains("| Loyal | 1,500 | 27 % | 551 GBP |"))
    #expect(text.contains("Gone stayed away most often (67 %), Loyal least often (27 %)."))
    #expect(text.contains("2,166 customers changed segment since 2011-09-11 (`reports/segment_migration.csv`)."))
    #expect(
      text.contains("- Cluster 1 (Loyal), 1,139 customers: rfm\\_monetary\\_total +0.7, rfm\\_recency\\_days -1.2"))
    #expect(text.contains("The clusters 0, 1 have one name, Loyal, and are one segment."))
    #expect(text.contains("form 3 clusters: so it was said. Silhouette unknown; on resampled"))
  }

  @Test("a model no better than recency is called that, and one that is better is not", arguments: [true, false])
  func verdictOnChurn(beatsRecency: Bool) throws {
    let text = try section(
      "Who may not come back", of: markdown([data, ReportFixtures.churn(beatsRecency: beatsRecency)], settings()))
    #expect(text.contains("**no better than the days since the last order**") == !beatsRecency)
    #expect(text.contains("It ranks customers better") == beatsRecency)
    #expect(text.contains("off by 2.1 percentage points on average (a perfect model would show 1.5 by chance"))
    #expect(text.contains("On 1,200 customers at 2011-06-01 (holdout by time), 42 % were lost."))
    #expect(text.contains("has an AUC of 0.812 (95 % interval 0.790-0.834)"))
    #expect(
      text.contains(
        "(AUC 0.780, 0.760-unknown; difference on the same customers 0.032, 0.011 to 0.053). It learned from a random 25.0 % of the customers and was tested on all."
      ))
  }

  @Test("the errors of the value model are beside those of spend as before and of the mean")
  func value() throws {
    let text = try section("What they will be worth", of: markdown([data, ReportFixtures.lifetimeValue()], settings()))
    #expect(text.contains("| scaled-trees | 231 GBP | 512 GBP | 0.61 | 0.55 |"))
    #expect(text.contains("| Median (clv\\_p50) | 220 GBP | 560 GBP | 0.62 | 0.53 |"))
    #expect(text.contains("| Spend as before, less returns | 240 GBP | 530 GBP | 0.59 | 0.50 |"))
    #expect(text.contains("| Spend as before | 243 GBP | 540 GBP | 0.58 | unknown |"))
    #expect(text.contains("| Mean of all | 400 GBP | 700 GBP | unknown | 0.00 |"))
    #expect(
      text.contains(
        "was to hold 80 % of the customers; it held 85.1 %; for 2.5 % of the scored customers it was widened to hold the expected value"
      ))
    #expect(text.contains("add up to 84 % of what the test customers spent. Those of the"))
    #expect(text.contains("with the largest errors carries 42 % of the error."))
    #expect(text.contains("had not seen: scaled-trees is ahead of past-spend."))
  }

  @Test("the plan's tiers count and sum its customers, and one more unit of budget brings its shadow price")
  func plan() throws {
    let settings = try settings()
    let tier = settings.allocation.tiers[0]
    let text = try section(
      "What to do with the budget", of: markdown([data, ReportFixtures.allocation(shadowPrice: 1.234)], settings))
    #expect(text.contains("Of 5,000.00 GBP, 12.50 GBP are spent on 2 customers, for an expected value of 3.75 GBP"))
    #expect(text.contains("No plan can be worth more than 4.00 GBP (this one is at most 6.250 % below)."))
    #expect(text.contains("One more unit of budget would bring about 1.23."))
    #expect(text.contains("| 2 | \(decimalText(2 * tier.cost)) GBP | 3.75 GBP |"))
  }

  @Test("without a use for more budget, it says that")
  func noUseForMore() throws {
    for price in [0, nil] as [Double?] {
      let text = try markdown([data, ReportFixtures.allocation(shadowPrice: price)], settings())
      #expect(text.contains("More budget would bring nothing.") && !text.contains("One more unit"))
    }
  }

  @Test("the two lists are counted, without the name of a segment, and warnings are kept without markup")
  func listsAndWarnings() throws {
    let lists = InvoiceReport(
      leakCustomers: 95, leakRevenue: 434_984.931, leakNetRevenue: 400_000.5, leakRecoverable: nil, leakScored: 0,
      championCustomers: 623,
      championRevenue: 4_628_828.07, championNetRevenue: 4_500_000, championRevenueShare: 0.519)
    let text = try markdown(
      [data, lists], warnings: [RunWarning(stage: "churn", message: "few [rows]")], settings())
    let reports = try section("Two lists for tomorrow", of: text)
    #expect(reports.contains("95 customers were invoiced much and have been silent for more than 90 days."))
    #expect(reports.contains("invoiced 434,984.93 GBP so far, or 400,000.50 GBP less returns."))
    #expect(reports.contains("What offers to them would be worth is unknown (`reports/revenue_leak.csv`)"))
    #expect(reports.contains("623 customers order often and did recently.") && !reports.contains("hampion"))
    #expect(reports.contains("4,628,828.07 GBP, or less returns 4,500,000.00 GBP"))
    #expect(text.hasSuffix("## What to keep in mind\n\n- few \\[rows\\].\n"))
  }

  @Test("dates of the next order are counted, and what the test showed of them is said; unknown parts are not")
  func nextOrder() throws {
    let text = """
      {"scored": 1200, "with_date": 1100, "with_all_dates": 400, "shop_gap_days": 48.8, "gaps": 9000,
       "test_snapshot": "2011-09-01", "test_share": 1, "n": 344, "coverage": 0.811, "coverage_target": 0.8, "dated": 1450,
       "by_middle": 0.52, "median_error_days": 29, "baseline_error_days": 26, "mean_error_days": 30.2,
       "baseline_mean_error_days": 33.7, "with_chance": 2672, "return_predicted": 0.527, "return_observed": 0.6,
       "horizon_days": 90}
      """
    let whole = try section(
      "When they may order again", of: markdown([data, JSONText.decode(NextOrderReport.self, text)], settings()))
    #expect(whole.contains("1,100 of 1,200 scored customers have a date by which half"))
    #expect(whole.contains("Tested at 2011-09-01: of the 344 customers whose dates have all passed, 81 % ordered"))
    #expect(whole.contains("of the 1,450 whose middle date has passed, 52 % had ordered by then (half were to)"))
    #expect(whole.contains("half of these dates were off by at most 29 days (the last order and one usual gap: 26);"))
    #expect(whole.contains("off by 30 days on average, and the last order and one usual gap by 34 (what"))
    #expect(whole.contains("within 90 days, 53 % were to order, and 60 % did."))
    let few = text.replacing("\"n\": 344", with: "\"n\": 3")
    let unsure = try section(
      "When they may order again", of: markdown([data, JSONText.decode(NextOrderReport.self, few)], settings()))
    #expect(unsure.contains("the dates of only 3 customers have all passed, too few") && !unsure.contains("81 %"))
    let untested = text.replacing("\"2011-09-01\"", with: "null")
    let short = try section(
      "When they may order again", of: markdown([data, JSONText.decode(NextOrderReport.self, untested)], settings()))
    #expect(short.contains("The dates are not tested: no snapshot has 90 days of orders after it."))
    let nobody = try JSONText.decode(
      NextOrderReport.self, text.replacing("\"with_date\": 1100", with: "\"with_date\": 0"))
    #expect(!(try markdown([data, nobody], settings())).contains("When they may order again"))
  }

  @Test("what the data is too thin for is said before all else, without markup")
  func verdicts() throws {
    let verdicts = [
      StageVerdict(stage: "churn", reason: "set churn.horizon_days", stillWorks: ["segments", "reports"]),
      StageVerdict(stage: "allocate", reason: "no plan"),
    ]
    let text = try markdown([data], verdicts: verdicts, settings())
    #expect(
      text.contains(
        "\n\n## What this data cannot show\n\n- set churn.horizon\\_days; segments and reports still work.\n- no plan.\n\n## Who"
      ))
    #expect(!text.contains("What to keep in mind"))
  }

  @Test("limits that nobody has shown are called assumptions, clusters that are not there are not described")
  func withoutRepeatCustomers() throws {
    let plain = ReportFixtures.segmentationText
    let thin = plain.replacing("\"repeat_customers\": 2778", with: "\"repeat_customers\": 0")
      .replacing("{\"k\": 3", with: "{\"k\": null").replacing("\"so it was said\"", with: "null")
    let report = try JSONText.decode(SegmentationReport.self, thin)
    let text = try section("Who the customers are", of: markdown([data, report], settings()))
    #expect(
      text.contains("Nobody has come back yet, so what gap between orders is usual is unknown. The names assume 53"))
    #expect(!text.contains("the shop's own") && !text.contains("form ") && !text.contains("Silhouette"))
  }

  @Test("segments that did the same have no first and no last")
  func sameOutcomes() throws {
    let text = ReportFixtures.segmentationText.replacing("0.274", with: "0.672")
    let report = try JSONText.decode(SegmentationReport.self, text)
    #expect(!(try markdown([data, report], settings())).contains("stayed away most often"))
  }

  private func decimalText(_ value: Double) -> String {
    let cents = Int((value * 100).rounded())
    return "\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)"
  }
}
