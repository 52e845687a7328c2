import Retention

/// Reports of stages with figures by hand, decoded from the text that `metrics.json` holds.
enum ReportFixtures {
  static let churnText = """
    {"accuracy": 0.7, "auc": 0.812, "auc_high": 0.834, "auc_low": 0.79, "average_precision": null,
     "baselines": {"all_churn": {"accuracy": 0.42, "f1": 0.59, "precision": 0.42, "recall": 1},
       "recency": {"accuracy": 0.69, "auc": 0.78, "auc_high": null, "auc_low": 0.76, "f1": 0.6, "threshold_days": 61}},
     "beats_recency": BEATS,
     "level_band": {"value": 0.054, "origins": 6, "run": "20260101T000000Z-abcdef"},
     "gain_over_recency": {"estimate": 0.032, "low": 0.011, "high": 0.053, "p_value": 0.002}, "brier": 0.18,
     "candidates": {"gbdt": {"auc": 0.812, "auc_high": 0.834, "auc_low": 0.79, "average_precision": null,
       "brier": 0.18, "log_loss": 0.5, "ece": 0.021, "ece_level_removed": 0.018, "ece_by_chance": 0.015, "threshold": 0.3, "accuracy": 0.7,
       "precision": 0.6, "recall": 0.8, "f1": 0.69, "validation_log_loss": 0.51, "validation_brier": null,
       "calibration": "isotonic"}},
     "champion": "gbdt", "ece": 0.021, "ece_level_removed": 0.018, "ece_by_chance": 0.015, "f1": 0.69, "holdout": "time",
     "lift": [{"captured": 0.2, "decile": 1, "lift": 2, "n": 120, "rate": 0.84}], "log_loss": 0.5, "n_test": 1200,
     "precision": 0.6, "prevalence": 0.42, "profit_per_customer": 1.5, "recall": 0.8, "test_snapshot": "2011-06-01",
     "threshold": 0.3, "threshold_f1": 0.4, "threshold_youden": 0.45, "train_snapshots": ["2011-01-01", "2011-02-01"],
     "training_share": 0.25, "test_share": 1,
     "value_at_stake": 87.4}
    """

  static let lifetimeValueText = """
    {"above_high_share": 0.025,
     "baselines": {"mean": {"gini": 0, "level": 1, "mae": 400, "rmse": 700, "spearman": null},
       "past_spend": {"gini": null, "level": 1.1, "mae": 243, "rmse": 540, "spearman": 0.58},
       "past_spend_net": {"gini": 0.5, "level": 1, "mae": 240, "rmse": 530, "spearman": 0.59}},
     "candidates": {"scale": {"gini": 0.54, "level": 1, "mae": 236, "rmse": 515, "spearman": 0.6,
       "out_of_fold": {"level": 1, "mae": 230, "rmse": 500}}},
     "coverage_80": 0.851, "coverage_by_segment": [{"segment": "Champions", "n": 81, "coverage": 0.8}], "lapsed_share": 0.2, "over_last_horizon": 1.1,
     "level_factor": 0.9, "backtest": {"level_band": 0.19, "least_level": 0.74, "largest_level": 1.18, "coverage": 0.732, "origins": 6, "run": "20260101T000000Z-abcdef"}, "coverage_by_value": [{"coverage": 0.81, "fifth": 1, "n": 81}], "coverage_target": 0.8,
     "level": 0.835, "top_error_share": 0.42,
     "deciles": [{"decile": 1, "mean_actual": 900, "mean_predicted": null, "n": 40}], "gini": 0.55, "holdout": "time",
     "mae": 231, "median": {"gini": 0.53, "level": 0.6, "mae": 220, "rmse": 560, "spearman": 0.62},
     "model": "scaled-trees",
     "n_test": 404, "over_past_spend": {"mae": {"estimate": 0.95, "high": 0.99, "low": 0.9},
       "median_mae": {"estimate": 0.9, "high": 0.95, "low": 0.85}, "rmse": null},
     "over_past_spend_net": {"mae": null, "median_mae": null, "rmse": {"estimate": 0.97, "high": 1.1, "low": 0.8}},
     "reason": "scaled-trees is ahead of past-spend", "rmse": 512, "spearman": 0.61, "test_snapshot": "2011-06-01",
     "training_share": 0.5, "test_share": 0.3}
    """

  static let segmentationText = """
    {"k": 3, "silhouette": null, "davies_bouldin": null, "inertia": 1, "stability_ari": 0.9, "n": 3, "candidates": [],
     "reason": "so it was said", "naming": "rfm-relative", "customers": 4, "not_scored": 1,
     "thresholds": {"learned_at": "2011-12-10", "customers": 4323, "repeat_customers": 2778, "shop_gap_days": 52.9,
       "late_silence": 1.77, "long_silence": 2.6, "many_orders": 4, "most_orders": 6, "big_spend": 1625.5},
     "definitions": [{"segment": "Loyal", "definition": "on schedule, with 4 orders or more"},
       {"segment": "Promising", "definition": "on schedule"}],
     "clusters": [{"cluster": 0, "customers": 566, "segment": "Loyal", "differences": []},
       {"cluster": 1, "customers": 1139, "segment": "Loyal", "differences": [
         {"feature": "rfm_monetary_total", "spreads": 0.69}, {"feature": "rfm_recency_days", "spreads": -1.24}]},
       {"cluster": 2, "customers": 9, "segment": "Gone", "differences": []}],
     "outcomes": {"snapshot": "2011-09-01", "days": 90, "segments": [
       {"segment": "Loyal", "customers": 1500, "churn_rate": 0.274, "mean_value": 551.28},
       {"segment": "Gone", "customers": 848, "churn_rate": 0.672, "mean_value": 171.4}]},
     "migration_since": "2011-09-11", "moved": 2166}
    """

  static func segmentation() throws -> SegmentationReport {
    try JSONText.decode(SegmentationReport.self, segmentationText)
  }

  static func churn(beatsRecency: Bool) throws -> ChurnReport {
    try JSONText.decode(ChurnReport.self, churnText.replacing("BEATS", with: "\(beatsRecency)"))
  }

  static func lifetimeValue() throws -> LifetimeValueReport {
    try JSONText.decode(LifetimeValueReport.self, lifetimeValueText)
  }

  /// A plan of two customers, a quarter of a pound below its bound.
  static func allocation(shadowPrice: Double?) throws -> AllocationReport {
    try JSONText.decode(
      AllocationReport.self,
      """
      {"budget": 5000, "customers": 2, "expected_value": 3.75, "gap": 0.25, "gap_share": 0.0625,
       "shadow_price": \(shadowPrice.map { "\($0)" } ?? "null"), "spent": 12.5, "strategy": "lagrangian",
       "upper_bound": 4}
      """)
  }
}
