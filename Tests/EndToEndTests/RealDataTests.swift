import Foundation
import Tables
import TestSupport
import Testing

@Suite("train on UCI Online Retail", .enabled(if: RealShop.isThere, "\(RealData.absence)"))
struct RealDataTests {
  let run: RunFolder
  let metrics: JSON

  init() throws {
    let training = try Shared.realTraining.get()
    try #require(training.exitCode == 0, "\(training.errors)")
    run = try training.run
    metrics = try run.json("metrics.json")
  }

  @Test("reads all lines and looks at 13 snapshots")
  func data() throws {
    #expect(metrics.data.input_rows.integer == 541_909)
    #expect(try run.json("data/feature_metadata.json").snapshots.array.count == 13)
    #expect(try run.json("reports/temporal_validation.json").passed.truth == true)
  }

  @Test("churn is tested on a later snapshot, and its AUC is as good as the peers'")
  func churn() {
    let churn = metrics.churn
    #expect(churn.holdout.text == "time")
    #expect(churn.test_snapshot.text == "2011-09-01")
    #expect(churn.n_test.integer == 2765)
    #expect((churn.auc.number ?? 0) >= 0.725)
    #expect((churn.baselines.recency.auc.number ?? 1) < (churn.auc.number ?? 0))
  }

  @Test("the interval of the lifetime value covers about four customers of five")
  func coverage() {
    #expect((0.75...0.85).contains(metrics.clv.coverage_80.number ?? 0))
  }

  @Test("the plan keeps its budget and is within a thousandth of the best")
  func plan() {
    let plan = metrics.allocation
    #expect((plan.spent.number ?? .infinity) <= (plan.budget.number ?? 0))
    #expect((plan.gap_share.number ?? 1) <= 0.001)
  }

  @Test(
    "both reports give the published totals",
    arguments: [
      ("reports/revenue_leak.csv", "leak", 95, 434_984.93),
      ("reports/margin_protection.csv", "champion", 623, 4_628_828.07),
    ])
  func reports(path: String, name: String, customers: Int, revenue: Double) throws {
    #expect(metrics.reports["\(name)_customers"].integer == customers)
    #expect(abs((metrics.reports["\(name)_revenue"].number ?? 0) - revenue) < 0.005)
    let table = try run.table(path)
    #expect(table.rowCount == customers)
    #expect(abs(try table.doubles(named: "total_spend").reduce(0, +) - revenue) < 0.005)
  }

  @Test("rows and money reconcile")
  func reconciliation() throws {
    let stats = try run.json("reports/cleaning_stats.json")
    #expect(stats.reconciliation.reconciles.truth == true)
    #expect(stats.input.rows.integer == 541_909)
    #expect(stats.input.rows.number == (stats.cleaned.rows.number ?? 0) + (stats.removed.rows.number ?? 0))
    let difference =
      (stats.input.money.number ?? 0) - (stats.cleaned.money.number ?? 0) - (stats.removed.money.number ?? 0)
    #expect(abs(difference) < 0.005)
    #expect(try run.table("data/rejected_rows.parquet").rowCount == stats.removed.rows.integer)
    #expect(try run.table("data/cleaned_data.parquet").rowCount == stats.cleaned.rows.integer)
  }

  @Test("scores are probabilities, and values in order")
  func scores() throws {
    let table = try run.table("predictions/customer_scores.parquet")
    #expect(try table.doubles(named: "churn_probability").allSatisfy { (0...1).contains($0) })
    let values = try ["clv_p10", "clv_p50", "clv_p90"].map { try table.doubles(named: $0) }
    #expect((0..<table.rowCount).allSatisfy { values[0][$0] <= values[1][$0] && values[1][$0] <= values[2][$0] })
  }
}
