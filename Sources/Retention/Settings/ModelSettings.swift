package import Settings

/// How much models learn from, and in which forms they are kept.
package struct ModelSettings: SettingsSection {
  package static let name = "models"
  package static let summary = "How much models learn from, and in which forms they are kept."

  @Setting(
    "models.onnx", default: false,
    "Whether a run also keeps its trees as ONNX files, for programs that cannot read LightGBM's format.")
  package var onnx: Bool

  /// Nil for all rows.
  @Setting(
    "models.max_training_rows", default: 200_000, unit: "rows", in: .atLeast(1000),
    "Models learn from a random sample of the customers where all have more rows than this; null takes all.")
  package var maxTrainingRows: Int?

  /// Nil for all customers.
  @Setting(
    "models.max_test_rows", default: 1_000_000, unit: "rows", in: .atLeast(1000),
    "Models are tested on a random sample of the customers where a test has more rows than this; null tests all.")
  package var maxTestRows: Int?

  /// Nil for all history.
  @Setting(
    "models.training_months", default: 18, unit: "months of 30 days", in: .between(1, 1200),
    "Models learn from the snapshots of this many months before the latest one with an outcome; null takes all.")
  package var trainingMonths: Int?

  package init() {}
}
