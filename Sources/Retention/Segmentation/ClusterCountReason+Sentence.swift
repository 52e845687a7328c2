import Foundation
import Learning

extension ClusterCountReason {
  /// Why a number of clusters was chosen, in half a sentence.
  func sentence(chosen: Int) -> String {
    func decimals(_ value: Double) -> String { String(format: "%.3f", value) }
    return switch self {
    case .forced: "\(chosen) clusters, as the configuration asks for"
    case .largestWithinTolerance(let best, let bestClusters, let required):
      "the best silhouette is \(decimals(best)) at \(bestClusters) clusters; \(chosen) is the largest number with at "
        + "least \(decimals(required))"
    case .noneEligible(let best):
      "no number of clusters is both interpretable and free of tiny clusters, so the best silhouette "
        + "(\(decimals(best))) decided"
    }
  }
}
