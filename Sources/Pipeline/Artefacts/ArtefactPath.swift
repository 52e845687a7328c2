/// Paths of a run's artifacts, relative to its folder. Readers of runs rely on them.
package enum ArtefactPath {
  package static let metrics = "metrics.json"
  package static let cleaned = "data/cleaned_data.parquet"
  package static let rejected = "data/rejected_rows.parquet"
  package static let unreadable = "data/unreadable_cells.parquet"
  package static let features = "data/customer_features.parquet"
  package static let featureMetadata = "data/feature_metadata.json"
  package static let validation = "reports/validation_report.csv"
  package static let cleaningStats = "reports/cleaning_stats.json"
  package static let temporalValidation = "reports/temporal_validation.json"
  package static let churnBacktest = "reports/churn_backtest.json"
  package static let valueBacktest = "reports/clv_backtest.json"
  package static let strategicReport = "reports/strategic_report.md"
  package static let revenueLeak = "reports/revenue_leak.csv"
  package static let marginProtection = "reports/margin_protection.csv"
  package static let segmentAssignments = "segments/segment_assignments.parquet"
  package static let segmentStrategies = "segments/segment_strategies.json"
  package static let segmentSummary = "segments/segment_summary.csv"
  package static let segmentMigration = "reports/segment_migration.csv"
  package static let segmenter = "models/segmenter.json"
  package static let churn = "models/churn.json"
  package static let nextOrder = "models/next_order.json"
  package static let buyTillYouDie = "models/bgnbd.json"
  package static let scores = "predictions/customer_scores.parquet"
  package static let testPredictions = "predictions/test_predictions.parquet"
  package static let plan = "allocation/campaign_plan.parquet"
  package static let planCSV = "allocation/campaign_plan.csv"
  package static let allocationSummary = "allocation/allocation_summary.json"

  /// The path of a model file.
  package static func model(_ name: String) -> String { "models/\(name)" }
}
