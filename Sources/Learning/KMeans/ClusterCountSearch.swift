/// Chooses the number of clusters: fits every candidate, scores each, and takes the largest one that is about as good as
/// the best.
///
/// More segments are more informative. So among candidates that a person can still tell apart (`interpretable`), and
/// whose smallest cluster is large enough to matter (`smallestShare`), the largest is chosen whose silhouette is within
/// `tolerance` of the best.
package struct ClusterCountSearch: Sendable, Hashable {
  /// Numbers of clusters that are fitted and scored.
  package var candidates: ClosedRange<Int>
  package var choice: Choice
  /// Larger candidates are reported but never chosen.
  package var interpretable: Int
  /// Share of the best silhouette that may be given up for more clusters.
  package var tolerance: Double
  /// Least share of the points that a cluster must hold.
  package var smallestShare: Double
  /// Of each fit; its `clusters` is not used.
  package var settings: KMeansSettings
  /// Points up to which the silhouette is exact.
  package var silhouetteSampleLimit: Int

  /// Whether the scores decide.
  package enum Choice: Sendable, Hashable {
    case search
    /// This number, whatever the scores say; the candidates are still reported.
    case forced(Int)
  }

  package init(
    candidates: ClosedRange<Int> = 3...8, choice: Choice = .search, interpretable: Int = 6, tolerance: Double = 0.1,
    smallestShare: Double = 0.02, settings: KMeansSettings = KMeansSettings(clusters: 1),
    silhouetteSampleLimit: Int = 20_000
  ) {
    self.candidates = candidates
    self.choice = choice
    self.interpretable = interpretable
    self.tolerance = tolerance
    self.smallestShare = smallestShare
    self.settings = settings
    self.silhouetteSampleLimit = silhouetteSampleLimit
  }
}

/// One number of clusters, scored.
package struct ClusterCountCandidate: Sendable, Hashable, Codable {
  package let clusters: Int
  /// Sum of squared distances of the points to their centroids.
  package let inertia: Double
  /// nil for a single cluster.
  package let silhouette: SilhouetteReport?
  /// nil for a single cluster.
  package let daviesBouldin: Double?
  /// Share of the points in the smallest cluster.
  package let smallestShare: Double
  /// Whether the curve of inertia bends most here.
  package let isElbow: Bool
  /// Whether the rule could choose it.
  package let isEligible: Bool
}

/// Why a number of clusters was chosen.
package enum ClusterCountReason: Sendable, Hashable, Codable {
  case forced
  /// Largest eligible candidate with a silhouette of at least `required`, which is the best one less the tolerance.
  case largestWithinTolerance(best: Double, bestClusters: Int, required: Double)
  /// No candidate is small enough and has a smallest cluster large enough; so the best silhouette of all decided.
  case noneEligible(best: Double)
}

/// All candidates, the number chosen among them, and the fit with that number.
package struct ClusterCountReport: Sendable {
  /// In the order of their numbers of clusters.
  package let candidates: [ClusterCountCandidate]
  /// Number of clusters of `model`.
  package let chosen: Int
  package let reason: ClusterCountReason
  /// The fit with the chosen number.
  package let model: KMeansModel
  /// Candidates that the points cannot fill, having fewer distinct ones.
  package let infeasible: [Int]
}
