package import Numerics

/// Rows to learn from: a matrix of features and one target per row.
///
/// A plain value; `GradientBoostingLearner.fit` checks it.
package struct Dataset: Sendable, Equatable {
  /// rows × features; NaN is a missing value, ±infinity the largest and smallest value of its feature.
  package var features: Matrix<Float>
  /// One finite number per row.
  package var targets: [Double]
  /// One positive number per row; nil counts every row once.
  package var weights: [Double]?
  /// One name per feature, distinct and without white space.
  package var featureNames: [String]
  /// Columns whose values are names of categories: whole numbers in 0...65,535; anything else counts as missing.
  package var categoricalColumns: Set<Int>

  /// - Parameter featureNames: nil names the features `Column_0`, `Column_1`, …, as LightGBM does.
  package init(
    features: Matrix<Float>, targets: [Double], weights: [Double]? = nil, featureNames: [String]? = nil,
    categoricalColumns: Set<Int> = []
  ) {
    self.features = features
    self.targets = targets
    self.weights = weights
    self.categoricalColumns = categoricalColumns
    self.featureNames = featureNames ?? (0..<features.columns).map { "Column_\($0)" }
  }
}
