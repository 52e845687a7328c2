import Foundation
import Tables
import Testing

@Suite("The tables of a run")
struct ArtefactTests {
  let run: RunFolder

  init() throws { run = try Shared.training.get().run }

  @Test("have the columns of the contract, first and in this order", arguments: columns)
  func columnNames(path: String, expected: [String]) throws {
    let table = try run.table(path)
    #expect(Array(table.columns.map(\.name).prefix(expected.count)) == expected)
    #expect(table.rowCount > 0)
  }

  static let columns: [(String, [String])] = [
    (
      "data/cleaned_data.parquet",
      ["customer_id", "order_id", "product_id", "order_datetime", "quantity", "unit_price"]
    ),
    (
      "data/customer_features.parquet",
      ["customer_id", "snapshot_date", "observation_start", "observation_end"] + features
    ),
    (
      "segments/segment_assignments.parquet",
      ["customer_id", "segment_id", "segment_name", "is_scored", "cluster", "cluster_membership", "rfm_recency_days"]
    ),
    ("reports/segment_migration.csv", ["from", "to", "customers", "share", "net_value"]),
    (
      "predictions/test_predictions.parquet", ["stage", "snapshot", "customer_id", "label", "prediction", "baseline"]
    ),
    (
      "predictions/customer_scores.parquet",
      [
        "customer_id", "segment", "churn_probability", "clv_p10", "clv_p50", "clv_p90", "clv_low", "clv_high",
        "clv_expected", "p_alive", "next_order_low", "next_order_p50", "next_order_high", "next_order_reason",
        "expected_value", "tier", "reason_1", "reason_2", "reason_3",
        "value_reason_1", "value_reason_2",
      ]
    ),
    (
      "reports/validation_report.csv",
      ["category", "check", "severity", "status", "affected_rows", "affected_share", "threshold", "detail"]
    ),
    ("reports/revenue_leak.csv", ["customer_id"]),
    ("reports/margin_protection.csv", ["customer_id"]),
    ("segments/segment_summary.csv", ["segment_name", "customers"]),
    ("allocation/campaign_plan.parquet", ["customer_id", "segment", "tier"]),
    ("allocation/campaign_plan.csv", ["customer_id", "segment", "tier"]),
  ]

  static let features = [
    "rfm_recency_days", "rfm_frequency_count", "rfm_monetary_avg", "rfm_monetary_total", "rfm_monetary_std",
    "days_since_first_purchase", "customer_lifetime_days", "txn_count_short_30d", "txn_count_medium_60d",
    "txn_count_long_90d", "revenue_short_30d", "revenue_medium_60d", "revenue_long_90d", "interpurchase_time_mean",
    "interpurchase_time_std", "interpurchase_time_median", "interpurchase_time_cv", "purchase_frequency_per_month",
    "active_months_count", "recency_cadence_ratio", "unique_products_count", "avg_basket_size", "std_basket_size",
    "return_rate", "product_diversity_hhi", "engagement_score", "engagement_score_normalized", "consistency_score",
    "activity_score", "revenue_trend_slope", "transaction_trend_slope", "revenue_trend_direction",
    "transaction_trend_direction",
  ]

  @Test("cleaned lines carry what was derived, and the source's other columns")
  func cleaned() throws {
    let table = try run.table("data/cleaned_data.parquet")
    let names = Set(table.columns.map(\.name))
    let expected: Set = [
      "revenue", "is_duplicate", "is_cancellation", "is_return", "is_outlier", "year", "month", "day_of_week", "hour",
      "quarter", "transaction_type", "Description", "Country",
    ]
    #expect(expected.subtracting(names).isEmpty)
    // Leading zeros survive, and so does a quoted text with a separator and quotes in it.
    #expect(try table.strings(named: "customer_id").contains("00011"))
    #expect(try table.strings(named: "Description").contains("LAMP, \"BLUE\""))
  }

  @Test("the catalogue of features lists the 33 in the order of the store")
  func catalogue() throws {
    let metadata = try run.json("data/feature_metadata.json")
    #expect(metadata.features.array.map { $0.name.text ?? "" } == Self.features)
    let dates = metadata.snapshots.array.compactMap(\.snapshot_date.text)
    #expect(dates.first == "2024-02-01" && dates.last == "2025-02-01")
    let table = try run.table("data/customer_features.parquet")
    #expect(metadata.snapshots.array.reduce(0) { $0 + ($1.customers.integer ?? 0) } == table.rowCount)
  }

  @Test("temporal validation ran and passed")
  func temporalValidation() throws {
    let report = try run.json("reports/temporal_validation.json")
    #expect(report.passed.truth == true)
    #expect(report.checks.array.count >= 6)
    #expect(report.checks.array.allSatisfy { $0.passed.truth == true && $0.violations.integer == 0 })
  }

  @Test("name the same customers, once each, in the same order")
  func ids() throws {
    let scores = try run.table("predictions/customer_scores.parquet").strings(named: "customer_id")
    let table = try run.table("segments/segment_assignments.parquet")
    let assignments = try table.strings(named: "customer_id")
    // A cluster is that of a scored customer.
    let clusters = try table.doubles(named: "cluster")
    #expect(scores == assignments.indices.filter { !clusters[$0].isNaN }.map { assignments[$0] })
    #expect(Set(scores).count == scores.count)
    let store = try run.table("data/customer_features.parquet")
    guard case .date(let days) = try store.requireColumn(named: "snapshot_date").values else { return }
    let ids = try store.strings(named: "customer_id")
    let last = try #require(days.array.max())
    #expect(Set(scores) == Set(ids.indices.filter { days[$0] == last }.map { ids[$0] }))
    let cleaned = Set(try run.table("data/cleaned_data.parquet").strings(named: "customer_id"))
    #expect(Set(scores).isSubset(of: cleaned))
    #expect(Set(assignments) == cleaned && assignments.count == cleaned.count)
    let plan = try run.table("allocation/campaign_plan.parquet").strings(named: "customer_id")
    #expect(Set(plan).isSubset(of: Set(scores)) && Set(plan).count == plan.count)
  }

