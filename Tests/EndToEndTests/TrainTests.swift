import Foundation
import Tables
import Testing

@Suite("train on a small shop")
struct TrainTests {
  let training: Training
  let run: RunFolder

  init() throws {
    training = try Shared.training.get()
    run = try training.run
  }

  @Test("ends with 0, and says on standard output where the run is")
  func succeeds() throws {
    #expect(training.exitCode == 0, "\(training.errors)")
    #expect(training.output.contains(run.url.path))
    #expect(!training.errors.split(separator: "\n").contains { $0.hasPrefix("error") })
  }

  @Test("latest points at the run, beside nothing but the lock")
  func latest() throws {
    let output = training.workspace.file("runs")
    let names = try FileManager.default.contentsOfDirectory(atPath: output.path).sorted()
    #expect(names == [".lock", run.name, "latest"])
    let target = try FileManager.default.destinationOfSymbolicLink(atPath: output.appendingPathComponent("latest").path)
    #expect(target == run.name)
  }

  @Test("the run directory holds every file of the contract")
  func files() throws {
    let found = Set(try run.files())
    #expect(Self.contract.subtracting(found).isEmpty)
    let models = found.filter { $0.hasPrefix("models/clv_") && $0.hasSuffix(".txt") }
    #expect(!models.isEmpty)
  }

  static let contract: Set<String> = [
    "run.json", "config.yaml", "metrics.json",
    "data/cleaned_data.parquet", "data/rejected_rows.parquet", "data/customer_features.parquet",
    "data/feature_metadata.json",
    "reports/validation_report.csv", "reports/cleaning_stats.json", "reports/temporal_validation.json",
    "reports/strategic_report.md", "reports/revenue_leak.csv", "reports/margin_protection.csv",
    "reports/segment_migration.csv",
    "segments/segment_assignments.parquet", "segments/segment_strategies.json", "segments/segment_summary.csv",
    "models/segmenter.json", "models/churn_blend.txt", "models/churn_blend.json",
    "models/churn.json", "models/next_order.json",
    "models/bgnbd.json",
    "predictions/customer_scores.parquet", "predictions/test_predictions.parquet",
    "allocation/campaign_plan.parquet", "allocation/campaign_plan.csv", "allocation/allocation_summary.json",
    "logs/retention-fast.log",
  ]

  @Test("metrics.json has every key of the contract", arguments: metricKeys)
  func metrics(section: String, keys: [String]) throws {
    let found = try run.json("metrics.json")[section]
    #expect(Set(keys).subtracting(found.keys).isEmpty)
  }

  static let metricKeys: [(String, [String])] = [
    ("data", ["input_rows", "cleaned_rows", "customers"]),
    (
      "segmentation",
      [
        "k", "silhouette", "davies_bouldin", "inertia", "stability_ari", "candidates", "customers", "not_scored",
        "thresholds", "definitions", "clusters", "outcomes", "migration_since", "moved",
      ]
    ),
    (
      "churn",
      [
        "holdout", "test_snapshot", "n_test", "prevalence", "champion", "auc", "auc_low", "auc_high",
        "average_precision", "brier", "log_loss", "ece", "threshold", "accuracy", "f1", "baselines", "candidates",
      ]
    ),
    (
      "clv",
      [
        "holdout", "n_test", "model", "reason", "mae", "rmse", "spearman", "gini", "level", "median", "coverage_80",
        "coverage_by_value", "above_high_share", "baselines", "over_past_spend", "over_past_spend_net", "candidates",
      ]
    ),
    ("next_order", ["scored", "with_date", "n", "coverage", "median_error_days", "test_snapshot"]),
    ("bgnbd", ["r", "alpha", "a", "b", "log_likelihood"]),
    (
      "allocation",
      [
        "strategy", "budget", "spent", "customers", "expected_value", "upper_bound", "gap_share", "shadow_price",
      ]
    ),
    ("reports", ["leak_customers", "leak_revenue", "champion_customers", "champion_revenue"]),
    (
      "timings_s",
      ["ingest", "validate", "clean", "features", "segment", "churn", "clv", "allocate", "report", "total"]
    ),
  ]

