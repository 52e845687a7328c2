package import Foundation

/// Settings of a benchmark. The defaults are those of the published figures.
package struct BenchmarkSettings: Sendable, Hashable {
  /// Column that the trees and the regression learn to predict; never a feature.
  package var target = "label"
  /// Number of rows at the end of the table that are held out from the fit and scored.
  package var holdoutRows = 0
  /// Number of fits or predictions, each of which is reported.
  package var runs = 1
  package var threads = 1
  package var seed: UInt64 = 42

  // Gradient boosting
  /// Number of trees.
  package var trees = 100
  /// Maximum number of leaves per tree.
  package var leaves = 31
  /// Maximum number of bins per feature.
  package var bins = 255
  /// Factor on the output of each tree.
  package var learningRate = 0.1
  /// What the trees minimize; nil for the logistic loss if all training targets are 0 or 1, else for the squared error.
  package var objective: Objective?
  /// Names of columns that hold categories as whole numbers.
  package var categorical: [String] = []
  /// A model in LightGBM's text format to predict with; nil fits one first.
  package var modelToLoad: URL?
  /// File to write the model to, in LightGBM's text format.
  package var modelToSave: URL?
  /// File to write the model to, as ONNX.
  package var onnxToSave: URL?
  /// Parquet file for each feature's contributions to the raw scores of the predicted rows.
  package var contributions: URL?

  // K-Means
  /// Number of clusters, without `start`.
  package var clusters = 8
  /// Candidates in the search for a number of clusters.
  package var candidates = 3...8
  /// Starts for each candidate.
  package var restarts = 10
  /// Maximum number of iterations, of the logistic regression too.
  package var maxIterations = 1000
  /// Parquet file of clusters × features with the centers to start from; nil for k-means++.
  package var start: URL?

  // Logistic regression
  /// Strength of the ridge penalty on unscaled coefficients, added to the summed loss.
  package var ridge = 1.0
  /// Largest absolute element of the mean gradient at which the fit stops.
  package var tolerance = 1e-6

  /// Parquet file for the predictions, or for the clusters of the training rows.
  package var predictions: URL?

  package init() {}

  /// What the trees minimize.
  package enum Objective: String, Sendable, Hashable, CaseIterable {
    case logistic
    case squaredError = "l2"
    /// The quantile loss of the median.
    case quantile
    /// The Tweedie deviance with a variance power of 1.5.
    case tweedie
  }
}
