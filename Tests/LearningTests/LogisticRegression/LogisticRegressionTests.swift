import Foundation
import Learning
import Numerics
import Testing

@Suite("Logistic regression") struct LogisticRegressionTests {
  static let sample = LogisticSample(rows: 3001, coefficients: [1, -0.5, 0.25], intercept: -0.7, seed: 3)

  static func fit(
    _ penalty: LogisticRegressionSettings.Penalty, _ features: Matrix<Double>, _ labels: [Double],
    weights: [Double]? = nil, intercept: LogisticRegressionSettings.Intercept = .fitted,
    _ context: ExecutionContext = .serial
  ) throws -> LogisticRegressionModel {
    let settings = try LogisticRegressionSettings(penalty: penalty, intercept: intercept, tolerance: 1e-11)
      .validated()
    return try LogisticRegressionLearner(settings).fit(
      features: features, labels: labels, weights: weights, context: context)
  }

  /// 3 of 10 events at x = 0 and 10 of 10 at x = 1.
  static let halfSeparated = (
    features: Matrix<Double>(columns: [(0..<20).map { $0 < 10 ? 0.0 : 1 }]),
    labels: (0..<20).map { $0 < 3 || $0 >= 10 ? 1.0 : 0 }
  )

  // MARK: - Known answers

  @Test("Firth's estimate of a half-separated table is the one with half an event added to each cell")
  func firthKnownAnswer() throws {
    let model = try Self.fit(.firth, Self.halfSeparated.features, Self.halfSeparated.labels)
    #expect(abs(model.intercept - -0.762_140_052_0) < 1e-7)
    #expect(abs(model.coefficients[0] - 3.806_662_489_8) < 1e-7)
    #expect(model.converged)
    #expect(model.separation == .quasiComplete(feature: 0))
  }

  @Test("an intercept alone is the log-odds of the events, with the textbook standard error")
  func interceptOnly() throws {
    let labels = (0..<100).map { $0 < 20 ? 1.0 : 0 }
    let model = try Self.fit(.none, Matrix(rows: 100, columns: 0), labels)
    #expect(abs(model.intercept - log(0.25)) < 1e-12)
    #expect(abs(model.logLikelihood - (20 * log(0.2) + 80 * log(0.8))) < 1e-10)
    let errors = try #require(model.standardErrors)
    #expect(abs(errors[0] - (1 / 16.0).squareRoot()) < 1e-12)
  }

  @Test("one binary feature gives the log odds ratio and the square root of the sum of reciprocal cells")
  func twoByTwo() throws {
    // 10 of 40 events at x = 0, 30 of 50 at x = 1.
    let x = (0..<90).map { $0 < 40 ? 0.0 : 1 }
    let y = (0..<90).map { $0 < 10 || ($0 >= 40 && $0 < 70) ? 1.0 : 0 }
    let model = try Self.fit(.none, Matrix(columns: [x]), y)
    #expect(abs(model.intercept - log(10 / 30.0)) < 1e-9)
    #expect(abs(model.coefficients[0] - (log(30 / 20.0) - log(10 / 30.0))) < 1e-9)
    let errors = try #require(model.standardErrors)
    let atZero = 1.0 / 10 + 1.0 / 30
    let atOne = 1.0 / 30 + 1.0 / 20
    #expect(abs(errors[0] - (atZero + atOne).squareRoot()) < 1e-9)
    #expect(abs(errors[1] - atZero.squareRoot()) < 1e-9)
    #expect(model.separation == .none)
  }

  // MARK: - The plain twin

  @Test("agrees with plain Newton, with and without weights")
  func plainTwin() throws {
    let weights = Self.sample.labels.indices.map { Double($0 % 4) }
    for weights in [nil, weights] {
      let plain = PlainLogisticRegression(Self.sample.features, Self.sample.labels, weights: weights)
      let model = try Self.fit(.none, Self.sample.features, Self.sample.labels, weights: weights)
      #expect(model.converged)
      #expect(abs(model.intercept - plain.point[0]) < 1e-9)
      for (found, expected) in zip(model.coefficients, plain.point.dropFirst()) {
        #expect(abs(found - expected) < 1e-9)
      }
      #expect(abs(model.logLikelihood - plain.logLikelihood) < 1e-8)
    }
  }

