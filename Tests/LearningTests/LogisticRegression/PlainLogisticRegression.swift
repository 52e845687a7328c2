import Foundation
import Numerics

/// Newton's method without blocks, standardization or lanes: what the fast fit is compared with.
struct PlainLogisticRegression {
  /// Intercept first.
  var point: [Double]
  var logLikelihood = 0.0

  init(
    _ features: Matrix<Double>, _ labels: [Double], weights: [Double]? = nil, ridge: Double = 0, steps: Int = 40
  ) {
    let width = features.columns + 1
    point = [Double](repeating: 0, count: width)
    for _ in 0..<steps {
      var gradient = point.map { -ridge * $0 }
      gradient[0] = 0
      var hessian = Matrix<Double>(rows: width, columns: width)
      for index in 1..<width { hessian[index, index] = ridge }
      logLikelihood = 0
      for row in 0..<features.rows {
        let x = [1] + (0..<features.columns).map { features[row, $0] }
        let weight = weights?[row] ?? 1
        let eta = zip(x, point).reduce(0) { $0 + $1.0 * $1.1 }
        let p = 1 / (1 + exp(-eta))
        logLikelihood += weight * (labels[row] == 1 ? log(p) : log(1 - p))
        for i in 0..<width {
          gradient[i] += weight * (labels[row] - p) * x[i]
          for j in 0..<width { hessian[i, j] += weight * p * (1 - p) * x[i] * x[j] }
        }
      }
      let step = CholeskyFactor(hessian)!.solve(gradient)
      for index in 0..<width { point[index] += step[index] }
    }
  }
}

/// A made-up problem with known coefficients.
struct LogisticSample {
  let features: Matrix<Double>
  let labels: [Double]

  init(rows: Int, coefficients: [Double], intercept: Double, seed: UInt64, shift: Double = 0) {
    let random = Philox(seed: seed)
    let columns = coefficients.indices.map { column in
      (0..<rows).map { row in
        shift + normalQuantile(random.uniform(stream: UInt64(column), counter: UInt64(row)) * 0.999_999 + 5e-7)
      }
    }
    features = Matrix(columns: columns)
    labels = (0..<rows).map { row in
      let eta = zip(columns, coefficients).reduce(intercept) { $0 + ($1.0[row] - shift) * $1.1 }
      return random.uniform(stream: 1000, counter: UInt64(row)) < sigmoid(eta) ? 1 : 0
    }
  }
}
