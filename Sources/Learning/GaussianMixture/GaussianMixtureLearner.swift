package import Numerics

/// Gaussian mixture by expectation maximization (Dempster, Laird & Rubin 1977), begun with the clusters of K-Means with
/// k-means++ starts.
///
/// The same seed gives the same model to the bit for any number of threads.
package struct GaussianMixtureLearner: Learner, Hashable {
  package let settings: GaussianMixtureSettings

  package init(_ settings: GaussianMixtureSettings.Validated) { self.settings = settings.settings }
}

extension GaussianMixtureLearner {
  /// - Parameter points: rows × features, finite; standardize them first, since the regularization is one for all.
  /// - Throws: `Cancelled`; `KMeansError` where the points cannot fill the clusters; `GaussianMixtureError.singular`.
  package func fit(_ points: Matrix<Float>, context: ExecutionContext) throws -> GaussianMixtureModel {
    let start = try KMeansLearner(
      KMeansSettings(clusters: settings.components, restarts: settings.starts, seed: settings.seed).validated()
    ).fit(points, context: context)
    var centers = Matrix<Double>(rows: settings.components, columns: points.columns)
    for row in 0..<centers.rows {
      for column in 0..<centers.columns { centers[row, column] = Double(start.centroids[row, column]) }
    }
    var parameters = try sums(points, about: centers, labels: start.labels, context)
      .parameters(about: centers, regularization: settings.regularization)
    let count = Double(points.rows)
    var (before, iteration, hasConverged) = (-Double.infinity, 0, false)
    while true {
      let kernel = try MixtureKernel(
        weights: parameters.weights, means: parameters.means, covariances: parameters.covariances)
      let sums = try context.reduce(
        of: points.rows, into: MixtureSums(components: settings.components, features: points.columns)
      ) { kernel.sums(points, $0) }
      hasConverged = sums.logLikelihood - before <= settings.tolerance * count
      if hasConverged || iteration == settings.maxIterations {
        return GaussianMixtureModel(
          weights: parameters.weights, means: parameters.means, covariances: parameters.covariances,
          logLikelihood: sums.logLikelihood, points: points.rows, iterations: iteration, converged: hasConverged,
          kernel: kernel)
      }
      (before, iteration) = (sums.logLikelihood, iteration + 1)
      parameters = sums.parameters(about: parameters.means, regularization: settings.regularization)
    }
  }

  /// Sums of points that belong to one component each.
  private func sums(
    _ points: Matrix<Float>, about centers: Matrix<Double>, labels: [Int32], _ context: ExecutionContext
  ) throws(Cancelled) -> MixtureSums {
    let empty = MixtureSums(components: centers.rows, features: centers.columns)
    return try context.reduce(of: points.rows, into: empty) { rows in
      var sums = empty
      var offset = [Double](repeating: 0, count: centers.columns)
      for row in rows {
        let component = Int(labels[row])
        for feature in offset.indices { offset[feature] = Double(points[row, feature]) - centers[component, feature] }
        sums.add(offset, share: 1, to: component)
      }
      return sums
    }
  }
}
