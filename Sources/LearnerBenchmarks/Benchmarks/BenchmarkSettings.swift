public import Foundation

/// What a benchmark does; the defaults are those of the published figures.
public struct BenchmarkSettings: Sendable, Hashable {
  /// Column that the trees and the regression learn; never a feature.
  public var target = "label"
  /// Last rows of the table, which are kept from the fit and scored.
  public var holdoutRows = 0
  /// Fits, or predictions, each of which is reported.
  public var runs = 1
  public var threads = 1
  public var seed: UInt64 = 42

  // Gradient boosting
  public var trees = 100
  public var leaves = 31
  public var bins = 255
  public var learningRate = 0.1
  /// What the trees minimise; nil takes the logistic loss for a target of 0 and 1 alone, else the squared error.
  public var objective: Objective?
  /// Names of columns that hold categories as whole numbers.
  public var categorical: [String] = []
  /// A model in LightGBM's text format to predict with; nil fits one first.
  public var modelToLoad: URL?
  /// Where the model goes, in LightGBM's text format.
  public var modelToSave: URL?
  /// Where the model goes as ONNX.
  public var onnxToSave: URL?
  /// Parquet file for the contributions of each feature to the raw scores of the holdout.
  public var contributions: URL?

  // K-Means
  public var clusters = 8
  /// Candidates of the search for a number of clusters.
  public var candidates = 3...8
  public var restarts = 10
  public var maxIterations = 1000
  /// Parquet file of clusters × features to start from; nil starts by k-means++.
  public var start: URL?

  // Logistic regression
  /// Strength of the ridge on the coefficients as they are, of the summed loss.
  public var ridge = 1.0
  /// Largest element of the mean gradient at the end.
  public var tolerance = 1e-6

  /// Parquet file for the predictions of the holdout, or for the clusters of the rows.
  public var predictions: URL?

  public init() {}

  public enum Objective: String, Sendable, Hashable, CaseIterable {
    case logistic
    case squaredError = "l2"
    /// The median.
    case quantile
    /// With a variance power of 1.5.
    case tweedie
  }
}
