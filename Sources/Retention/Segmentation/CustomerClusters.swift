package import Learning
package import Numerics

/// Clusters of customers at the scoring snapshot, before they have names.
package struct CustomerClusters: Sendable {
  /// Number of clusters.
  package let count: Int
  /// Every number that was tried.
  package let candidates: [SegmentationReport.Candidate]
  /// The one that was chosen.
  package let chosen: SegmentationReport.Candidate?
  /// Why, in half a sentence.
  package let reason: String
  package let model: Model
  package let standardizer: Standardizer
  package let features: [Feature]
  /// nil where the config asks for no resamples.
  package let stability: ClusterStability?
  /// Cluster of each row of the snapshot; 0 is the cluster with the largest mean revenue.
  package let labels: [Int32]
  /// Probability that the row belongs to its cluster; nil for clusters that a row is in or not.
  package let memberships: [Double]?
  /// Means of all 33 features, one row per cluster, in the order of `labels`.
  package let means: Matrix<Double>
  package let sizes: [Int]
  /// What sets each cluster apart, clusters × `features`: see `clusterDifferences`.
  package let differences: Matrix<Double>

  /// What was fitted; its clusters are numbered as they were found.
  package enum Model: Sendable {
    case centroids(KMeansModel)
    case mixture(GaussianMixtureModel)
  }

  /// Numbers the clusters by revenue, and describes them.
  ///
  /// - Parameters:
  ///   - points: rows × standardized features.
  ///   - labels: cluster of each row as found; each of `count` clusters has a row.
  ///   - chosen: nil for the candidate of `count` clusters.
  package init(
    of block: SnapshotFeatures, _ points: Matrix<Float>, labels found: [Int32], count: Int,
    candidates: [SegmentationReport.Candidate], chosen: SegmentationReport.Candidate? = nil, reason: String,
    model: Model, standardizer: Standardizer, features: [Feature], stability: ClusterStability?,
    memberships: [Double]? = nil, context: ExecutionContext
  ) throws(Cancelled) {
    let order = try Self.byRevenue(block, found, count, context)
    let labels = found.map { Int32(order[Int($0)]) }
    self.count = count
    self.candidates = candidates
    self.chosen = chosen ?? candidates.first { $0.k == count }
    self.reason = reason
    self.model = model
    self.standardizer = standardizer
    self.features = features
    self.stability = stability
    self.labels = labels
    self.memberships = memberships
    means = try Self.means(block, labels: labels, clusters: count, context)
    sizes = (0..<count).map { cluster in labels.count { Int($0) == cluster } }
    differences = try clusterDifferences(points, labels: labels, clusters: count, context: context)
  }
}

extension CustomerClusters {
  /// rows × chosen features; a null takes the median of its column.
  static func inputs(
    _ block: SnapshotFeatures, _ features: [Feature], _ context: ExecutionContext
  ) throws(Cancelled) -> Matrix<Float> {
    Matrix(
      columns: try context.map(features.count) { index in
        let column = block.column(features[index])
        let median = quantile(0.5, of: column.filter { !$0.isNaN }) ?? 0
        return column.map { Float($0.isNaN ? median : $0) }
      })
  }

  /// New number of each cluster: 0 for the largest mean revenue, ties by the old number.
  private static func byRevenue(
    _ block: SnapshotFeatures, _ labels: [Int32], _ count: Int, _ context: ExecutionContext
  ) throws(Cancelled) -> [Int] {
    let means = try means(block, labels: labels, clusters: count, context)
    let revenue = means.column(Feature.monetaryTotal.rawValue)
    let ranked = revenue.indices.sorted { (revenue[$1], $0) < (revenue[$0], $1) }
    var numbers = [Int](repeating: 0, count: count)
    for (number, cluster) in ranked.enumerated() { numbers[cluster] = number }
    return numbers
  }

  /// Means over the known values of each feature; NaN where a cluster has none.
  private static func means(
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
