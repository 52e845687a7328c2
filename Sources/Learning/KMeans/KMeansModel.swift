package import Numerics

/// Centroids found by K-Means, and what is known of the points they were fitted to.
package struct KMeansModel: Sendable, Equatable {
  /// Clusters × features.
  package let centroids: Matrix<Float>
  /// Sum of squared distances of the points to their centroids.
  package let inertia: Double
  /// Iterations of the start that was kept.
  package let iterations: Int
  /// Whether the start that was kept ended before `maxIterations`.
  package let converged: Bool
  /// Points in each cluster; 0 can only be where the iterations ran out, or with mini-batches.
  package let sizes: [Int]
  /// Cluster of each point.
  package let labels: [Int32]
}

extension KMeansModel {
  /// Labels, sizes and inertia that belong to `centroids`.
  init(
    of points: Matrix<Float>, _ centroids: Matrix<Float>, iterations: Int, converged: Bool, context: ExecutionContext
  ) throws(Cancelled) {
    let (labels, inertia) = try nearestCentroids(points, centroids, context: context)
    var sizes = [Int](repeating: 0, count: centroids.rows)
    for label in labels { sizes[Int(label)] += 1 }
    self.init(
      centroids: centroids, inertia: inertia, iterations: iterations, converged: converged, sizes: sizes,
      labels: labels)
  }

  package var clusters: Int { centroids.rows }
}

extension KMeansModel: Predictor {
  /// The cluster whose centroid is nearest to each point; of equally near ones the first.
  ///
  /// - Parameter points: rows × features, finite, in the order of the fit.
  package func predict(_ points: Matrix<Float>, context: ExecutionContext) throws(Cancelled) -> [Int32] {
    precondition(points.columns == centroids.columns, "points with another number of features than the centroids")
    return try nearestCentroids(points, centroids, context: context).labels
  }
}

/// Labels and inertia of points under centroids.
func nearestCentroids(
  _ points: Matrix<Float>, _ centroids: Matrix<Float>, context: ExecutionContext
) throws(Cancelled) -> (labels: [Int32], inertia: Double) {
  let kernel = KMeansKernel(centroids)
  var labels = [Int32](repeating: 0, count: points.rows)
  let inertia = try labels.withUnsafeMutableBufferPointer { labels throws(Cancelled) in
    nonisolated(unsafe) let labels = labels.baseAddress
    return try context.reduce(of: points.rows, chunkSize: KMeansKernel.rowsPerChunk, into: Total(0)) { rows in
      Total(points.elements.withUnsafeBufferPointer { kernel.label(rows, of: $0, labels: labels!) })
    }
  }
  return (labels, inertia.value)
}
