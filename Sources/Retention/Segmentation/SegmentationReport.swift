import Learning

/// How customers were grouped: `segmentation` of `metrics.json`.
public struct SegmentationReport: StageReport, Hashable {
  public static let key = "segmentation"

  /// Number of clusters.
  public let k: Int
  /// Mean silhouette, −1...1.
  @Nullable public var silhouette: Double?
  @Nullable public var daviesBouldin: Double?
  @Nullable public var inertia: Double?
  /// Mean adjusted Rand index with the clusters of resampled customers.
  @Nullable public var stabilityARI: Double?
  /// Customers.
  public let n: Int
  /// Every number of clusters that was tried, ascending.
  public let candidates: [Candidate]
  /// Why `k`, in half a sentence.
  public let reason: String
  /// Name of the naming plugin.
  public let naming: String

  public struct Candidate: Sendable, Hashable, Codable {
    public let k: Int
    @Nullable public var silhouette: Double?
    /// Of a silhouette on a sample.
    @Nullable public var silhouetteStandardError: Double?
    @Nullable public var daviesBouldin: Double?
    @Nullable public var inertia: Double?
    /// Share of the customers in the smallest cluster.
    @Nullable public var smallestShare: Double?
    public let elbow: Bool
    /// Whether it could be chosen.
    public let eligible: Bool

    enum CodingKeys: String, CodingKey {
      case k, silhouette
      case silhouetteStandardError = "silhouette_standard_error"
      case daviesBouldin = "davies_bouldin"
      case inertia
      case smallestShare = "smallest_share"
      case elbow, eligible
    }
  }

  enum CodingKeys: String, CodingKey {
    case k, silhouette
    case daviesBouldin = "davies_bouldin"
    case inertia
    case stabilityARI = "stability_ari"
    case n, candidates, reason, naming
  }
}

extension SegmentationReport {
  /// - Parameter naming: name of the naming plugin.
  public init(_ clusters: CustomerClusters, naming: String) {
    let chosen = clusters.candidate
    k = clusters.report.chosen
    silhouette = chosen?.silhouette?.mean
    daviesBouldin = chosen?.daviesBouldin
    inertia = chosen?.inertia
    stabilityARI = clusters.stability?.meanAdjustedRand
    n = clusters.labels.count
    candidates = clusters.report.candidates.map(Candidate.init)
    reason = clusters.report.reason.explanation(chosen: clusters.report.chosen)
    self.naming = naming
  }
}

extension SegmentationReport.Candidate {
  init(_ candidate: ClusterCountCandidate) {
    k = candidate.clusters
    silhouette = candidate.silhouette?.mean
    silhouetteStandardError = candidate.silhouette?.standardError
    daviesBouldin = candidate.daviesBouldin
    inertia = candidate.inertia
    smallestShare = candidate.smallestShare
    elbow = candidate.isElbow
    eligible = candidate.isEligible
  }
}