  @Test("agrees with plain Newton for any number of columns and of rows in the last lanes", arguments: 1...9)
  func widths(count: Int) throws {
    let sample = LogisticSample(
      rows: 600 + count, coefficients: (0..<count).map { 0.5 - 0.1 * Double($0) }, intercept: 0.2, seed: 31)
    let model = try Self.fit(.none, sample.features, sample.labels)
    let plain = PlainLogisticRegression(sample.features, sample.labels)
    #expect(abs(model.intercept - plain.point[0]) < 1e-8)
    for (a, b) in zip(model.coefficients, plain.point.dropFirst()) { #expect(abs(a - b) < 1e-8) }
  }

  @Test("a ridge on the original scale agrees with plain Newton with that ridge")
  func plainTwinWithRidge() throws {
    let plain = PlainLogisticRegression(Self.sample.features, Self.sample.labels, ridge: 25)
    let model = try Self.fit(.ridge(strength: 25, on: .original), Self.sample.features, Self.sample.labels)
    #expect(abs(model.intercept - plain.point[0]) < 1e-8)
    for (found, expected) in zip(model.coefficients, plain.point.dropFirst()) { #expect(abs(found - expected) < 1e-8) }
  }

  @Test("a start from a sample of many rows does not change the maximum")
  func warmStart() throws {
    let sample = LogisticSample(rows: 140_000, coefficients: [0.8, -0.3], intercept: -1, seed: 11)
    let twice = Matrix(columns: [0, 1, 0].map(sample.features.column))
    let model = try Self.fit(.none, twice, sample.labels, .threads(2))
    #expect(model.converged && model.aliasedFeatures == [2])
    let probabilities = try model.predictProbability(twice, context: .serial)
    let residuals = zip(sample.labels, probabilities).map { $0 - $1 }
    #expect(abs(residuals.reduce(0, +)) < 1e-8 * 140_000)
    for column in 0..<2 {
      let score = zip(sample.features.column(column), residuals).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(abs(score) < 2e-8 * 140_000)
    }
  }

  @Test("a sample that is nothing like the other rows does not lead the fit astray")
  func misleadingSample() throws {
    // One block of 256 rows in 16 is sampled; those rows alone would give the opposite slope.
    let sample = LogisticSample(rows: 140_000, coefficients: [1], intercept: 0, seed: 14)
    let labels = sample.labels.enumerated().map { ($0.offset / 256) % 16 == 0 ? 1 - $0.element : $0.element }
    let model = try Self.fit(.none, sample.features, labels, .threads(2))
    #expect(model.converged && model.coefficients[0] > 0.5)
  }

  // MARK: - Properties

  @Test("is the same to the bit for any number of threads", arguments: [2, 3, 7])
  func anyThreads(threads: Int) throws {
    let sample = LogisticSample(rows: 20_011, coefficients: [0.8, -0.3], intercept: -1, seed: 12)
    let one = try Self.fit(.ridge(strength: 1), sample.features, sample.labels)
    let many = try Self.fit(.ridge(strength: 1), sample.features, sample.labels, .threads(threads))
    #expect(one == many)
  }

  @Test("a weight of two counts as two rows, also for the ridge on standardised features")
  func weightsAreReplicates() throws {
    let twice = Self.sample.features.selectingRows(Array(0..<500) + Array(0..<500))
    let labels = Array(Self.sample.labels[0..<500])
    let weighted = try Self.fit(
      .ridge(strength: 3), Self.sample.features.selectingRows(Array(0..<500)), labels,
      weights: [Double](repeating: 2, count: 500))
    let replicated = try Self.fit(.ridge(strength: 3), twice, labels + labels)
    for (a, b) in zip(weighted.coefficients, replicated.coefficients) { #expect(abs(a - b) < 1e-9) }
    #expect(abs(weighted.penalizedLogLikelihood - replicated.penalizedLogLikelihood) < 1e-8)
  }

  @Test("units and offsets of features change coefficients, not probabilities")
  func affineInvariance() throws {
    var moved = Self.sample.features
    for row in 0..<moved.rows {
      moved[row, 0] = 1e6 + 1000 * moved[row, 0]
      moved[row, 1] = -0.001 * moved[row, 1]
    }
    for penalty in [LogisticRegressionSettings.Penalty.none, .ridge(strength: 5), .firth] {
      let one = try Self.fit(penalty, Self.sample.features, Self.sample.labels)
      let other = try Self.fit(penalty, moved, Self.sample.labels)
      let pairs = try zip(
        one.predictProbability(Self.sample.features, context: .serial),
        other.predictProbability(moved, context: .serial))
      #expect(pairs.allSatisfy { abs($0 - $1) < 1e-7 })
      #expect(abs(one.coefficients[0] - 1000 * other.coefficients[0]) < 1e-6)
    }
  }

  @Test("contributions and the baseline add up to the score")
  func contributions() throws {
    let model = try Self.fit(.ridge(strength: 1), Self.sample.features, Self.sample.labels)
    let parts = try model.contributions(Self.sample.features, context: .serial)
    let scores = try model.decisionFunction(Self.sample.features, context: .threads(2))
    for row in stride(from: 0, to: 3001, by: 97) {
      let sum = (0..<3).reduce(model.baseline) { $0 + parts[row, $1] }
      #expect(abs(sum - scores[row]) < 1e-12)
    }
  }

  @Test("a model survives JSON unchanged")
  func codable() throws {
    let model = try Self.fit(.none, Self.halfSeparated.features, Self.halfSeparated.labels)
    let copy = try JSONDecoder().decode(LogisticRegressionModel.self, from: JSONEncoder().encode(model))
    #expect(copy == model)
  }

  @Test("Firth's matches plain likelihood more and more as rows are added, and weights are replicates for it too")
  func firthWeights() throws {
    let once = try Self.fit(
      .firth, Self.halfSeparated.features, Self.halfSeparated.labels, weights: [Double](repeating: 2, count: 20))
    // Each cell doubled, plus a half.
    #expect(abs(once.intercept - log(6.5 / 14.5)) < 1e-6)
    #expect(abs(once.coefficients[0] - (log(20.5 / 0.5) - log(6.5 / 14.5))) < 1e-6)
  }

  @Test("without an intercept the score of the origin is zero")
  func noIntercept() throws {
    let model = try Self.fit(.none, Matrix(columns: [[1.0, 1, 1, 1]]), [1, 1, 1, 0], intercept: .absent)
    #expect(model.intercept == 0)
    #expect(abs(model.coefficients[0] - log(3)) < 1e-9)
  }
}
