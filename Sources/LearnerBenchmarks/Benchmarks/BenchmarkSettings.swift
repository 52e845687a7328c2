public import Foundation

/// Settings of a benchmark. The defaults are those of the published figures.
public struct BenchmarkSettings: Sendable, Hashable {
  /// Column that the trees and the regression learn to predict; never a feature.
  public var target = "label"
  /// Number of rows at the end of the table that are held out from the fit and scored.
  public var holdoutRows = 0
  /// Number of fits or predictions, each of which is reported.
  public var runs = 1
  public var threads = 1
  public var seed: UInt64 = 42

  // Gradient boosting
  /// Number of trees.
  public var trees = 100
  /// Maximum number of leaves per tree.
  public var leaves = 31
  /// Maximum number of bins per feature.
  public var bins = 255
  /// Factor on the output of each tree.
  public var learningRate = 0.1
  /// What the trees minimize; nil for the logistic loss if all training targets are 0 or 1, else for the squared error.
  public var objective: Objective?
  /// Names of columns that hold categories as whole numbers.
  public var categorical: [String] = []
  /// A model in LightGBM's text format to predict with; nil fits one first.
  public var modelToLoad: URL?
  /// File to write the model to, in LightGBM's text format.
  public var modelToSave: URL?
  /// File to write the model to, as ONNX.
  public var onnxToSave: URL?
  /// Parquet file for each feature's contributions to the raw scores of the predicted rows.
  public var contributions: URL?

  // K-Means
  /// Number of clusters, without `start`.
  public var clusters = 8
  /// Candidates in the search for a number of clusters.
  public var candidates = 3...8
  /// Starts for each candidate.
  public var restarts = 10
  /// Maximum number of iterations, of the logistic regression too.
  public var maxIterations = 1000
  /// Parquet file of clusters × features with the centers to start from; nil for k-means++.
  public var start: URL?

  // Logistic regression
  /// Strength of the ridge penalty on unscaled coefficients, added to the summed loss.
  public var ridge = 1.0
  /// Largest absolute element of the mean gradient at which the fit stops.
  public var tolerance = 1e-6

  /// Parquet file for the predictions, or for the clusters of the training rows.
  public var predictions: URL?

  public init() {}

  /// What the trees minimize.
  public enum Objective: String, Sendable, Hashable, CaseIterable {
    case logistic
    case squaredError = "l2"
    /// The quantile loss of the median.
    case quantile
    /// The Tweedie deviance with a variance power of 1.5.
    case tweedie
  }
}
