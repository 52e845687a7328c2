package import Learning
import Text

extension ClusterCountReason {
  /// Why this many clusters, as a sentence without a full stop.
  ///
  /// - Parameter chosen: the number of clusters.
  package func explanation(chosen: Int) -> String {
    switch self {
    case .forced: "\(chosen) clusters, as the configuration asks for"
    case .largestWithinTolerance(let best, let bestClusters, let required):
      "the best silhouette is \(decimal(best, places: 3)) at \(bestClusters) clusters; \(chosen) is the largest number with "
        + "at least \(decimal(required, places: 3))"
    case .noneEligible(let best):
      "no number of clusters is both interpretable and free of tiny clusters, so the best silhouette "
        + "(\(decimal(best, places: 3))) decided"
    }
  }
}

private func threeDecimals(_ value: Double) -> String { rounded(value, 3) }
