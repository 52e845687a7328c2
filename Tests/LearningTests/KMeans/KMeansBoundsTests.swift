import Learning
import Numerics
import Testing

@Suite("K-Means: bounds and kernels") struct KMeansBoundsTests {
  /// Clouds that overlap, over several chunks, so that a fit takes many passes and most are over few points.
  private static let clouds = Clouds(
    centers: [[0, 0, 0, 0], [2, 0, 1, 0], [0, 2, 1, 1], [-1, -1, 2, 0], [1, 1, -1, 2]], rows: 20_011, spread: 1,
    seed: 41)

  private static func fit(_ algorithm: KMeansSettings.Algorithm, _ context: ExecutionContext) throws -> KMeansModel {
    let settings = try KMeansSettings(clusters: 5, restarts: 3, seed: 2, algorithm: algorithm).validated()
    return try KMeansLearner(settings).fit(clouds.points, context: context)
  }

  @Test("points are skipped only where they would have kept their cluster: each pass ends as a pass over all does")
  func passByPass() throws {
    let start = Self.clouds.points.selectingRows((0..<6).map { $0 * 1000 })
    for passes in [1, 2, 3, 5, 9, 17, 33, 50] {
      let settings = try KMeansSettings(clusters: 6, maxIterations: passes).validated()
      let model = try KMeansLearner(settings).fit(Self.clouds.points, from: start, context: .serial)
      let plain = PlainKMeans(Self.clouds.points, from: start, passes: passes)
      #expect(model.iterations == passes)
      for (found, wanted) in zip(model.centroids.rowMajor, plain.centroids.joined()) {
        #expect(abs(Double(found) - wanted) < 2e-5)
      }
    }
  }

  @Test("at the end each centroid is the mean of its points")
  func fixedPoint() throws {
    let start = Self.clouds.points.selectingRows((0..<5).map { $0 * 1000 })
    let model = try KMeansLearner(KMeansSettings(clusters: 5).validated()).fit(
      Self.clouds.points, from: start, context: .threads(2))
    #expect(model.converged && model.iterations > 10)
    var sums = [[Double]](repeating: [0, 0, 0, 0], count: 5)
    for (row, label) in model.labels.enumerated() {
      for feature in 0..<4 { sums[Int(label)][feature] += Double(Self.clouds.points[row, feature]) }
    }
    for cluster in 0..<5 {
      for feature in 0..<4 {
        let mean = sums[cluster][feature] / Double(model.sizes[cluster])
        #expect(abs(mean - Double(model.centroids[cluster, feature])) < 1e-6)
      }
    }
  }

  @Test("the kernel for each number of features finds the nearest centroids", arguments: 1...10)
  func features(count: Int) throws {
    let random = Philox(seed: 3)
    let points = Matrix<Float>(
      columns: (0..<count).map { column in
        (0..<75).map { Float(random.uniform(stream: UInt64(column), counter: UInt64($0))) }
      })
    let settings = try KMeansSettings(clusters: 5, restarts: 2).validated()
    let model = try KMeansLearner(settings).fit(points, context: .serial)
    #expect(model.converged)
    for row in 0..<75 {
      let point = (0..<count).map { Double(points[row, $0]) }
      let distances = (0..<5).map { cluster in
        PlainKMeans.squaredDistance(point, (0..<count).map { Double(model.centroids[cluster, $0]) })
      }
      #expect(distances[Int(model.labels[row])] <= distances.min()! + 1e-6)
    }
  }

  @Test("one cluster, and points so far away that their distances are infinite, are no trouble")
  func extremes() throws {
    let points = Matrix<Float>(columns: [[3e38, -3e38, 3e38, 1, 2]])
    #expect(try KMeansTests.fit(points, 1).sizes == [5])
    let settings = try KMeansSettings(clusters: 2, restarts: 1, maxIterations: 5).validated()
    let model = try KMeansLearner(settings).fit(
      points, from: Matrix(columns: [[0, 10]]), context: .serial)
    #expect(model.sizes.reduce(0, +) == 5)
  }

  @Test(
    "infinite and missing values are refused, a constant column is not", arguments: [Float.infinity, -.infinity, .nan])
  func nonFinite(value: Float) throws {
    let points = Matrix<Float>(columns: [[Float](repeating: 5, count: 40), (0..<40).map { Float($0) }])
    #expect(try KMeansTests.fit(points, 2).sizes == [20, 20])
    var broken = points
    broken[33, 1] = value
    #expect(throws: KMeansError.self) { try KMeansTests.fit(broken, 2) }
  }

  @Test("mini-batches come near the inertia of all points, the same for any number of threads")
  func miniBatch() throws {
    let full = try Self.fit(.lloyd, .serial)
    let batches = try Self.fit(.miniBatch(size: 1000), .serial)
    #expect(batches.inertia >= full.inertia * 0.999 && batches.inertia < full.inertia * 1.05)
    #expect(batches.sizes.reduce(0, +) == 20_011)
    #expect(try Self.fit(.miniBatch(size: 1000), .threads(3)) == batches)
  }

  @Test("mini-batches draw their start from all points where too few of the sample differ, and refuse a tiny batch")
  func miniBatchStart() throws {
    let points = Matrix<Float>(columns: [[Float](repeating: 1, count: 900) + (0..<4).map { Float(10 * $0) }])
    let settings = KMeansSettings(clusters: 4, restarts: 1, maxIterations: 20, algorithm: .miniBatch(size: 4))
    let model = try KMeansLearner(settings.validated()).fit(points, context: .serial)
    #expect(Set(model.centroids.elements).count == 4)
    #expect(throws: KMeansError.self) {
      try KMeansSettings(clusters: 5, algorithm: .miniBatch(size: 4)).validated()
    }
  }

  @Test("golden bits, the same in debug and release")
  func golden() throws {
    let random = Philox(seed: 17)
    let points = Matrix<Float>(
      columns: (0..<3).map { column in
        (0..<5000).map { Float(random.uniform(stream: UInt64(column), counter: UInt64($0))) }
      })
    let settings = try KMeansSettings(clusters: 6, restarts: 2, seed: 5).validated()
    let model = try KMeansLearner(settings).fit(points, context: .serial)
    #expect(model.inertia.bitPattern == 4_645_983_662_719_884_672)
    #expect(model.centroids.elements.reduce(UInt32(0)) { $0 &* 31 &+ $1.bitPattern } == 420_500_162)
  }
}
