/// What `bench` can measure.
package enum BenchmarkTask: String, Sendable, CaseIterable {
  /// Gradient-boosted trees: a fit and the prediction of the holdout.
  case gradientBoosting = "gbdt"
  /// K-Means: one start, to convergence.
  case kMeans = "kmeans"
  /// Logistic regression: a fit and the prediction of the holdout.
  case logistic
  /// Prediction by gradient-boosted trees, which are fitted first or read from a file.
  case prediction = "predict"
  /// The choice of the number of clusters: several starts for each, silhouettes included.
  case clusterCount = "auto-k"
}

extension BenchmarkTask {
  /// Whether its tables have a target besides the features.
  var needsTarget: Bool {
    switch self {
    case .gradientBoosting, .logistic, .prediction: true
    case .kMeans, .clusterCount: false
    }
  }
}
