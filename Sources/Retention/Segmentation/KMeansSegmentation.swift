package import Learning
package import Numerics

/// Clusters of customers at the scoring snapshot, before they have names.
package struct CustomerClusters: Sendable {
  package let report: ClusterCountReport
  package let standardizer: Standardizer
  package let features: [Feature]
  /// nil where the config asks for no resamples.
  package let stability: ClusterStability?
  /// Cluster of each row of the snapshot; 0 is the cluster with the largest mean revenue.
  package let labels: [Int32]
  /// Means of all 33 features, one row per cluster, in the order of `labels`.
  package let means: Matrix<Double>
  package let sizes: [Int]
  /// What sets each cluster apart, clusters × `features`: see `clusterDifferences`.
  package let differences: Matrix<Double>

  package var candidate: ClusterCountCandidate? { report.candidates.first { $0.clusters == report.chosen } }
}

/// Groups the customers of one snapshot by K-Means.
package struct KMeansSegmentation: SegmentationLearner {
  let settings: SegmentationSettings
  let features: [Feature]
  let seed: UInt64

  package init(settings: SegmentationSettings, features: [Feature], seed: UInt64) {
    self.settings = settings
    self.features = features
    self.seed = seed
  }

  /// - Throws: `Cancelled`, or `KMeansError` where the customers cannot fill the clusters.
  package func clusters(of block: SnapshotFeatures, context: ExecutionContext) throws -> CustomerClusters {
    let points = try inputs(block, context)
    let standardizer = try Standardizer(
      fitting: points, transform: settings.transform, context: context)
    let standardized = try standardizer.transform(points, context: context)
    let report = try search.run(standardized, context: context)
    let stability = try stability(of: report.model, standardized, context)
    let order = try Self.byRevenue(block, report.model, context)
    let labels = report.model.labels.map { Int32(order[Int($0)]) }
    return CustomerClusters(
      report: report, standardizer: standardizer, features: features, stability: stability, labels: labels,
      means: try Self.means(block, labels: labels, clusters: report.chosen, context),
      sizes: (0..<report.chosen).map { cluster in labels.count { Int($0) == cluster } },
      differences: try clusterDifferences(standardized, labels: labels, clusters: report.chosen, context: context))
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
    of model: KMeansModel, _ points: Matrix<Float>, _ context: ExecutionContext
  ) throws -> ClusterStability? {
    guard settings.bootstrapSamples > 0 else { return nil }
    // A refit needs fewer starts: it is compared, not kept.
    var refit = kMeans(clusters: model.clusters)
    refit.restarts = min(3, settings.nInit)
    return try bootstrapStability(
      of: model.labels, points, refitting: KMeansLearner(refit.validated()), resamples: settings.bootstrapSamples,
      seed: seed, context: context)
  }

  /// rows × chosen features; a null takes the median of its column.
  private func inputs(_ block: SnapshotFeatures, _ context: ExecutionContext) throws(Cancelled) -> Matrix<Float> {
    Matrix(
      columns: try context.map(features.count) { index in
        let column = block.column(features[index])
        let median = quantile(0.5, of: column.filter { !$0.isNaN }) ?? 0
        return column.map { Float($0.isNaN ? median : $0) }
      })
  }

  /// New number of each cluster: 0 for the largest mean revenue, ties by the old number.
  private static func byRevenue(
    _ block: SnapshotFeatures, _ model: KMeansModel, _ context: ExecutionContext
  ) throws(Cancelled) -> [Int] {
    let means = try means(block, labels: model.labels, clusters: model.clusters, context)
    let revenue = means.column(Feature.monetaryTotal.rawValue)
    let ranked = revenue.indices.sorted { (revenue[$1], $0) < (revenue[$0], $1) }
    var numbers = [Int](repeating: 0, count: model.clusters)
    for (number, cluster) in ranked.enumerated() { numbers[cluster] = number }
    return numbers
  }

  /// Means over the known values of each feature; NaN where a cluster has none.
  static func means(
    _ block: SnapshotFeatures, labels: [Int32], clusters: Int, _ context: ExecutionContext
  ) throws(Cancelled) -> Matrix<Double> {
    let columns = try context.map(Feature.count) { feature in
      var (sums, counts) = ([Double](repeating: 0, count: clusters), [Int](repeating: 0, count: clusters))
      block.values.withColumn(feature) { values in
        for (row, value) in values.enumerated() where !value.isNaN {
          sums[Int(labels[row])] += value
          counts[Int(labels[row])] += 1
        }
      }
      return zip(sums, counts).map { $1 > 0 ? $0 / Double($1) : .nan }
    }
    return Matrix(columns: columns)
  }
}
