/// What `bench` can measure.
public enum BenchmarkTask: String, Sendable, CaseIterable {
  /// Gradient-boosted trees: a fit, and the prediction of the holdout.
  case gradientBoosting = "gbdt"
  /// K-Means: one start, to convergence.
  case kMeans = "kmeans"
  case logistic
  /// Prediction by gradient-boosted trees, learned before or read.
  case prediction = "predict"
  /// The choice of the number of clusters: several starts each, silhouettes included.
  case clusterCount = "auto-k"
}

extension BenchmarkTask {
  /// Whether its tables hold a target beside the features.
  var needsTarget: Bool {
    switch self {
    case .gradientBoosting, .logistic, .prediction: true
    case .kMeans, .clusterCount: false
    }
  }
}
