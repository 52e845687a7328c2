package import Learning
package import Settings

/// How customers are grouped and how the groups are named.
package struct SegmentationSettings: SettingsSection {
  package static let name = "segmentation"
  package static let summary = "How customers are grouped and how the groups are named."

  @Setting(
    "segmentation.algorithm", default: "kmeans", emptiness: .forbidden,
    "Segmentation plugin that groups the customers: kmeans, gaussian-mixture or one of your own.")
  package var algorithm: String

  /// At least one; each is named once.
  @Setting(
    "segmentation.features",
    default: [
      "rfm_recency_days", "rfm_frequency_count", "rfm_monetary_avg", "rfm_monetary_total", "engagement_score",
      "purchase_frequency_per_month", "days_since_first_purchase",
    ], emptiness: .forbidden,
    "Features that customers are compared by.")
  package var features: [String]

  @Setting(
    "segmentation.transform", default: .log1p,
    "What is done to each feature before it is standardised: nothing, log(1 + x), or its quantile rank.")
  package var transform: FeatureTransform

  @Setting(
    "segmentation.n_clusters", default: nil, unit: "segments", in: .between(2, 100),
    "Forces the number of clusters; null chooses it from k_min to k_max.")
  package var nClusters: Int?

  @Setting("segmentation.k_min", default: 3, unit: "segments", in: .between(2, 100), "Fewest clusters to try.")
  package var kMin: Int

  @Setting("segmentation.k_max", default: 8, unit: "segments", in: .between(2, 100), "Most clusters to try.")
  package var kMax: Int

  @Setting(
    "segmentation.k_interpretable", default: 6, unit: "segments", in: .between(2, 100),
    "Most clusters to choose; larger numbers are reported but not chosen.")
  package var kInterpretable: Int

  @Setting(
    "segmentation.k_tolerance", default: 0.1, unit: "share of the best silhouette", in: .from(0, below: 1),
    "The largest number of clusters whose silhouette falls short of the best by no more than this is chosen.")
  package var kTolerance: Double

  @Setting(
    "segmentation.min_cluster_share", default: 0.02, unit: "share of customers", in: .from(0, below: 0.5),
    "A number of clusters whose smallest cluster holds fewer customers than this is not chosen.")
  package var minClusterShare: Double

  @Setting(
    "segmentation.n_init", default: 10, unit: "starts", in: .between(1, 1000),
    "Random starts; the one with the smallest inertia is kept.")
  package var nInit: Int

  @Setting(
    "segmentation.batch_size", default: nil, unit: "customers", in: .between(1000, 1_000_000),
    "Customers that an iteration looks at, drawn at random, for millions of customers; null looks at all.")
  package var batchSize: Int?

  @Setting(
    "segmentation.max_iterations", default: 300, unit: "iterations", in: .atLeast(1),
    "Most iterations from one start.")
  package var maxIterations: Int

  @Setting(
    "segmentation.tolerance", default: 0, unit: "relative shift of the centroids", in: .from(0, below: 1),
    "Iterations end when the centroids shift by no more than this; 0 goes on until no customer changes cluster.")
  package var tolerance: Double

  @Setting(
    "segmentation.bootstrap_samples", default: 20, unit: "resamples", in: .between(0, 1000),
    "Resamples of the customers on which the clustering is repeated to see how stable it is; 0 leaves that out.")
  package var bootstrapSamples: Int

  @Setting(
    "segmentation.stability_floor", default: 0.6, unit: "adjusted Rand index", in: .share,
    "Below this mean agreement of the resamples the segments are reported as unstable.")
  package var stabilityFloor: Double

  @Setting(
    "segmentation.naming", default: "rfm-relative", emptiness: .forbidden,
    "Naming plugin that names the segments: rfm-relative, rfm-corrected, rfm-classic, value-thresholds or one of your own."
  )
  package var naming: String

  @Setting(
    "segmentation.relearn", default: false,
    """
    Whether a run that starts from another, or adds lines to it, learns the shop's limits of rfm-relative anew; else it \
    keeps those of the other run, so that customers change segment by what they do.
    """)
  package var relearn: Bool

  @Setting(
    "segmentation.migration_days", default: 90, unit: "days", in: .between(1, 3650),
    "How far back customers are followed from segment to segment, in a run that does not add lines to another.")
  package var migrationDays: Int

  @Setting(
    "segmentation.duplicate_names", default: .merge,
    "Clusters that get the same name: merge makes them one segment, number keeps them apart as `Name 1`, `Name 2`.")
  package var duplicateNames: DuplicateNames

  @Setting(
    "segmentation.silhouette.exact_limit", default: 20_000, unit: "customers", in: .between(100, 1_000_000),
    "Up to this many customers the silhouette is exact; above, it is estimated from as many, sampled by cluster.")
  package var silhouetteExactLimit: Int

  /// What happens to clusters of the same name.
  package enum DuplicateNames: String, SettingChoice {
    /// They become one segment.
    case merge
    /// They get numbers.
    case number
  }

  package init() {}

  package func check(_ configuration: Configuration) throws(SettingsError) {
    try configuration.require(kMin <= kMax, $kMin, "be at most", $kMax, "be at least")
    try configuration.require(kInterpretable >= kMin, $kInterpretable, "be at least", $kMin, "be at most")
    guard Set(features).count == features.count else {
      throw configuration.invalid($features, must: "name each feature once")
    }
  }
}

extension FeatureTransform: SettingChoice {}

extension SegmentationSettings {
  /// The smallest number of clusters that is tried.
  package var fewestClusters: Int { nClusters ?? kMin }
}
