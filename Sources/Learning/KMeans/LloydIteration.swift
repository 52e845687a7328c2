import Numerics

/// Lloyd's algorithm (1982) from one start, with bounds that skip points which cannot change their cluster.
///
/// Only points that change their cluster touch the sums. What that adds up to in rounding is some 10⁻¹⁶ of a sum for each
/// change, far below the centroids' `Float`. A pass finds what a pass over all points would find, see `AssignmentMemory`.
struct LloydIteration {
  let points: Matrix<Float>
  let context: ExecutionContext
  private(set) var centroids: Matrix<Float>
  private(set) var sums: ClusterSums
  private(set) var iterations = 0
  private(set) var converged = false
  private var arranged: ArrangedPoints
  /// See `AssignmentMemory`.
  private(set) var drift = 0.0
  /// What the last pass added to it.
  private(set) var lastStep = 0.0

  init(_ points: Matrix<Float>, from centroids: Matrix<Float>, context: ExecutionContext) {
    self.points = points
    self.context = context
    self.centroids = centroids
    arranged = ArrangedPoints(points)
    sums = ClusterSums(clusters: centroids.rows, features: points.columns)
  }
}

extension LloydIteration {
  /// Iterates until no point changes its cluster, the centroids together move by at most `shift` (squared), or
  /// `maxIterations`; ends with labels, sizes and inertia that belong to the final centroids.
  ///
  /// - Throws: `Cancelled`.
  mutating func run(maxIterations: Int, shift: Double) throws(Cancelled) -> KMeansModel {
    while iterations < maxIterations && !converged {
      iterations += 1
      let changes = try reassign() + refillEmptyClusters()
      let moved = moveCentroids()
      converged = changes == 0 || moved <= shift
      // Early, when most points are at rest, and again as limits change: after passes 2, 8, 32, …
      if !converged, iterations & (iterations - 1) == 0, !iterations.trailingZeroBitCount.isMultiple(of: 2) {
        try arranged.sort(drift: roundedDrift, step: Float(lastStep), context: context)
      }
    }
    return try KMeansModel(
      of: points, centroids, iterations: iterations, converged: converged, context: context)
  }

  /// The drift in single precision, rounded up: too much costs time only.
  private var roundedDrift: Float { Float(drift).nextUp }

  /// One pass: nearest centroids, and the changes of the sums in the order of the chunks.
  private mutating func reassign() throws(Cancelled) -> Int {
    let kernel = KMeansKernel(centroids)
    let none = Reassignment(sums: ClusterSums(clusters: centroids.rows, features: points.columns))
    let drift = roundedDrift
    let after = try arranged.reduce(into: Reassignment(sums: sums), context: context) { rows, points, memory in
      var change = none
      change.changes = kernel.reassign(rows, of: points, memory: memory, drift: drift, sums: &change.sums)
      return change
    }
    sums = after.sums
    return after.changes
  }

  /// Gives each empty cluster the point that is farthest from the mean of its own cluster, the first of equals.
  private mutating func refillEmptyClusters() throws(Cancelled) -> Int {
    var refilled = 0
    while let empty = sums.counts.firstIndex(of: 0) {
      try context.checkCancellation()
      arranged.move(farthestPoint(), to: Int32(empty), sums: &sums)
      refilled += 1
    }
    return refilled
  }

  /// Among points that do not have a cluster to themselves.
  private func farthestPoint() -> Int {
    var best = (distance: -1.0, row: 0)
    for row in 0..<points.rows where sums.counts[Int(arranged.labels[row])] > 1 {
      let cluster = Int(arranged.labels[row])
      var distance = 0.0
      for feature in 0..<points.columns {
        let mean = sums.sums[cluster * points.columns + feature] / Double(sums.counts[cluster])
        let difference = Double(arranged.elements[feature * points.rows + row]) - mean
        distance += difference * difference
      }
      if distance > best.distance { best = (distance, row) }
    }
    return best.row
  }

  /// Moves the centroids to the means of their points; the squared distances they moved, added up.
  private mutating func moveCentroids() -> Double {
    var moved = 0.0
    var greatest = (0.0, 0.0)
    for cluster in 0..<centroids.rows {
      var square = 0.0
      for feature in 0..<points.columns {
        let mean = Float(sums.sums[cluster * points.columns + feature] / Double(sums.counts[cluster]))
        let difference = Double(mean) - Double(centroids[cluster, feature])
        square += difference * difference
        centroids[cluster, feature] = mean
      }
      moved += square
      if square > greatest.0 { greatest = (square, greatest.0) } else { greatest.1 = max(greatest.1, square) }
    }
    lastStep = (greatest.0.squareRoot() + greatest.1.squareRoot()) * (1 + 0x1p-12)
    drift += lastStep
    return moved
  }
}

/// Sums of the clusters after a pass, or what a chunk of it changes.
private struct Reassignment: Mergeable {
  var sums: ClusterSums
  /// Points that changed their cluster.
  var changes = 0

  mutating func merge(_ other: Reassignment) {
    // Most chunks of late passes change nothing.
    guard other.changes > 0 else { return }
    sums.merge(other.sums)
    changes += other.changes
  }
}
