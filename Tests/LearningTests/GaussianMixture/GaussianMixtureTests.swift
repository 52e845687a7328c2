import Foundation
import Learning
import Numerics
import TestSupport
import Testing

@Suite("Gaussian mixtures")
struct GaussianMixtureTests {
  private func fit(
    _ points: Matrix<Float>, _ components: Int, threads: Int = 1, iterations: Int = 200, regularization: Double = 1e-6,
    tolerance: Double = 1e-8
  ) throws -> GaussianMixtureModel {
    try GaussianMixtureLearner(
      GaussianMixtureSettings(
        components: components, starts: 4, maxIterations: iterations, tolerance: tolerance,
        regularization: regularization, seed: 3
      ).validated()
    ).fit(points, context: .threads(threads))
  }

  /// Points of three normal distributions in the plane: shares .5, .3 and .2, the first one stretched and tilted.
  private static func three(_ count: Int, seed: UInt64 = 7) -> (points: Matrix<Float>, origin: [Int]) {
    var random = PhiloxGenerator(seed: seed)
    var (x, y, origin) = ([Float](), [Float](), [Int]())
    for _ in 0..<count {
      let (draw, a, b) = (random.uniform(), random.normal(), random.normal())
      let kind = draw < 0.5 ? 0 : draw < 0.8 ? 1 : 2
      origin.append(kind)
      x.append(Float([2 * a, 8 + a, 0.5 * a][kind]))
      y.append(Float([a + 0.5 * b, 8 + 0.5 * b, 9 + b][kind]))
    }
    return (Matrix(columns: [x, y]), origin)
  }

  @Test("one component is the mean and the covariance of the points, with the likelihood of the formula")
  func single() throws {
    let model = try fit(Matrix(columns: [[0, 2, 4, 6], [1, 1, 3, 7]]), 1, regularization: 0)
    #expect(model.means.row(0) == [3, 3] && model.weights == [1])
    // Variances 5 and 6, covariance (6 + 2 + 0 + 12) / 4 = 5.
    let found = model.covariances[0]
    #expect(zip([found[0, 0], found[1, 1], found[0, 1]], [5, 6, 5]).allSatisfy { abs($0 - $1) < 1e-12 })
    // −n/2 (2 ln 2π + ln |Σ| + 2), |Σ| = 5.
    let expected = -2 * (2 * log(2 * Double.pi) + log(5.0) + 2)
    #expect(abs(model.logLikelihood - expected) < 1e-10)
    #expect(abs(model.bic - (5 * log(4.0) - 2 * expected)) < 1e-10)
  }

  @Test("distributions that points were drawn from are found, and their number by the information criterion")
  func found() throws {
    let (points, origin) = Self.three(4000)
    let fits = try (1...5).map { try fit(points, $0, threads: 2) }
    #expect(fits.map(\.bic).min() == fits[2].bic)
    let model = fits[2]
    let order = (0..<3).sorted { model.weights[$0] > model.weights[$1] }
    for (component, share) in zip(order, [0.5, 0.3, 0.2]) { #expect(abs(model.weights[component] - share) < 0.03) }
    let tilted = model.covariances[order[0]]
    #expect(abs(tilted[0, 0] - 4) < 0.4 && abs(tilted[0, 1] - 2) < 0.25 && abs(tilted[1, 1] - 1.25) < 0.15)
    let labels = try model.predict(points, context: .serial)
    let right = labels.indices.count { order.firstIndex(of: Int(labels[$0])) == origin[$0] }
    #expect(Double(right) / Double(origin.count) > 0.97)
  }

  /// One step after another, for each point by the definition of the density in the plane.
  private func oracle(_ points: Matrix<Float>, _ model: GaussianMixtureModel) -> (
    logLikelihood: Double, shares: [[Double]]
  ) {
    var total = 0.0
    let shares = (0..<points.rows).map { row -> [Double] in
      let densities = (0..<model.components).map { component -> Double in
        let (s, m) = (model.covariances[component], model.means.row(component))
        let (dx, dy) = (Double(points[row, 0]) - m[0], Double(points[row, 1]) - m[1])
        let determinant = s[0, 0] * s[1, 1] - s[0, 1] * s[0, 1]
        let square = (s[1, 1] * dx * dx - 2 * s[0, 1] * dx * dy + s[0, 0] * dy * dy) / determinant
        return model.weights[component] * exp(-square / 2) / (2 * .pi * determinant.squareRoot())
      }
      let sum = densities.reduce(0, +)
      total += log(sum)
      return densities.map { $0 / sum }
    }
    return (total, shares)
  }

  @Test("likelihood and memberships are those of the densities, and a step more is that of their moments")
  func step() throws {
    let (points, _) = Self.three(500)
    let model = try fit(points, 3, iterations: 1, regularization: 0, tolerance: 0)
    let (likelihood, shares) = oracle(points, model)
    #expect(abs(model.logLikelihood - likelihood) < 1e-8)
    let found = try model.memberships(points, context: .threads(2))
    for row in 0..<points.rows {
      #expect(zip(found.row(row), shares[row]).allSatisfy { abs($0 - $1) < 1e-9 })
      #expect(abs(found.row(row).reduce(0, +) - 1) < 1e-12)
    }
    let next = try fit(points, 3, iterations: 2, regularization: 0, tolerance: 0)
    for component in 0..<3 {
      let own = shares.map { $0[component] }
      let count = own.reduce(0, +)
      let mean = (0..<2).map { axis in own.indices.reduce(0) { $0 + own[$1] * Double(points[$1, axis]) } / count }
      let both = own.indices.reduce(0) {
        $0 + own[$1] * (Double(points[$1, 0]) - mean[0]) * (Double(points[$1, 1]) - mean[1])
      }
      #expect(abs(next.weights[component] - count / 500) < 1e-12)
      #expect(zip(next.means.row(component), mean).allSatisfy { abs($0 - $1) < 1e-9 })
      #expect(abs(next.covariances[component][0, 1] - both / count) < 1e-8)
    }
    #expect(next.logLikelihood > model.logLikelihood)
  }

  @Test("the same seed gives the same model for any number of threads")
  func threads() throws {
    let (points, _) = Self.three(20_000)
    let one = try fit(points, 3, iterations: 20)
    #expect(try fit(points, 3, threads: 3, iterations: 20) == one)
  }

  @Test("points in a few places have a mixture, far points no overflow, and impossible settings are refused")
  func extremes() throws {
    let places = try fit(Matrix(columns: [[0, 0, 0, 5, 5, 1e6], [1, 1, 1, 2, 2, 1e6]]), 3, regularization: 1e-4)
    #expect(places.logLikelihood.isFinite && abs(places.weights.reduce(0, +) - 1) < 1e-12)
    let far = try places.memberships(Matrix(columns: [[1e18], [-1e18]]), context: .serial)
    #expect(abs(far.row(0).reduce(0, +) - 1) < 1e-9)
    #expect(throws: GaussianMixtureError.invalidSetting(name: "components", found: 0, rule: "at least 1")) {
      try GaussianMixtureSettings(components: 0).validated()
    }
    #expect(throws: GaussianMixtureError.self) {
      try fit(Matrix(columns: [[0, 0, 1, 1], [0, 0, 1, 1]]), 2, regularization: 0)
    }
    #expect(throws: KMeansError.self) { try fit(Matrix(columns: [[0, 1]]), 3) }
  }
}

extension Matrix {
  fileprivate func row(_ row: Int) -> [Element] { (0..<columns).map { self[row, $0] } }
}
