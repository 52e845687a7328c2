import Foundation
import Pipeline
import Retention
import Runs
import Settings
import Tables
import TestSupport
import Testing

/// What the stages find in a shop whose answers can be counted by hand.
@Suite("Stages on a shop with known answers") struct StageKnownAnswerTests {
  private static let whole = Result { () throws -> (folder: TemporaryFolder, result: RunResult) in
    let folder = try TemporaryFolder()
    let shop = try folder.write(KnownShop.csv, to: "shop.csv")
    let settings = try folder.write(KnownShop.yaml, to: "settings.yaml")
    let request = RunRequest(
      source: .files([shop.path]), stages: StageList.standard.namesOfWholeRun,
      configuration: try RetentionParameters.catalog.resolve(ConfigurationSources(files: [settings.path])),
      output: folder.url.appendingPathComponent("runs"))
    return (folder, try RunExecution(request).perform())
  }

  private var result: RunResult { get throws { try Self.whole.get().result } }
  private var run: PublishedRun { get throws { try #require(try result.run) } }

  private func table(_ path: String) throws -> Table { try readTable(run.url(for: path).path) }

  /// Values of a column of the scores for the customers of a group.
  private func scores(_ column: String, of group: String) throws -> [Double] {
    let scores = try table("predictions/customer_scores.parquet")
    let values = try scores.doubles(named: column)
    return zip(try scores.strings(named: "customer_id"), values).filter { $0.0.hasPrefix(group) }.map(\.1)
  }

  // 60 × 24 + 20 × 20 + 40 × 16 + 40 × 6 + 40 × 1 orders of one line.
  private let orders = 2760

  @Test("validate: three lines have a flaw, two of them no customer and one no price")
  func validate() throws {
    let report = try table("reports/validation_report.csv")
    let (categories, checks) = (try report.strings(named: "category"), try report.strings(named: "check"))
    let rows = try report.int64s(named: "affected_rows")
    let flaws = checks.indices.filter {
      ["completeness", "types", "ranges", "duplicates"].contains(categories[$0]) && rows[$0] > 0
    }
    #expect(flaws.map { checks[$0] } == ["blank_customer_id", "non_positive_price"])
    #expect(flaws.map { rows[$0] } == [2, 1])
    let data = try #require(try result.report.data)
    #expect((data.inputRows, data.cleanedRows, data.customers) == (orders + 3, orders, 200))
    #expect(data.money?.map(\.input.rows) == [orders + 3] && data.money?.map(\.removed.rows) == [3])
  }

  @Test("clean: lines of nobody and for nothing go, with their money; the rest stays")
  func clean() throws {
    let cleaning = try #require(try result.cleaning)
    #expect(cleaning.removed.rows == 3 && cleaning.removed.money == 30)
    #expect(cleaning.cleaned.rows == orders && cleaning.cleaned.money == 28_400)
    let reasons = try table("data/rejected_rows.parquet").strings(named: "reason")
    #expect(reasons.count == 3 && Set(reasons).count == 2)
  }

  @Test(
    "features: recency, orders and money of the last 180 days are those counted by hand",
    arguments: [
      ("loyal", 60, [26, 6, 10, 60]), ("lapsed", 20, [148, 2, 10, 20]), ("new", 40, [56, 1, 30, 30]), ("lost", 0, []),
    ] as [(String, Int, [Double])])
  func features(group: String, customers: Int, expected: [Double]) throws {
    let features = try table("data/customer_features.parquet")
    guard case .date(let days) = try features.requireColumn(named: "snapshot_date").values else {
      Issue.record("snapshot_date is no date")
      return
    }
    let columns = try ["recency_days", "frequency_count", "monetary_avg", "monetary_total"].map {
      try features.doubles(named: "rfm_" + $0)
    }
    let scored = days.array.max()
    let rows = try features.strings(named: "customer_id").enumerated()
      .filter { $0.element.hasPrefix(group) && days.array[$0.offset] == scored }.map(\.offset)
    #expect(rows.count == customers)
    for row in rows { #expect(columns.map { $0[row] } == expected) }
  }

  @Test("segment: three groups without any spread are three clusters")
  func segment() throws {
    let segmentation = try #require(try result.report.segmentation)
    #expect(segmentation.k == 3 && segmentation.n == 120)
    #expect(abs(try #require(segmentation.silhouette) - 1) < 1e-12)
    #expect(try #require(segmentation.inertia) < 1e-20)
  }

  @Test("churn: forty who stopped in April are told from sixty who stay, twenty who will stop are not")
  func churn() throws {
    let churn = try #require(try result.report.churn)
    #expect(churn.testSnapshot == "2011-09-01" && churn.testCount == 120)
    #expect(churn.prevalence == 0.5)
    // Of 60 × 60 pairs 40 × 60 are ranked right, and 20 × 60 are tied, which counts half.
    let auc = 5.0 / 6
    #expect(abs(try #require(churn.scores.auc) - auc) < 1e-12)
    #expect(abs(try #require(churn.baselines.recency.auc) - auc) < 1e-12)
    #expect(!churn.beatsRecency)
    #expect(churn.baselines.allChurn.accuracy == 0.5 && churn.baselines.allChurn.recall == 1)
  }

  @Test("clv: spend as before is right for the loyal, 10.00 too high for the lost and 30.00 for those about to stop")
  func lifetimeValue() throws {
    let value = try #require(try result.report.lifetimeValue)
    #expect(value.testSnapshot == "2011-09-01" && value.testCount == 120)
    let before = value.baselines.pastSpend
    #expect(abs(try #require(before.mae) - 1000.0 / 120) < 1e-9)
    #expect(abs(try #require(before.rmse) - (22_000.0 / 120).squareRoot()) < 1e-9)
  }

  @Test("scores: whoever stopped is at more risk and worth less than whoever orders each month")
  func scores() throws {
    let (loyal, lapsed) = (try scores("clv_expected", of: "loyal"), try scores("clv_expected", of: "lapsed"))
    #expect(loyal.count == 60 && Set(loyal).count == 1 && Set(lapsed).count == 1)
    #expect(loyal[0] > 20 && loyal[0] < 33, "three orders of 10.00 in 90 days, if they stay: \(loyal[0])")
    #expect(lapsed[0] < 10)
    let risk = (try scores("churn_probability", of: "loyal")[0], try scores("churn_probability", of: "lapsed")[0])
    #expect(risk.0 < 0.5 && risk.1 > 0.5, "\(risk)")
  }

  @Test("allocate: ten offers at 0.10 go where they are worth most: to the loyal, whose risk is theirs to lose")
  func allocate() throws {
    let report = try #require(try result.report.allocation)
    let plan = try table("allocation/campaign_plan.parquet")
    let customers = try plan.strings(named: "customer_id")
    #expect(customers.count == 10 && customers.allSatisfy { $0.hasPrefix("loyal") })
    #expect(abs(report.spent - 1) < 1e-9)
    let worth = try scores("churn_probability", of: "loyal")[0] * scores("clv_expected", of: "loyal")[0] * 0.5 - 0.1
    for value in try plan.doubles(named: "expected_value") { #expect(abs(value - worth) <= 0.005 + 1e-9) }
    // Those who left are worth nothing more, so no offer pays.
    let others = zip(try scores("churn_probability", of: "lapsed"), try scores("clv_expected", of: "lapsed"))
    #expect(others.allSatisfy { $0 * $1 * 0.5 - 0.1 < worth })
  }

  @Test("report: the lost are the leak, the loyal are the champions, each with what they were invoiced")
  func report() throws {
    let lists = try #require(try result.report.invoices)
    // The lower quartile of spend is 60.00, what the lost of 2010 have spent.
    #expect(lists.leakCustomers == 100 && lists.leakRevenue == 12_800)
    #expect(lists.leakScored == 20)
    #expect(lists.championCustomers == 60 && lists.championRevenue == 14_400)
    #expect(abs(try #require(lists.championRevenueShare) - 14_400.0 / 28_400) < 1e-12)
  }
}
