public import Numerics

/// Mean silhouette of a clustering (Rousseeuw 1987): how much nearer points are to their own cluster than to the next.
public struct SilhouetteReport: Sendable, Hashable, Codable {
  /// In −1...1.
  public let mean: Double
  /// Of `mean`, for a sample; 0 when it is exact.
  public let standardError: Double
  /// Points that were compared with each other.
  public let sampled: Int
  /// Whether all points were.
  public let isExact: Bool
  /// Mean silhouette of each cluster's points; 0 for a cluster of one point or none.
  public let clusterMeans: [Double]
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
/// - Returns: nil unless two clusters have points.
public func silhouette(
  _ points: Matrix<Float>, labels: [Int32], clusters: Int, sampleLimit: Int = 20_000, seed: UInt64 = 0,
  parallelism: Parallelism
) -> SilhouetteReport? {
  precondition(labels.count == points.rows, "one label a point")
  var members = [[Int]](repeating: [], count: clusters)
  for (row, label) in labels.enumerated() { members[Int(label)].append(row) }
  guard members.lazy.filter({ !$0.isEmpty }).count >= 2 else { return nil }
  let isExact = points.rows <= sampleLimit
  let sample = isExact ? members : stratifiedSample(of: members, limit: sampleLimit, seed: seed)
  let kernel = SilhouetteKernel(points, sample)
  let values = kernel.silhouettes(parallelism: parallelism)
  return SilhouetteReport(values, sample: sample, members: members, isExact: isExact)
}

extension SilhouetteReport {
  /// - Parameter values: silhouettes of the sample's points, cluster by cluster.
  fileprivate init(_ values: [Double], sample: [[Int]], members: [[Int]], isExact: Bool) {
    let total = Double(members.reduce(0) { $0 + $1.count })
    var (mean, variance, first) = (0.0, 0.0, 0)
    var clusterMeans: [Double] = []
    for (drawn, all) in zip(sample, members) {
      let part = values[first..<first + drawn.count]
      first += drawn.count
      let count = Double(part.count)
      let clusterMean = part.isEmpty ? 0 : part.reduce(0, +) / count
      clusterMeans.append(clusterMean)
      let share = Double(all.count) / total
      mean += share * clusterMean
      if drawn.count > 1, drawn.count < all.count {
        let squares = part.reduce(0) { $0 + ($1 - clusterMean) * ($1 - clusterMean) }
        variance += share * share * squares / (count - 1) / count * (1 - count / Double(all.count))
      }
    }
    self.init(
      mean: mean, standardError: variance.squareRoot(), sampled: values.count, isExact: isExact,
      clusterMeans: clusterMeans)
  }
}

/// About `limit` rows, each cluster by its share but at least 50, without replacement, in the order of rows.
private func stratifiedSample(of members: [[Int]], limit: Int, seed: UInt64) -> [[Int]] {
  let total = members.reduce(0) { $0 + $1.count }
  return members.enumerated().map { cluster, rows in
    var wanted = min(rows.count, max(50, limit * rows.count / total))
    var generator = PhiloxGenerator(seed: seed, stream: UInt64(cluster))
    // Selection sampling (Knuth, algorithm S).
    return rows.enumerated().filter { position, _ in
      guard generator.index(below: rows.count - position) < wanted else { return false }
      wanted -= 1
      return true
    }.map(\.element)
  }
}
