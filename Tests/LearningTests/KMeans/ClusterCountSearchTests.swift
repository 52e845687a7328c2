import Foundation
import Learning
import Numerics
import Testing

@Suite("Choice of the number of clusters") struct ClusterCountSearchTests {
  private let clouds = Clouds(
    centers: [[0, 0], [20, 0], [0, 20], [20, 20]], rows: 400, spread: 1, seed: 2)

  @Test("four clouds give four clusters, with the elbow there, and the reason in numbers")
  func fourClouds() throws {
    let report = try ClusterCountSearch().run(clouds.points, context: .threads(2))
    #expect(report.chosen == 4)
    #expect(report.model.clusters == 4)
    #expect(report.candidates.map(\.clusters) == Array(3...8))
    #expect(report.candidates.filter(\.isElbow).map(\.clusters) == [4])
    #expect(report.candidates.filter(\.isEligible).allSatisfy { $0.clusters <= 6 })
    guard case .largestWithinTolerance(_, let best, let required) = report.reason else {
      Issue.record("found \(report.reason)")
      return
    }
    #expect(best == 4)
    #expect(try #require(report.candidates[1].silhouette).mean >= required)
    let inertias = report.candidates.map(\.inertia)
    #expect(zip(inertias, inertias.dropFirst()).allSatisfy { $0 >= $1 })
  }

  @Test("a wide tolerance takes the largest interpretable number")
  func tolerance() throws {
    let report = try ClusterCountSearch(interpretable: 5, tolerance: 1).run(clouds.points, context: .serial)
    #expect(report.chosen == 5)
  }

  @Test("a number whose smallest cluster is too small is not chosen")
  func smallestShare() throws {
    // Three large clouds and four far points: four clusters would be cleaner.
    let large = Clouds(centers: [[0, 0], [10, 0], [0, 10]], rows: 900, spread: 1, seed: 4)
    let far = Matrix<Float>(columns: [
      large.points.column(0) + [200, 201, 200, 201], large.points.column(1) + [200, 200, 201, 201],
    ])
    let report = try ClusterCountSearch(candidates: 2...5).run(far, context: .serial)
    #expect(report.candidates.allSatisfy { !$0.isEligible })
    guard case .noneEligible = report.reason else {
      Issue.record("found \(report.reason)")
      return
    }
    let lenient = try ClusterCountSearch(candidates: 2...5, smallestShare: 0.001).run(far, context: .serial)
    #expect(lenient.candidates.contains { $0.isEligible })
  }

  @Test("a forced number is taken, reported beside the others", arguments: [2, 7])
  func forced(number: Int) throws {
    let report = try ClusterCountSearch(choice: .forced(number)).run(clouds.points, context: .serial)
    #expect(report.chosen == number)
    #expect(report.reason == .forced)
    #expect(report.candidates.map(\.clusters).contains(8))
  }

  @Test("candidates that the points cannot fill are listed, and an error only where none is left")
  func infeasible() throws {
    let points = Matrix<Float>(columns: [[0, 0, 1, 1, 5, 5, 9, 9, 9]])
    let report = try ClusterCountSearch().run(points, context: .serial)
    #expect(report.infeasible == [5, 6, 7, 8])
    #expect(throws: KMeansError.fewerDistinctPoints(distinct: 4, clusters: 5)) {
      try ClusterCountSearch(candidates: 5...8).run(points, context: .serial)
    }
    #expect(throws: KMeansError.self) {
      try ClusterCountSearch(choice: .forced(6)).run(points, context: .serial)
    }
  }

  @Test("clouds apart are stable under resampling, a uniform square cut in five is less so")
  func stability() throws {
    func stability(_ points: Matrix<Float>, _ clusters: Int) throws -> Double {
      let settings = try KMeansSettings(clusters: clusters, restarts: 3, seed: 3).validated()
      let model = try KMeansLearner(settings).fit(points, context: .serial)
      let one = try bootstrapStability(
        of: model.labels, points, refitting: KMeansLearner(settings), resamples: 6, seed: settings.settings.seed,
        context: .serial)
      let two = try bootstrapStability(
        of: model.labels, points, refitting: KMeansLearner(settings), resamples: 6, seed: settings.settings.seed,
        context: .threads(2))
      #expect(one == two)
      return try #require(one.meanAdjustedRand)
    }
    let random = Philox(seed: 6)
    let square = Matrix<Float>(
      columns: (0..<2).map { column in
        (0..<600).map { Float(random.uniform(stream: UInt64(column), counter: UInt64($0))) }
      })
    let apart = try stability(clouds.points, 4)
    let uniform = try stability(square, 5)
    #expect(apart > 0.99)
    #expect(uniform < 0.95)
  }
}

@Suite("Standardizer") struct StandardizerTests {
  private let points = Matrix<Float>(columns: [[1, 2, 3, 4], [7, 7, 7, 7], [-9, 0, 99, 999]])

  @Test("columns get mean 0 and standard deviation 1; a constant one becomes 0")
  func moments() throws {
    for transform in FeatureTransform.allCases {
      let standardizer = try Standardizer(fitting: points, transform: transform, context: .serial)
      let result = try standardizer.transform(points, context: .threads(2))
      #expect(result.column(1) == [0, 0, 0, 0])
      for column in [0, 2] {
        let values = result.column(column)
        #expect(abs(values.reduce(0, +)) < 1e-5)
        #expect(abs(values.reduce(0) { $0 + $1 * $1 } / 4 - 1) < 1e-5)
      }
    }
  }

  @Test("log1p keeps the sign")
  func signedLog() throws {
    let standardizer = try Standardizer(fitting: points, transform: .log1p, context: .serial)
    let logs: [Double] = [-log(10.0), 0.0, log(100.0), log(1000.0)]
    #expect(abs(standardizer.means[2] - logs.reduce(0, +) / 4) < 1e-12)
  }

  @Test("a column that differs in the last bit of its 32 is constant")
  func rounding() throws {
    let price: Float = 0.3
    let points = Matrix<Float>(columns: [[price, price.nextUp, price, price], [1, 2, 3, 4]])
    let standardizer = try Standardizer(fitting: points, transform: .none, context: .serial)
    #expect(standardizer.scales[0] == 0 && standardizer.scales[1] > 1)
  }

  @Test("quantiles depend on ranks alone, share ties, and stay within bounds for new values")
  func quantiles() throws {
    let values = Matrix<Float>(columns: [[5, 1, 1, 100, 7]])
    let squared = Matrix<Float>(columns: [[25, 1, 1, 10_000, 49]])
    let one = try Standardizer(fitting: values, transform: .quantile, context: .serial)
    let other = try Standardizer(fitting: squared, transform: .quantile, context: .serial)
    #expect(try one.transform(values, context: .serial) == other.transform(squared, context: .serial))
    let new = try one.transform(Matrix(columns: [[-1e9, 1e9, 6]]), context: .serial).column(0)
    let known = try one.transform(values, context: .serial).column(0)
    #expect(known[1] == known[2])
    #expect(new[1] == known[3])
    #expect(new[0] < known[1] && new[2] > known[0] && new[2] < known[4])
  }

  @Test("refuses missing values and survives JSON")
  func badInputAndCodable() throws {
    #expect(throws: KMeansError.self) {
      try Standardizer(fitting: Matrix(columns: [[1, .infinity]]), transform: .none, context: .serial)
    }
    let standardizer = try Standardizer(fitting: points, transform: .quantile, context: .serial)
    #expect(try JSONDecoder().decode(Standardizer.self, from: JSONEncoder().encode(standardizer)) == standardizer)
  }
}
