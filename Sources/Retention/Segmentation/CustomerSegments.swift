public import Learning
public import Numerics

/// Clusters of customers at the scoring snapshot, before they have names.
public struct CustomerClusters: Sendable {
  public let report: ClusterCountReport
  public let standardizer: Standardizer
  public let features: [Feature]
  /// nil where the config asks for no resamples.
  public let stability: ClusterStability?
  /// Cluster of each row of the snapshot; 0 is the cluster with the largest mean revenue.
  public let labels: [Int32]
  /// Means of all 33 features, a row a cluster, in the order of `labels`.
  public let means: Matrix<Double>
  public let sizes: [Int]

  public var candidate: ClusterCountCandidate? { report.candidates.first { $0.clusters == report.chosen } }
}

/// Groups the customers of one snapshot by K-Means.
public struct SegmentationStage: Sendable {
  let settings: SegmentationSettings
  let features: [Feature]
  let seed: UInt64

  public init(settings: SegmentationSettings, features: [Feature], seed: UInt64) {
    self.settings = settings
    self.features = features
    self.seed = seed
  }

  /// - Throws: `KMeansError` where the customers cannot fill the clusters.
  public func clusters(of block: SnapshotFeatures, parallelism: Parallelism) throws(KMeansError) -> CustomerClusters {
    let points = inputs(block)
    let standardizer = try Standardizer(
      fitting: points, transform: settings.transform, parallelism: parallelism)
    let standardized = standardizer.transform(points, parallelism: parallelism)
    let report = try search.run(standardized, parallelism: parallelism)
    let stability = try stability(of: report.model, standardized, parallelism: parallelism)
    let order = Self.byRevenue(block, report.model)
    let labels = report.model.labels.map { Int32(order[Int($0)]) }
    return CustomerClusters(
      report: report, standardizer: standardizer, features: features, stability: stability, labels: labels,
      means: Self.means(block, labels: labels, clusters: report.chosen),
      sizes: (0..<report.chosen).map { cluster in labels.count { Int($0) == cluster } })
  }

  private var search: ClusterCountSearch {
    ClusterCountSearch(
      candidates: settings.kMin...settings.kMax, choice: settings.nClusters.map { .forced($0) } ?? .search,
      interpretable: settings.kInterpretable, tolerance: settings.kTolerance, smallestShare: settings.minClusterShare,
      settings: kMeans(clusters: settings.kMin), silhouetteSampleLimit: settings.silhouetteExactLimit)
  }

  private func kMeans(clusters: Int) -> KMeansSettings {
    KMeansSettings(
      clusters: clusters, restarts: settings.nInit, maxIterations: settings.maxIterations,
      tolerance: settings.tolerance, seed: seed,
      algorithm: settings.batchSize.map { .miniBatch(size: $0) } ?? .lloyd)
  }

  private func stability(
    of model: KMeansModel, _ points: Matrix<Float>, parallelism: Parallelism
  ) throws(KMeansError) -> ClusterStability? {
    guard settings.bootstrapSamples > 0 else { return nil }
    // A refit needs fewer starts: it is compared, not kept.
    var refit = kMeans(clusters: model.clusters)
    refit.restarts = min(3, settings.nInit)
    return bootstrapStability(
      of: model, points, settings: try refit.validated(), resamples: settings.bootstrapSamples, parallelism: parallelism
    )
  }

  /// rows × chosen features; a null takes the median of its column.
  private func inputs(_ block: SnapshotFeatures) -> Matrix<Float> {
    Matrix(
      columns: features.map { feature in
        let column = block.column(feature)
        let median = quantile(0.5, of: column.filter { !$0.isNaN }) ?? 0
        return column.map { Float($0.isNaN ? median : $0) }
      })
  }

  /// New number of each cluster: 0 for the largest mean revenue, ties by the old number.
  private static func byRevenue(_ block: SnapshotFeatures, _ model: KMeansModel) -> [Int] {
    let means = means(block, labels: model.labels, clusters: model.clusters)
    let revenue = means.column(Feature.monetaryTotal.rawValue)
    let ranked = revenue.indices.sorted { (revenue[$1], $0) < (revenue[$0], $1) }
    var numbers = [Int](repeating: 0, count: model.clusters)
    for (number, cluster) in ranked.enumerated() { numbers[cluster] = number }
    return numbers
  }

  /// Means over the known values of each feature; NaN where a cluster has none.
  static func means(_ block: SnapshotFeatures, labels: [Int32], clusters: Int) -> Matrix<Double> {
    var means = Matrix<Double>(rows: clusters, columns: Feature.count)
    for feature in 0..<Feature.count {
      var (sums, counts) = ([Double](repeating: 0, count: clusters), [Int](repeating: 0, count: clusters))
      block.values.withColumn(feature) { values in
        for (row, value) in values.enumerated() where !value.isNaN {
          sums[Int(labels[row])] += value
          counts[Int(labels[row])] += 1
        }
      }
      for cluster in 0..<clusters {
        means[cluster, feature] = counts[cluster] > 0 ? sums[cluster] / Double(counts[cluster]) : .nan
      }
    }
    return means
  }
}
