package import Numerics

/// Mean silhouette of a clustering (Rousseeuw 1987): how much nearer points are to their own cluster than to the next.
package struct SilhouetteReport: Sendable, Hashable, Codable {
  /// In −1...1.
  package let mean: Double
  /// Of `mean`, for a sample, given the mean distances; 0 when it is exact. Those are of the sample too, and what they
  /// add (mostly where clusters do not part) is not in it.
  package let standardError: Double
  /// Points that were compared with each other.
  package let sampled: Int
  /// Whether all points were.
  package let isExact: Bool
  /// Mean silhouette of each cluster's points; 0 for a cluster of one point or none.
  package let clusterMeans: [Double]
}

/// Mean silhouette with Euclidean distances: exact for up to `sampleLimit` points, else of a sample stratified by cluster.
///
/// A uniform sample can miss a small cluster altogether, so each cluster gives its share of the sample and at least
/// 50 points (or all it has); the mean weighs clusters by their true sizes.
///
/// - Parameters:
///   - points: rows × features.
///   - labels: cluster of each row, in 0..<clusters.
///   - seed: of the sample.
/// - Throws: `Cancelled`.
/// - Returns: nil unless two clusters have points.
package func silhouette(
  _ points: Matrix<Float>, labels: [Int32], clusters: Int, sampleLimit: Int = 20_000, seed: UInt64 = 0,
  context: ExecutionContext
) throws -> SilhouetteReport? {
  try silhouettes(
    points, of: [Labeling(labels: labels, clusters: clusters)], sampleLimit: sampleLimit, seed: seed,
    context: context)[0]
}

/// Mean silhouettes of several clusterings of the same points, which share the distances between them.
///
/// Distances are added up by *cell*: the points that are in one cluster together under every clustering. A cluster is a
/// union of cells. Clusterings that divide the points into too many cells share distances in several groups.
///
/// - Throws: `Cancelled`.
/// - Returns: one report for each, as `silhouette` gives it.
package func silhouettes(
  _ points: Matrix<Float>, of labelings: [Labeling], sampleLimit: Int = 20_000, seed: UInt64 = 0,
  context: ExecutionContext
) throws -> [SilhouetteReport?] {
  precondition(labelings.allSatisfy { $0.labels.count == points.rows }, "one label per point")
  let cellLimit = min(points.rows, sampleLimit) / SilhouetteCells.leastMeanSize
  let groups = try SilhouetteCells.groups(of: labelings, cellLimit: cellLimit, context)
  return try groups.flatMap { cells in
    let sample = try cells.sample(limit: sampleLimit, seed: seed, context)
    let sums = try SilhouetteKernel(points, sample).values(cells, sample, context)
    return cells.labelings.indices.map { labeling in
      SilhouetteReport(sums.map { $0[labeling] }, cells: cells, sample: sample, labeling: labeling)
    }
  }
}

extension SilhouetteReport {
  /// - Parameter values: silhouettes of the sample's points, cell by cell.
  fileprivate init?(_ values: [Double], cells: SilhouetteCells, sample: [[Int]], labeling: Int) {
    let sizes = cells.clusterSizes[labeling]
    guard sizes.lazy.filter({ $0 > 0 }).count >= 2 else { return nil }
    let places = cells.clusterOfCell[labeling]
    var (sums, drawn) = ([Double](repeating: 0, count: sizes.count), [Int](repeating: 0, count: sizes.count))
    var first = 0
    for (cell, rows) in sample.enumerated() {
      let weight = cells.weight(of: cell, in: sample)
      sums[places[cell]] += weight * values[first..<first + rows.count].reduce(0, +)
      drawn[places[cell]] += rows.count
      first += rows.count
    }
    let means = zip(sums, sizes).map { $1 > 0 ? $0 / Double($1) : 0 }
    let total = Double(sizes.reduce(0, +))
    var variance = 0.0
    first = 0
    for (cell, rows) in sample.enumerated() {
      let (cluster, share) = (places[cell], cells.weight(of: cell, in: sample) / total)
      let count = Double(drawn[cluster])
      if drawn[cluster] > 1, drawn[cluster] < sizes[cluster] {
        let squares = values[first..<first + rows.count].reduce(0) { sum, value in
          sum + (value - means[cluster]) * (value - means[cluster])
        }
        variance += share * share * squares * count / (count - 1) * (1 - count / Double(sizes[cluster]))
      }
      first += rows.count
    }
    self.init(
      mean: sums.reduce(0, +) / total, standardError: variance.squareRoot(), sampled: values.count,
      isExact: values.count == Int(total), clusterMeans: means)
  }
}
