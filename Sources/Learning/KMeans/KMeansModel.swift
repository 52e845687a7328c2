public import Numerics

/// Centroids found by K-Means, and what is known of the points they were fitted to.
public struct KMeansModel: Sendable, Equatable {
  /// Clusters × features.
  public let centroids: Matrix<Float>
  /// Sum of squared distances of the points to their centroids.
  public let inertia: Double
  /// Iterations of the start that was kept.
  public let iterations: Int
  /// Whether the start that was kept ended before `maxIterations`.
  public let converged: Bool
  /// Points in each cluster; 0 can only be where the iterations ran out, or with mini-batches.
  public let sizes: [Int]
  /// Cluster of each point.
  public let labels: [Int32]
}

extension KMeansModel {
  /// Labels, sizes and inertia that belong to `centroids`.
  init(
    of points: Matrix<Float>, _ centroids: Matrix<Float>, iterations: Int, converged: Bool, parallelism: Parallelism
  ) {
    let (labels, inertia) = nearestCentroids(points, centroids, parallelism: parallelism)
    var sizes = [Int](repeating: 0, count: centroids.rows)
    for label in labels { sizes[Int(label)] += 1 }
    self.init(
      centroids: centroids, inertia: inertia, iterations: iterations, converged: converged, sizes: sizes,
      labels: labels)
  }

  public var clusters: Int { centroids.rows }

  /// The cluster whose centroid is nearest to each point; of equally near ones the first.
  ///
  /// - Parameter points: rows × features, finite, in the order of the fit.
  public func assign(_ points: Matrix<Float>, parallelism: Parallelism = .serial) -> [Int32] {
    precondition(points.columns == centroids.columns, "points with another number of features than the centroids")
    return nearestCentroids(points, centroids, parallelism: parallelism).labels
  }
}

/// Labels and inertia of points under centroids.
func nearestCentroids(
  _ points: Matrix<Float>, _ centroids: Matrix<Float>, parallelism: Parallelism
) -> (labels: [Int32], inertia: Double) {
  let kernel = KMeansKernel(centroids)
  var labels = [Int32](repeating: 0, count: points.rows)
  let parts = labels.withUnsafeMutableBufferPointer { labels in
    nonisolated(unsafe) let labels = labels.baseAddress
    return parallelism.mapChunks(of: points.rows, chunkSize: KMeansKernel.chunkRows) { rows in
      points.elements.withUnsafeBufferPointer { kernel.label(rows, of: $0, labels: labels!) }
    }
  }
  return (labels, parts.reduce(0, +))
}
