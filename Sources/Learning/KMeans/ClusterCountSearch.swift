/// Chooses the number of clusters: fits every candidate, scores each, and takes the largest one that is about as good as
/// the best.
///
/// More segments are more informative. So among candidates that a person can still tell apart (`interpretable`), and
/// whose smallest cluster is large enough to matter (`smallestShare`), the largest is chosen whose silhouette is within
/// `tolerance` of the best.
public struct ClusterCountSearch: Sendable, Hashable {
  /// Numbers of clusters that are fitted and scored.
  public var candidates: ClosedRange<Int>
  public var choice: Choice
  /// Larger candidates are reported but never chosen.
  public var interpretable: Int
  /// Share of the best silhouette that may be given up for more clusters.
  public var tolerance: Double
  /// Least share of the points that a cluster must hold.
  public var smallestShare: Double
  /// Of each fit; its `clusters` is not used.
  public var settings: KMeansSettings
  /// Points up to which the silhouette is exact.
  public var silhouetteSampleLimit: Int

  /// Whether the scores decide.
  public enum Choice: Sendable, Hashable {
    case search
    /// This number, whatever the scores say; the candidates are still reported.
    case forced(Int)
  }

  public init(
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
public struct ClusterCountCandidate: Sendable, Hashable, Codable {
  public let clusters: Int
  /// Sum of squared distances of the points to their centroids.
  public let inertia: Double
  /// nil for a single cluster.
  public let silhouette: SilhouetteReport?
  /// nil for a single cluster.
  public let daviesBouldin: Double?
  /// Share of the points in the smallest cluster.
  public let smallestShare: Double
  /// Whether the curve of inertia bends most here.
  public let isElbow: Bool
  /// Whether the rule could choose it.
  public let isEligible: Bool
}

/// Why a number of clusters was chosen.
public enum ClusterCountReason: Sendable, Hashable, Codable {
  case forced
  /// Largest eligible candidate with a silhouette of at least `required`, which is the best one less the tolerance.
  case largestWithinTolerance(best: Double, bestClusters: Int, required: Double)
  /// No candidate is small enough and has a smallest cluster large enough; so the best silhouette of all decided.
  case noneEligible(best: Double)
}

/// All candidates, the number chosen among them, and the fit with that number.
public struct ClusterCountReport: Sendable {
  /// In the order of their numbers of clusters.
  public let candidates: [ClusterCountCandidate]
  /// Number of clusters of `model`.
  public let chosen: Int
  public let reason: ClusterCountReason
  /// The fit with the chosen number.
  public let model: KMeansModel
  /// Candidates that the points cannot fill, having fewer distinct ones.
  public let infeasible: [Int]
}
