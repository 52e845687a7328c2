package import Numerics

/// K-Means: k-means++ starts, Lloyd's algorithm or mini-batches, least inertia.
///
/// The same seed gives the same model to the bit for any number of threads.
package struct KMeansLearner: Learner, Hashable {
  package let settings: KMeansSettings

  package init(_ settings: KMeansSettings.Validated) {
    self.settings = settings.settings
  }
}

extension KMeansLearner {
  /// Elements up to which starts are spread over the threads, each with a copy of the points; above, each start is.
  private static let smallElements = 1 << 22

  /// Clusters the rows of `points`.
  ///
  /// - Parameter points: rows × features, finite; standardize them first, since distances mix the features' units.
  /// - Throws: `Cancelled`, or `KMeansError`.
  package func fit(_ points: Matrix<Float>, context: ExecutionContext) throws -> KMeansModel {
    try check(points, context)
    let threads = context.parallelism.threads
    let isSmall = points.elements.count <= Self.smallElements && settings.restarts >= threads
    let shift = shift(points)
    context.progress.expect(settings.restarts, unit: "starts")
    let outer = isSmall ? context : context.with(.serial)
    let fits = try outer.mapParts(settings.restarts, threadsEach: isSmall ? 1 : threads) { restart, inner in
      let model = try run(restart, points, shift: shift, inner)
      inner.progress.advance()
      return model
    }
    return fits.dropFirst().reduce(fits[0]) { $1.inertia < $0.inertia ? $1 : $0 }
  }

  /// Runs Lloyd's algorithm from given centroids (clusters × features), once, whatever the settings' algorithm.
  ///
  /// - Throws: `Cancelled`, or `KMeansError`.
  package func fit(
    _ points: Matrix<Float>, from start: Matrix<Float>, context: ExecutionContext
  ) throws -> KMeansModel {
    try check(points, context)
    guard start.rows == settings.clusters, start.columns == points.columns else {
      throw KMeansError.startShape(
        rows: start.rows, columns: start.columns, clusters: settings.clusters, features: points.columns)
    }
    context.progress.expect(1, unit: "starts")
    var lloyd = LloydIteration(points, from: start, context: context)
    let model = try lloyd.run(maxIterations: settings.maxIterations, shift: shift(points))
    context.progress.advance()
    return model
  }

  private func run(
    _ restart: Int, _ points: Matrix<Float>, shift: Double, _ context: ExecutionContext
  ) throws -> KMeansModel {
    if case .miniBatch(let size) = settings.algorithm {
      var batches = try MiniBatchIteration(points, settings, size: size, restart: restart, context: context)
      return try batches.run(maxIterations: settings.maxIterations, shift: shift)
    }
    var seeding = KMeansSeeding(points, seed: settings.seed, stream: UInt64(restart), context: context)
    let start = points.selectingRows(try seeding.run(clusters: settings.clusters))
    var lloyd = LloydIteration(points, from: start, context: context)
    return try lloyd.run(maxIterations: settings.maxIterations, shift: shift)
  }

  private func check(_ points: Matrix<Float>, _ context: ExecutionContext) throws {
    guard points.columns > 0 else { throw KMeansError.noFeatures }
    guard points.rows >= settings.clusters else {
      throw KMeansError.tooFewRows(rows: points.rows, clusters: settings.clusters)
    }
    if let (row, column) = try points.firstNonFinite(context: context) {
      throw KMeansError.nonFinite(row: row, column: column, found: points[row, column])
    }
  }

  /// Squared distances that the centroids together may move in the last iteration.
  private func shift(_ points: Matrix<Float>) -> Double {
    settings.tolerance > 0 ? settings.tolerance * meanVariance(points) : 0
  }

  /// Mean over the features of their variances.
  private func meanVariance(_ points: Matrix<Float>) -> Double {
    let variances = (0..<points.columns).map { column in
      points.withColumn(column) { values in
        let mean = values.reduce(0.0) { $0 + Double($1) } / Double(values.count)
        return values.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(values.count)
      }
    }
    return variances.reduce(0, +) / Double(variances.count)
  }
}
