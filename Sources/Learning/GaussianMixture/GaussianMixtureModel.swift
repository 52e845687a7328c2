package import Numerics

/// A mixture of normal distributions with full covariances: each point belongs to each of them with a probability.
package struct GaussianMixtureModel: Sendable, Equatable {
  /// Share of each component; they add up to 1.
  package let weights: [Double]
  /// Components × features.
  package let means: Matrix<Double>
  /// Features × features, of each component; with the regularization.
  package let covariances: [Matrix<Double>]
  /// Sum over the points of the fit.
  package let logLikelihood: Double
  /// Points of the fit.
  package let points: Int
  package let iterations: Int
  /// Whether the fit ended before the most iterations.
  package let converged: Bool
  let kernel: MixtureKernel
}

extension GaussianMixtureModel {
  package var components: Int { weights.count }

  /// Bayesian information criterion (Schwarz 1978): the smaller, the better the number of components fits the points.
  package var bic: Double {
    let features = Double(means.columns)
    let free = Double(components) * (1 + features + features * (features + 1) / 2) - 1
    return free * logarithm(Double(points)) - 2 * logLikelihood
  }

  /// Probability of each component for each point, rows × components.
  package func memberships(_ points: Matrix<Float>, context: ExecutionContext) throws(Cancelled) -> Matrix<Double> {
    precondition(points.columns == means.columns, "points with another number of features than the means")
    let blocks = try context.mapChunks(of: points.rows) { kernel.memberships(points, $0) }
    var all = Matrix<Double>(rows: points.rows, columns: components)
    var row = 0
    for block in blocks {
      for first in stride(from: 0, to: block.count, by: components) {
        for component in 0..<components { all[row, component] = block[first + component] }
        row += 1
      }
    }
    return all
  }
}

extension GaussianMixtureModel: Predictor {
  /// The most probable component of each point; of equally probable ones the first.
  package func predict(_ points: Matrix<Float>, context: ExecutionContext) throws(Cancelled) -> [Int32] {
    let memberships = try memberships(points, context: context)
    return (0..<memberships.rows).map { row in
      var best = 0
      for component in 1..<max(1, components) where memberships[row, component] > memberships[row, best] {
        best = component
      }
      return Int32(best)
    }
  }
}