  @Test("scores are probabilities, and values in order")
  func scores() throws {
    let table = try run.table("predictions/customer_scores.parquet")
    let column = { (name: String) in try table.doubles(named: name) }
    #expect(try column("churn_probability").allSatisfy { (0...1).contains($0) })
    // Unknown of those who came once; nobody else is certain to be there.
    let alive = try column("p_alive")
    #expect(alive.allSatisfy { $0.isNaN || ($0 > 0 && $0 < 1) })
    #expect(alive.contains { $0.isNaN } && alive.contains { !$0.isNaN })
    let (low, middle, high) = (try column("clv_p10"), try column("clv_p50"), try column("clv_p90"))
    for row in 0..<table.rowCount {
      #expect(low[row] <= middle[row] && middle[row] <= high[row])
    }
    #expect(low.allSatisfy { $0 >= 0 })
    let (lower, upper, mean) = (try column("clv_low"), try column("clv_high"), try column("clv_expected"))
    for row in 0..<table.rowCount {
      #expect(0 <= lower[row] && lower[row] <= middle[row] && middle[row] <= upper[row])
      #expect(lower[row] <= mean[row] && mean[row] <= upper[row])
    }
    #expect(try column("clv_expected").allSatisfy { $0 >= 0 && $0.isFinite })
    #expect(try column("expected_value").allSatisfy { $0 >= 0 })
    let reasons = try ["reason_1", "reason_2", "reason_3"].map { try table.strings(named: $0) }
    let size = /: (raises|lowers) the risk by (\d+ points?|less than 1 point)$/
    for row in 0..<table.rowCount {
      #expect(reasons[0][row].contains(size), "\(reasons[0][row])")
      let facts = reasons.map { $0[row].split(separator: ":").first ?? "" }.filter { !$0.isEmpty }
      #expect(Set(facts).count == facts.count)
    }
    let valueReasons = try table.strings(named: "value_reason_1").filter { !$0.isEmpty }
    #expect(valueReasons.count > table.rowCount / 2)
    #expect(valueReasons.allSatisfy { $0.contains(/: (raises|lowers) the value by (less than )?[\d,.]+$/) })
    #expect(Set(try column("churn_probability")).count > 3)
  }

  @Test("test predictions are enough to work out the test figures")
  func testPredictions() throws {
    let table = try run.table("predictions/test_predictions.parquet")
    let (stages, ids) = (try table.strings(named: "stage"), try table.strings(named: "customer_id"))
    let column = { (name: String) in try table.doubles(named: name) }
    let (labels, predictions, baselines) = (try column("label"), try column("prediction"), try column("baseline"))
    let metrics = try run.json("metrics.json")
    for (stage, section) in [("churn", metrics.churn), ("clv", metrics.clv)] {
      let rows = stages.indices.filter { stages[$0] == stage }
      #expect(rows.count == section.n_test.integer && Set(rows.map { ids[$0] }).count == rows.count)
    }
    let rows = stages.indices.filter { stages[$0] == "clv" }
    let rmse = { (values: [Double]) in
      (rows.reduce(0) { $0 + (values[$1] - labels[$1]) * (values[$1] - labels[$1]) } / Double(rows.count)).squareRoot()
    }
    #expect(abs(rmse(predictions) - (metrics.clv.rmse.number ?? .nan)) < 1e-6)
    #expect(abs(rmse(baselines) - (metrics.clv.baselines.past_spend_net.rmse.number ?? .nan)) < 1e-6)
    let churn = stages.indices.filter { stages[$0] == "churn" }
    let brier = churn.reduce(0) { $0 + (predictions[$1] - labels[$1]) * (predictions[$1] - labels[$1]) }
    #expect(abs(brier / Double(churn.count) - (metrics.churn.brier.number ?? .nan)) < 1e-9)
  }

  @Test("every segment has a strategy, and the summary adds up")
  func segments() throws {
    let names = try run.table("segments/segment_assignments.parquet").strings(named: "segment_name")
    #expect(try Set(run.table("predictions/customer_scores.parquet").strings(named: "segment")).isSubset(of: names))
    let strategies = try run.json("segments/segment_strategies.json")
    #expect(Set(names) == strategies.keys)
    let summary = try run.table("segments/segment_summary.csv")
    #expect(Set(try summary.strings(named: "segment_name")) == Set(names))
    #expect(try summary.doubles(named: "customers").reduce(0, +) == Double(names.count))
    for name in strategies.keys {
      #expect(Set(["priority", "goal", "actions", "campaign", "budget_level"]).isSubset(of: strategies[name].keys))
    }
  }

  @Test("the two reports add up to what metrics.json says")
  func reports() throws {
    let metrics = try run.json("metrics.json").reports
    for (path, name) in [("reports/revenue_leak.csv", "leak"), ("reports/margin_protection.csv", "champion")] {
      let table = try run.table(path)
      #expect(metrics["\(name)_customers"].integer == table.rowCount)
      let total = try table.doubles(named: "total_spend").reduce(0, +)
      #expect(abs(total - (metrics["\(name)_revenue"].number ?? .nan)) < 0.01 * Double(table.rowCount))
    }
  }
}
