import Learning
import Numerics
import Testing

@Suite("Cluster metrics") struct ClusterMetricsTests {
  private let pairs = Matrix<Float>(columns: [[0, 1, 10, 11]])

  @Test("silhouette and Davies–Bouldin of two pairs are the published values")
  func knownAnswers() throws {
    let report = try #require(try silhouette(pairs, labels: [0, 0, 1, 1], clusters: 2, context: .serial))
    #expect(abs(report.mean - 0.899749) < 1e-6)
    #expect(report.isExact && report.standardError == 0 && report.sampled == 4)
    let index = try #require(try daviesBouldin(pairs, labels: [0, 0, 1, 1], clusters: 2, context: .serial))
    #expect(abs(index - 0.1) < 1e-12)
  }

  @Test("silhouette agrees with the definition written out", arguments: [1, 2])
  func plainTwin(threads: Int) throws {
    let clouds = Clouds(centers: [[0, 0, 1], [3, 1, 0], [1, 3, 2]], rows: 333, spread: 1.5, seed: 21)
    // Unequal sizes, one of them a multiple of the lanes, and one of a single point.
    let labels = (0..<333).map { Int32($0 == 7 ? 3 : $0 < 64 ? 0 : $0 % 3 == 0 ? 1 : 2) }
    let report = try #require(
      try silhouette(clouds.points, labels: labels, clusters: 5, context: try .threads(threads)))
    let rows = (0..<333).map { row in (0..<3).map { Double(clouds.points[row, $0]) } }
    var total = 0.0
    for i in rows.indices where labels[i] != 3 {
      let means = (0..<4).map { cluster in
        let others = rows.indices.filter { labels[$0] == cluster && $0 != i }
        return others.reduce(0.0) { $0 + PlainKMeans.squaredDistance(rows[i], rows[$1]).squareRoot() }
          / Double(others.count)
      }
      let inside = means[Int(labels[i])]
      let outside = means.indices.filter { $0 != labels[i] }.map { means[$0] }.min()!
      total += (outside - inside) / max(inside, outside)
    }
    #expect(abs(report.mean - total / 333) < 1e-6)
    #expect(report.clusterMeans.count == 5 && report.clusterMeans[3] == 0)
  }

  @Test("a stratified sample sees a tiny cluster and comes within its own error of the exact value")
  func sampled() throws {
    let large = Clouds(centers: [[0, 0], [4, 4]], rows: 2000, spread: 1, seed: 33)
    let points = Matrix<Float>(columns: [
      large.points.column(0) + [Float](repeating: 40, count: 12), large.points.column(1) + (0..<12).map { Float($0) },
    ])
    let labels = large.origin + [Int32](repeating: 2, count: 12)
    let exact = try #require(try silhouette(points, labels: labels, clusters: 3, context: .serial))
    let sample = try #require(
      try silhouette(points, labels: labels, clusters: 3, sampleLimit: 600, seed: 5, context: try .serial))
    #expect(!sample.isExact && sample.sampled < 700 && sample.sampled > 600)
    #expect(sample.standardError > 0)
    #expect(abs(sample.mean - exact.mean) < 4 * sample.standardError)
    #expect(sample.clusterMeans[2] > 0.5)
  }

  @Test("clusterings that share their distances get the values that each has alone", arguments: [1, 2])
  func shared(threads: Int) throws {
    let clouds = Clouds(centers: [[0, 0], [3, 1], [1, 3]], rows: 1501, spread: 1.5, seed: 23)
    let labelings = [3, 2, 4, 7].map { clusters in
      Labeling(
        labels: (0..<1501).map { row in
          clusters == 7 ? Int32(row * 7919 % 7) : Int32(min(clusters - 1, max(0, Int(clouds.points[row, 0]) + 1)))
        }, clusters: clusters + 1)
    }
    let together = try silhouettes(clouds.points, of: labelings, context: .threads(threads))
    for (labeling, found) in zip(labelings, together) {
      let alone = try #require(
        silhouette(clouds.points, labels: labeling.labels, clusters: labeling.clusters, context: try .serial))
      let found = try #require(found)
      #expect(abs(found.mean - alone.mean) < 1e-6 && found.isExact && found.sampled == 1501)
      for (a, b) in zip(found.clusterMeans, alone.clusterMeans) { #expect(abs(a - b) < 1e-6) }
    }
    let sampled = try silhouettes(clouds.points, of: labelings, sampleLimit: 700, seed: 3, context: .serial)
    for (sample, exact) in zip(sampled, together) {
      let (sample, exact) = (try #require(sample), try #require(exact))
      #expect(!sample.isExact && sample.standardError > 0 && sample.sampled < 720)
      // 700 points: the standard error does not hold the noise of the distances' means, which all points share.
      #expect(abs(sample.mean - exact.mean) < 0.03)
    }
  }

  @Test("fewer than two clusters with points have neither index")
  func oneCluster() throws {
    #expect(try silhouette(pairs, labels: [1, 1, 1, 1], clusters: 2, context: .serial) == nil)
    #expect(try daviesBouldin(pairs, labels: [1, 1, 1, 1], clusters: 2, context: .serial) == nil)
  }

  @Test("points on one spot have silhouette 0 and an infinite Davies–Bouldin index, never NaN")
  func coincident() throws {
    let same = Matrix<Float>(columns: [[2, 2, 2, 2]])
    #expect(try silhouette(same, labels: [0, 0, 1, 1], clusters: 2, context: .serial)?.mean == 0)
    #expect(try daviesBouldin(same, labels: [0, 0, 1, 1], clusters: 2, context: .serial) == .infinity)
  }

  @Test("adjusted Rand index: 1 for renamed clusters, hand value for a partial match, 1 for trivial agreement")
  func adjustedRand() {
    #expect(adjustedRandIndex([0, 0, 1, 1, 2], [2, 2, 0, 0, 1]) == 1)
    // Pairs together: 1 in both, 2 and 2 in each, of 6: (1 − 4/6) / (2 − 4/6).
    #expect(abs(adjustedRandIndex([0, 0, 1, 2], [0, 0, 1, 1]) - (1 - 2.0 / 6) / (1.5 - 2.0 / 6)) < 1e-12)
    #expect(adjustedRandIndex([0, 0, 0], [0, 0, 0]) == 1)
    #expect(adjustedRandIndex([0, 1, 2], [2, 1, 0]) == 1)
    #expect(abs(adjustedRandIndex([0, 0, 1, 1], [0, 1, 0, 1]) - -0.5) < 1e-12)
  }
}
