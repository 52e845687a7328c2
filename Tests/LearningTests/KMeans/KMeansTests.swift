import Learning
import Numerics
import Testing

@Suite("K-Means") struct KMeansTests {
  static let clouds = Clouds(
    centers: [[0, 0, 0], [6, 0, 1], [0, 7, 2], [-5, -5, 3]], rows: 2011, spread: 1.3, seed: 5)

  static func fit(
    _ points: Matrix<Float>, _ clusters: Int, restarts: Int = 10, seed: UInt64 = 1,
    _ context: ExecutionContext = .serial
  ) throws -> KMeansModel {
    let settings = try KMeansSettings(clusters: clusters, restarts: restarts, seed: seed).validated()
    return try KMeansLearner(settings).fit(points, context: context)
  }

  @Test("two obvious pairs on a line: means, sizes and inertia by hand")
  func byHand() throws {
    let model = try Self.fit(Matrix(columns: [[0, 1, 10, 11]]), 2)
    #expect(model.centroids.elements.sorted() == [0.5, 10.5])
    #expect(model.inertia == 1)
    #expect(model.sizes == [2, 2])
    #expect(model.labels[0] == model.labels[1] && model.labels[2] == model.labels[3])
    #expect(model.labels[0] != model.labels[2])
    #expect(model.converged)
  }

  @Test("from the same start it ends where plain Lloyd ends", arguments: [2, 4, 7])
  func plainTwin(clusters: Int) throws {
    let start = Self.clouds.points.selectingRows((0..<clusters).map { $0 * 31 })
    let learner = try KMeansLearner(KMeansSettings(clusters: clusters).validated())
    let model = try learner.fit(Self.clouds.points, from: start, context: .serial)
    let plain = PlainKMeans(Self.clouds.points, from: start)
    #expect(model.labels.map(Int.init) == plain.labels)
    #expect(abs(model.inertia - plain.inertia) < 1e-6 * plain.inertia)
    for cluster in 0..<clusters {
      for feature in 0..<3 {
        #expect(abs(Double(model.centroids[cluster, feature]) - plain.centroids[cluster][feature]) < 1e-5)
      }
    }
  }

  @Test("finds clouds that are apart")
  func recovery() throws {
    let model = try Self.fit(Self.clouds.points, 4)
    #expect(adjustedRandIndex(model.labels, Self.clouds.origin) > 0.95)
  }

  @Test("is the same to the bit for any number of threads, few rows or many", arguments: [2000, 33_003])
  func anyThreads(rows: Int) throws {
    let clouds = Clouds(centers: [[0, 0], [3, 1], [1, 4]], rows: rows, spread: 1, seed: 8)
    let one = try Self.fit(clouds.points, 3, restarts: rows < 3000 ? 4 : 1)
    for threads in [2, 3] {
      #expect(
        try Self.fit(clouds.points, 3, restarts: rows < 3000 ? 4 : 1, seed: 1, .threads(threads)) == one)
    }
  }

  @Test("sizes, labels and inertia belong to the centroids, and assigning again gives the labels")
  func consistency() throws {
    let model = try Self.fit(Self.clouds.points, 5)
    #expect(try model.assign(Self.clouds.points, context: .threads(2)) == model.labels)
    #expect(model.sizes == (0..<5).map { cluster in model.labels.count { $0 == cluster } })
    #expect(model.sizes.reduce(0, +) == 2011)
  }

  @Test("a large offset does not change the clusters")
  func offset() throws {
    let grid = Matrix<Float>(columns: [
      Self.clouds.points.column(0).map { ($0 * 16).rounded() },
      Self.clouds.points.column(1).map { ($0 * 16).rounded() },
    ])
    let moved = Matrix(rows: grid.rows, columns: 2, elements: grid.elements.map { $0 + 65_536 })
    #expect(adjustedRandIndex(try Self.fit(grid, 4).labels, try Self.fit(moved, 4).labels) > 0.99)
  }

  @Test("more restarts never end with more inertia")
  func restarts() throws {
    let few = try Self.fit(Self.clouds.points, 8, restarts: 1)
    let many = try Self.fit(Self.clouds.points, 8, restarts: 12)
    #expect(many.inertia <= few.inertia)
  }

  @Test("a cluster left empty is given the farthest point")
  func emptyCluster() throws {
    let points = Matrix<Float>(columns: [[0, 1, 2, 3, 100]])
    let learner = try KMeansLearner(KMeansSettings(clusters: 3).validated())
    // The third centroid is nearest to no point.
    let model = try learner.fit(points, from: Matrix(columns: [[0, 3, -500]]), context: .serial)
    #expect(model.sizes.allSatisfy { $0 > 0 })
    #expect(model.inertia == 1)
  }

  @Test("duplicated points are clustered as long as enough of them differ")
  func duplicates() throws {
    let points = Matrix<Float>(columns: [[Float](repeating: 1, count: 50) + [Float](repeating: 2, count: 50) + [9]])
    #expect(try Self.fit(points, 3).inertia == 0)
    #expect(throws: KMeansError.fewerDistinctPoints(distinct: 3, clusters: 4)) { try Self.fit(points, 4) }
  }

  @Test("bad input is refused with the facts")
  func badInput() throws {
    let points = Matrix<Float>(columns: [[1, 2, 3], [1, .nan, 3]])
    #expect(throws: KMeansError.tooFewRows(rows: 3, clusters: 4)) { try Self.fit(points, 4) }
    let error = #expect(throws: KMeansError.self) { try Self.fit(points, 2) }
    #expect(error?.description.contains("feature 1 of row 1 is nan") == true)
    #expect(throws: KMeansError.noFeatures) { try Self.fit(Matrix(rows: 3, columns: 0), 2) }
    #expect(throws: KMeansError.self) { try KMeansSettings(clusters: 0).validated() }
    #expect(throws: KMeansError.self) { try KMeansSettings(clusters: 2, tolerance: -1).validated() }
    let learner = try KMeansLearner(KMeansSettings(clusters: 2).validated())
    #expect(throws: KMeansError.startShape(rows: 1, columns: 1, clusters: 2, features: 1)) {
      try learner.fit(Matrix(columns: [[1, 2, 3]]), from: Matrix(columns: [[1]]), context: .serial)
    }
  }
}
