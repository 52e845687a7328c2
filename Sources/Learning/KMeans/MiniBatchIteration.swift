import Numerics

/// Mini-batch K-Means (Sculley 2010, "Web-scale k-means clustering") from one start.
///
/// A centroid is the mean of all points that batches have given it so far, which is Sculley's step of 1 / count for each.
struct MiniBatchIteration {
  let points: Matrix<Float>
  let size: Int
  let context: ExecutionContext
  private var generator: PhiloxGenerator
  private var centroids: Matrix<Float>
  private var sums: ClusterSums
  private var iterations = 0
  private var converged = false

  /// Batches without a fall of the smoothed inertia that end a start.
  private static let patience = 10
  /// Batches that the start is drawn from.
  private static let startBatches = 3

  /// - Throws: `Cancelled`, or `KMeansError.fewerDistinctPoints`.
  init(
    _ points: Matrix<Float>, _ settings: KMeansSettings, size: Int, restart: Int, context: ExecutionContext
  ) throws {
    (self.points, self.size, self.context) = (points, min(size, points.rows), context)
    generator = PhiloxGenerator(seed: settings.seed, stream: UInt64(restart) | 1 << 41)
    sums = ClusterSums(clusters: settings.clusters, features: points.columns)
    let wanted = self.size * Self.startBatches
    let sample = wanted < points.rows ? points.selectingRows(generator.rows(wanted, below: points.rows)) : points
    do {
      centroids = try Self.start(from: sample, settings, restart, context)
    } catch is KMeansError {
      // Enough points may differ, only not in the sample.
      centroids = try Self.start(from: points, settings, restart, context)
    }
  }

  private static func start(
    from points: Matrix<Float>, _ settings: KMeansSettings, _ restart: Int, _ context: ExecutionContext
  ) throws -> Matrix<Float> {
    var seeding = KMeansSeeding(points, seed: settings.seed, stream: UInt64(restart), context: context)
    return points.selectingRows(try seeding.run(clusters: settings.clusters))
  }
}

extension MiniBatchIteration {
  /// Iterates until the inertia of the batches no longer falls, the centroids together move by at most `shift`
  /// (squared), or `maxIterations`; ends with labels, sizes and inertia of all points.
  ///
  /// - Throws: `Cancelled`.
  mutating func run(maxIterations: Int, shift: Double) throws(Cancelled) -> KMeansModel {
    let smoothing = min(1, 2 * Double(size) / Double(points.rows + 1))
    var (smoothed, least, waited) = (Double.nan, Double.infinity, 0)
    while iterations < maxIterations && !converged {
      iterations += 1
      let (inertia, moved) = try step()
      smoothed = smoothed.isNaN ? inertia : smoothed + smoothing * (inertia - smoothed)
      waited = smoothed < least ? 0 : waited + 1
      least = min(least, smoothed)
      converged = waited >= Self.patience || moved <= shift
    }
    return try KMeansModel(
      of: points, centroids, iterations: iterations, converged: converged, context: context)
  }

  /// One batch: its inertia, and the squared distances by which the centroids moved, added up.
  private mutating func step() throws(Cancelled) -> (inertia: Double, moved: Double) {
    let batch = points.selectingRows(generator.rows(size, below: points.rows))
    let (labels, inertia) = try nearestCentroids(batch, centroids, context: context)
    batch.elements.withUnsafeBufferPointer { elements in
      for (row, label) in labels.enumerated() { sums.move(row, of: elements, rows: size, from: -1, to: label) }
    }
    var moved = 0.0
    for cluster in 0..<centroids.rows where sums.counts[cluster] > 0 {
      for feature in 0..<centroids.columns {
        let mean = sums.sums[cluster * centroids.columns + feature] / Double(sums.counts[cluster])
        let difference = mean - Double(centroids[cluster, feature])
        moved += difference * difference
        centroids[cluster, feature] = Float(mean)
      }
    }
    return (inertia, moved)
  }
}

extension PhiloxGenerator {
  /// `count` rows drawn with replacement, in ascending order, which memory likes better.
  fileprivate mutating func rows(_ count: Int, below limit: Int) -> [Int] {
    (0..<count).map { _ in index(below: limit) }.sorted()
  }
}
