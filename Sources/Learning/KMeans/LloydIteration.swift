import Numerics

/// Lloyd's algorithm (1982) from one start.
///
/// Only points that change their cluster touch the sums, so late iterations cost little more than the distances. What
/// that adds up to in rounding is some 10⁻¹⁶ of a sum for each change, far below the centroids' `Float`.
struct LloydIteration {
  let points: Matrix<Float>
  let parallelism: Parallelism
  private(set) var centroids: Matrix<Float>
  private(set) var labels: [Int32]
  private(set) var sums: ClusterSums
  private(set) var iterations = 0
  private(set) var converged = false

  init(_ points: Matrix<Float>, from centroids: Matrix<Float>, parallelism: Parallelism) {
    self.points = points
    self.parallelism = parallelism
    self.centroids = centroids
    labels = [Int32](repeating: -1, count: points.rows)
    sums = ClusterSums(clusters: centroids.rows, features: points.columns)
  }
}

extension LloydIteration {
  /// Iterates until no point changes its cluster, the centroids together move by at most `shift` (squared), or
  /// `maxIterations`; ends with labels, sizes and inertia that belong to the final centroids.
  mutating func run(maxIterations: Int, shift: Double) -> KMeansModel {
    while iterations < maxIterations && !converged {
      iterations += 1
      let changes = reassign() + refillEmptyClusters()
      let moved = moveCentroids()
      converged = changes == 0 || moved <= shift
    }
    let (labels, inertia) = nearestCentroids(points, centroids, parallelism: parallelism)
    var sizes = [Int](repeating: 0, count: centroids.rows)
    for label in labels { sizes[Int(label)] += 1 }
    return KMeansModel(
      centroids: centroids, inertia: inertia, iterations: iterations, converged: converged, sizes: sizes,
      labels: labels)
  }

  /// One pass: nearest centroids, and the changes of the sums in the order of the chunks.
  private mutating func reassign() -> Int {
    let kernel = KMeansKernel(points, centroids)
    let empty = ClusterSums(clusters: centroids.rows, features: points.columns)
    let parts = labels.withUnsafeMutableBufferPointer { labels in
      nonisolated(unsafe) let labels = labels
      return parallelism.mapChunks(of: points.rows, chunkSize: KMeansKernel.chunkRows) { rows in
        var change = empty
        let summary = withUnsafeMutablePointer(to: &change) { kernel.assign(rows, labels: labels, sums: $0) }
        return (change, summary.changes)
      }
    }
    for (change, changes) in parts where changes > 0 { sums.add(change) }
    return parts.reduce(0) { $0 + $1.1 }
  }

  /// Gives each empty cluster the point that is farthest from the mean of its own cluster, the first of equals.
  private mutating func refillEmptyClusters() -> Int {
    var refilled = 0
    while let empty = sums.counts.firstIndex(of: 0) {
      let farthest = farthestPoint()
      points.elements.withUnsafeBufferPointer {
        sums.move(farthest, of: $0, rows: points.rows, from: labels[farthest], to: Int32(empty))
      }
      labels[farthest] = Int32(empty)
      refilled += 1
    }
    return refilled
  }

  /// Among points that do not have a cluster to themselves.
  private func farthestPoint() -> Int {
    var best = (distance: -1.0, row: 0)
    for row in 0..<points.rows where sums.counts[Int(labels[row])] > 1 {
      let cluster = Int(labels[row])
      var distance = 0.0
      for feature in 0..<points.columns {
        let mean = sums.sums[cluster * points.columns + feature] / Double(sums.counts[cluster])
        let difference = Double(points[row, feature]) - mean
        distance += difference * difference
      }
      if distance > best.distance { best = (distance, row) }
    }
    return best.row
  }

  /// Moves the centroids to the means of their points; the squared distances they moved, added up.
  private mutating func moveCentroids() -> Double {
    var moved = 0.0
    for cluster in 0..<centroids.rows {
      for feature in 0..<points.columns {
        let mean = Float(sums.sums[cluster * points.columns + feature] / Double(sums.counts[cluster]))
        let difference = Double(mean - centroids[cluster, feature])
        moved += difference * difference
        centroids[cluster, feature] = mean
      }
    }
    return moved
  }
}