  @Test("metrics are numbers in their ranges")
  func metricRanges() throws {
    let metrics = try run.json("metrics.json")
    #expect(metrics.data.input_rows.integer == SampleShop.lineCount)
    #expect(metrics.data.customers.integer == 400)
    #expect((metrics.peak_rss_mb.number ?? 0) > 1)
    for key in ["prevalence", "auc", "auc_low", "auc_high", "average_precision", "brier", "ece", "accuracy"] {
      let value = try #require(metrics.churn[key].number)
      #expect((0...1).contains(value), "churn.\(key)")
    }
    let clv = metrics.clv.baselines
    #expect(["mae", "rmse"].allSatisfy { clv.mean[$0].number != nil })
    #expect(["mae", "rmse", "spearman"].allSatisfy { clv.past_spend[$0].number != nil })
    #expect((3...8).contains(metrics.segmentation.k.integer ?? 0))
    #expect(metrics.segmentation.candidates.array.count == 6)
  }

  @Test("run.json lists every other file with its SHA-256, and the input with its own")
  func digests() throws {
    let manifest = try run.json("run.json")
    var digests = try run.digests()
    digests["run.json"] = nil
    digests["logs/retention-fast.log"] = nil
    let listed = manifest.artefacts.array.map { ($0.path.text ?? "", $0.sha256.text ?? "") }
    #expect(Dictionary(uniqueKeysWithValues: listed) == digests)
    let input = try #require(manifest.inputs.array.first)
    let sum = try training.workspace.system("sha256sum", "shop.csv").output.prefix(64)
    #expect(input.sha256.text == String(sum))
    #expect(input.rows.integer == SampleShop.lineCount)
    #expect(input.path.text == "shop.csv")
    #expect(manifest.run_id.text == run.name)
    #expect(manifest.config_sha256.text == digests["config.yaml"])
    #expect(manifest.seed.integer == 42 && manifest.threads.integer == 2)
  }

  @Test("each line of the log is a JSON document with time, level and message")
  func log() throws {
    let lines = try run.text("logs/retention-fast.log").split(separator: "\n")
    #expect(lines.count > 5)
    for line in lines {
      let record = try JSON(String(line))
      #expect(Set(["time", "level", "message"]).isSubset(of: record.keys))
    }
  }

  @Test("rows and money reconcile to the penny, and the rejected lines are those that were broken")
  func cleaning() throws {
    let stats = try run.json("reports/cleaning_stats.json")
    let (input, cleaned, removed) = (stats.input, stats.cleaned, stats.removed)
    #expect(input.rows.integer == SampleShop.lineCount)
    #expect(input.rows.number == (cleaned.rows.number ?? 0) + (removed.rows.number ?? 0))
    let difference = (input.money.number ?? 0) - (cleaned.money.number ?? 0) - (removed.money.number ?? 0)
    #expect(abs(difference) < 0.005)
    #expect(stats.reconciliation.reconciles.truth == true)

    let rejected = try run.table("data/rejected_rows.parquet")
    #expect(rejected.rowCount == removed.rows.integer)
    let reasons = Set(try rejected.strings(named: "reason"))
    #expect(
      reasons == ["blank_customer_id", "unparsable_order_datetime", "unit_price_not_positive", "zero_quantity"])
    let lines = try rejected.int64s(named: "source_line").sorted()
    #expect(lines == (0..<4).map { Int64(SampleShop.lineCount - 2 + $0) })
    let cleanedTable = try run.table("data/cleaned_data.parquet")
    #expect(cleanedTable.rowCount == cleaned.rows.integer)
    let revenue = try cleanedTable.doubles(named: "revenue").reduce(0, +)
    #expect(abs(revenue - (cleaned.money.number ?? 0)) < 0.005)
  }
}
