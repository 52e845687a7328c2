/// Names of a run's artefacts, a contract with everybody who reads them.
package enum ArtefactPath {
  static let metrics = "metrics.json"
  static let cleaned = "data/cleaned_data.parquet"
  static let rejected = "data/rejected_rows.parquet"
  static let unreadable = "data/unreadable_cells.parquet"
  static let features = "data/customer_features.parquet"
  static let featureMetadata = "data/feature_metadata.json"
  static let validation = "reports/validation_report.csv"
  static let cleaningStats = "reports/cleaning_stats.json"
  static let temporalValidation = "reports/temporal_validation.json"
  static let strategicReport = "reports/strategic_report.md"
  static let revenueLeak = "reports/revenue_leak.csv"
  static let marginProtection = "reports/margin_protection.csv"
  static let segmentAssignments = "segments/segment_assignments.parquet"
  static let segmentStrategies = "segments/segment_strategies.json"
  static let segmentSummary = "segments/segment_summary.csv"
  static let segmenter = "models/segmenter.json"
  static let churn = "models/churn.json"
  static let buyTillYouDie = "models/bgnbd.json"
  static let scores = "predictions/customer_scores.parquet"
  static let plan = "allocation/campaign_plan.parquet"
  static let planCSV = "allocation/campaign_plan.csv"
  static let allocationSummary = "allocation/allocation_summary.json"

  static func model(_ name: String) -> String { "models/\(name)" }

  /// The stage that writes an artefact; nil for what every run writes itself.
  package static func stage(of path: String) -> StageName? {
    switch path {
    case validation: .validate
    case cleaned, rejected, unreadable, cleaningStats: .clean
    case features, featureMetadata, temporalValidation: .features
    case segmenter: .segment
    case scores: nil
    default:
      switch path.split(separator: "/").first {
      case "segments": .segment
      case "allocation": .allocate
      case "reports": .report
      case "models": path.hasPrefix("models/churn") ? .churn : .clv
      default: nil
      }
    }
  }
}
