import Learning

/// How customers were grouped: `segmentation` of `metrics.json`.
package struct SegmentationReport: StageReport, Hashable {
  package static let key = "segmentation"

  /// Number of clusters; nil where there are too few customers for any, as in what follows.
  @Nullable package var k: Int?
  /// Mean silhouette, −1...1.
  @Nullable package var silhouette: Double?
  @Nullable package var daviesBouldin: Double?
  @Nullable package var inertia: Double?
  /// Mean adjusted Rand index with the clusters of resampled customers.
  @Nullable package var stabilityARI: Double?
  /// Customers that are scored.
  package let n: Int
  /// Every number of clusters that was tried, ascending.
  package let candidates: [Candidate]
  /// Why `k`, in half a sentence; nil without clusters.
  @Nullable package var reason: String?
  /// Name of the naming plugin.
  package let naming: String
  /// Customers with a segment, also those who are not scored.
  @Nullable package var customers: Int?
  /// Customers without an order in the window, who have a segment but no scores.
  @Nullable package var notScored: Int?
  /// The shop's limits, if customers are named by their history.
  @Nullable package var thresholds: RelativeThresholds?
  /// The segments in the order of the naming's rules, each in one sentence, also those of nobody.
  @Nullable package var definitions: [Definition]?
  /// What sets each cluster apart.
  @Nullable package var clusters: [ClusterDescription]?
  /// What the segments did on the test snapshot, if customers are named by their history.
  @Nullable package var outcomes: SegmentOutcomes?
  /// Since when customers are followed from segment to segment: a day, or the run that lines were added to.
  @Nullable package var migrationSince: String?
  /// Customers whose segment has changed since then.
  @Nullable package var moved: Int?

  package struct Definition: Sendable, Hashable, Codable {
    package let segment: String
    package let definition: String

    package init(segment: String, definition: String) {
      self.segment = segment
      self.definition = definition
    }
  }

  package struct Candidate: Sendable, Hashable, Codable {
    package let k: Int
    @Nullable package var silhouette: Double?
    /// Of a silhouette on a sample.
    @Nullable package var silhouetteStandardError: Double?
    @Nullable package var daviesBouldin: Double?
    @Nullable package var inertia: Double?
    /// Bayesian information criterion of a mixture.
    @Nullable package var bic: Double?
    /// Share of the customers in the smallest cluster.
    @Nullable package var smallestShare: Double?
    package let elbow: Bool
    /// Whether it could be chosen.
    package let eligible: Bool

    init(
      k: Int, silhouette: Double?, silhouetteStandardError: Double?, daviesBouldin: Double?, inertia: Double?,
      bic: Double? = nil, smallestShare: Double?, elbow: Bool, eligible: Bool
    ) {
      self.k = k
      self.elbow = elbow
      self.eligible = eligible
      self.silhouette = silhouette
      self.silhouetteStandardError = silhouetteStandardError
      self.daviesBouldin = daviesBouldin
      self.inertia = inertia
      self.bic = bic
      self.smallestShare = smallestShare
    }

    enum CodingKeys: String, CodingKey {
      case k, silhouette
      case silhouetteStandardError = "silhouette_standard_error"
      case daviesBouldin = "davies_bouldin"
      case inertia, bic
      case smallestShare = "smallest_share"
      case elbow, eligible
    }
  }

  enum CodingKeys: String, CodingKey {
    case k, silhouette
    case daviesBouldin = "davies_bouldin"
    case inertia
    case stabilityARI = "stability_ari"
    case n, candidates, reason, naming, customers
    case notScored = "not_scored"
    case thresholds, definitions, clusters, outcomes
    case migrationSince = "migration_since"
    case moved
  }
}

extension SegmentationReport {
  /// - Parameters:
  ///   - clusters: nil where there are none.
  ///   - scored: customers that are scored.
  ///   - naming: name of the naming plugin.
  package init(_ clusters: CustomerClusters?, scored: Int, naming: String) {
    let chosen = clusters?.chosen
    n = scored
    candidates = clusters?.candidates ?? []
    self.naming = naming
    k = clusters?.count
    silhouette = chosen?.silhouette
    daviesBouldin = chosen?.daviesBouldin
    inertia = chosen?.inertia
    stabilityARI = clusters?.stability?.meanAdjustedRand
    reason = clusters?.reason
  }
}

extension SegmentationReport.Candidate {
  init(_ candidate: ClusterCountCandidate) {
    self.init(
      k: candidate.clusters, silhouette: candidate.silhouette?.mean,
      silhouetteStandardError: candidate.silhouette?.standardError, daviesBouldin: candidate.daviesBouldin,
      inertia: candidate.inertia, smallestShare: candidate.smallestShare, elbow: candidate.isElbow,
      eligible: candidate.isEligible)
  }
}
