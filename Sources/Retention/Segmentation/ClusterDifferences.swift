package import Numerics

/// What sets a cluster apart from the other customers.
package struct ClusterDescription: Sendable, Hashable, Codable {
  /// Number of the cluster.
  package let cluster: Int
  package let customers: Int
  /// Name of its segment; nil where customers are named one by one.
  @Nullable package var segment: String?
  /// The features that differ most, the largest difference first.
  package let differences: [Difference]

  package struct Difference: Sendable, Hashable, Codable {
    package let feature: String
    /// Mean of the cluster less that of all other customers, in standard deviations of the transformed feature.
    package let spreads: Double
  }
}

/// Differences of clusters from the rest, clusters × features: the mean of a cluster less that of all other points, in
/// standard deviations over all points; 0 for a feature that does not vary or a cluster of all points.
///
/// - Parameters:
///   - points: rows × standardized features.
///   - labels: cluster of each row.
package func clusterDifferences(
  _ points: Matrix<Float>, labels: [Int32], clusters: Int, context: ExecutionContext
) throws(Cancelled) -> Matrix<Double> {
  let columns = try context.map(points.columns) { column in
    var (sums, counts) = ([Double](repeating: 0, count: clusters), [Int](repeating: 0, count: clusters))
    var (sum, squares) = (0.0, 0.0)
    points.withColumn(column) { values in
      for (row, value) in values.enumerated() {
        sums[Int(labels[row])] += Double(value)
        counts[Int(labels[row])] += 1
        sum += Double(value)
        squares += Double(value) * Double(value)
      }
    }
    let count = Double(labels.count)
    let spread = max(0, squares / count - (sum / count) * (sum / count)).squareRoot()
    return zip(sums, counts).map { own, size in
      let rest = count - Double(size)
      return size > 0 && rest > 0 && spread > 0 ? (own / Double(size) - (sum - own) / rest) / spread : 0
    }
  }
  return Matrix(columns: columns)
}

extension CustomerClusters {
  /// What sets each cluster apart, by its number.
  ///
  /// - Parameters:
  ///   - names: of the clusters; nil where customers are named one by one.
  ///   - limit: most features for each cluster.
  package func descriptions(names: [String]?, limit: Int = 3) -> [ClusterDescription] {
    sizes.indices.map { cluster in
      let ranked = features.indices.sorted {
        let (first, second) = (abs(differences[cluster, $0]), abs(differences[cluster, $1]))
        return (second, $0) < (first, $1)
      }
      return ClusterDescription(
        cluster: cluster, customers: sizes[cluster], segment: names?[cluster],
        differences: ranked.prefix(limit).map {
          .init(feature: features[$0].name, spreads: differences[cluster, $0])
        })
    }
  }
}
