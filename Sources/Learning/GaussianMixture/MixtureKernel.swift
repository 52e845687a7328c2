import CIntrinsics
package import Numerics

func logarithm(_ value: Double) -> Double { log(value) }

/// Log-densities of the components, ready to be evaluated.
package struct MixtureKernel: Sendable, Equatable {
  let components: Int
  let features: Int
  /// ln(weight) − ½ (features · ln 2π + ln |Σ|) of each component.
  private let constants: [Double]
  /// Components × features, row by row.
  private let means: [Double]
  /// The Cholesky factor of each covariance, row by row, with the reciprocals of its diagonal.
  private let factors: [Double]

  /// - Throws: `GaussianMixtureError.singular`.
  init(weights: [Double], means: Matrix<Double>, covariances: [Matrix<Double>]) throws(GaussianMixtureError) {
    components = weights.count
    features = means.columns
    var (constants, flatMeans, factors) = ([Double](), [Double](), [Double]())
    for component in 0..<components {
      guard let factor = CholeskyFactor(covariances[component])?.lower else { throw .singular(component: component) }
      var constant = log(weights[component]) - 0.5 * Double(features) * log(2 * Double.pi)
      for row in 0..<features {
        constant -= log(factor[row, row])
        flatMeans.append(means[component, row])
        for column in 0..<features {
          factors.append(row == column ? 1 / factor[row, row] : column < row ? factor[row, column] : 0)
        }
      }
      constants.append(constant)
    }
    (self.constants, self.means, self.factors) = (constants, flatMeans, factors)
  }

  /// Fills `point` with a row and `shares` with the probability of each component.
  ///
  /// - Parameter scratch: as long as a point.
  /// - Returns: the log-likelihood of the point.
  private func evaluate(
    _ row: Int, _ points: Matrix<Float>, _ point: inout [Double], _ scratch: inout [Double], _ shares: inout [Double]
  ) -> Double {
    for feature in 0..<features { point[feature] = Double(points[row, feature]) }
    var largest = -Double.infinity
    for component in 0..<components {
      var square = 0.0
      let (mean, factor) = (component * features, component * features * features)
      for row in 0..<features {
        var rest = point[row] - means[mean + row]
        for column in 0..<row { rest -= factors[factor + row * features + column] * scratch[column] }
        scratch[row] = rest * factors[factor + row * features + row]
        square += scratch[row] * scratch[row]
      }
      shares[component] = constants[component] - 0.5 * square
      largest = max(largest, shares[component])
    }
    // No exponential overflows, and one of them is 1.
    var sum = 0.0
    for component in 0..<components {
      shares[component] = exp(shares[component] - largest)
      sum += shares[component]
    }
    for component in 0..<components { shares[component] /= sum }
    return largest + log(sum)
  }

  /// Probability of each component for each of the rows, row by row.
  func memberships(_ points: Matrix<Float>, _ rows: Range<Int>) -> [Double] {
    var (point, scratch) = ([Double](repeating: 0, count: features), [Double](repeating: 0, count: features))
    var shares = [Double](repeating: 0, count: components)
    var all: [Double] = []
    all.reserveCapacity(rows.count * components)
    for row in rows {
      _ = evaluate(row, points, &point, &scratch, &shares)
      all.append(contentsOf: shares)
    }
    return all
  }

  /// What the rows add to the sums of the next step.
  func sums(_ points: Matrix<Float>, _ rows: Range<Int>) -> MixtureSums {
    var (point, scratch) = ([Double](repeating: 0, count: features), [Double](repeating: 0, count: features))
    var shares = [Double](repeating: 0, count: components)
    var sums = MixtureSums(components: components, features: features)
    for row in rows {
      sums.logLikelihood += evaluate(row, points, &point, &scratch, &shares)
      for component in 0..<components {
        for feature in 0..<features { scratch[feature] = point[feature] - means[component * features + feature] }
        sums.add(scratch, share: shares[component], to: component)
      }
    }
    return sums
  }
}

/// Sums over points from which weights, means and covariances follow: moments about given centers.
struct MixtureSums: Mergeable {
  let components: Int
  let features: Int
  var logLikelihood = 0.0
  private(set) var shares: [Double]
  /// Components × features.
  private var first: [Double]
  /// Components × features × features, the lower triangles.
  private var second: [Double]

  init(components: Int, features: Int) {
    (self.components, self.features) = (components, features)
    shares = [Double](repeating: 0, count: components)
    first = [Double](repeating: 0, count: components * features)
    second = [Double](repeating: 0, count: components * features * features)
  }

  /// - Parameter offset: of a point from the center of the component.
  mutating func add(_ offset: [Double], share: Double, to component: Int) {
    shares[component] += share
    let (mean, square) = (component * features, component * features * features)
    for row in 0..<features {
      let weighted = share * offset[row]
      first[mean + row] += weighted
      for column in 0...row { second[square + row * features + column] += weighted * offset[column] }
    }
  }

  mutating func merge(_ other: MixtureSums) {
    logLikelihood += other.logLikelihood
    for index in shares.indices { shares[index] += other.shares[index] }
    for index in first.indices { first[index] += other.first[index] }
    for index in second.indices { second[index] += other.second[index] }
  }

  /// The parameters that the sums are best explained by.
  ///
  /// - Parameter centers: components × features, about which the moments are.
  func parameters(about centers: Matrix<Double>, regularization: Double) -> (
    weights: [Double], means: Matrix<Double>, covariances: [Matrix<Double>]
  ) {
    // A component that no point belongs to stays where it is, with next to no weight.
    let counts = shares.map { $0 + 10 * Double.ulpOfOne }
    let total = counts.reduce(0, +)
    var means = centers
    let covariances = (0..<components).map { component in
      var covariance = Matrix<Double>(rows: features, columns: features)
      let shift = (0..<features).map { first[component * features + $0] / counts[component] }
      for row in 0..<features {
        means[component, row] = centers[component, row] + shift[row]
        for column in 0...row {
          let moment = second[(component * features + row) * features + column] / counts[component]
          let value = moment - shift[row] * shift[column] + (row == column ? regularization : 0)
          covariance[row, column] = value
          covariance[column, row] = value
        }
      }
      return covariance
    }
    return (counts.map { $0 / total }, means, covariances)
  }
}
