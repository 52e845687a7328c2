public import Numerics

/// K-Means: k-means++ starts, Lloyd's algorithm or mini-batches, least inertia.
///
/// The same seed gives the same model to the bit for any number of threads.
public struct KMeansLearner: Sendable, Hashable {
  public let settings: KMeansSettings

  public init(_ settings: KMeansSettings.Validated) {
    self.settings = settings.settings
  }
}

extension KMeansLearner {
  /// Elements up to which starts are spread over the threads, each with a copy of the points; above, each start is.
  private static let smallElements = 1 << 22

  /// Clusters the rows of `points`.
  ///
  /// - Parameter points: rows × features, finite; standardise them first, for distances mix the features' units.
  public func fit(_ points: Matrix<Float>, parallelism: Parallelism) throws(KMeansError) -> KMeansModel {
    try check(points, parallelism)
    let isSmall = points.elements.count <= Self.smallElements && settings.restarts >= parallelism.threads
    let inner = isSmall ? .serial : parallelism
    let outer = isSmall ? parallelism : .serial
    let shift = settings.tolerance > 0 ? settings.tolerance * meanVariance(points) : 0
    let fits = outer.map(settings.restarts) { restart in
      Result { () throws(KMeansError) in
        if case .miniBatch(let size) = settings.algorithm {
          var batches = try MiniBatchIteration(points, settings, size: size, restart: restart, parallelism: inner)
          return batches.run(maxIterations: settings.maxIterations, shift: shift)
        }
        var seeding = KMeansSeeding(
          points, seed: settings.seed, stream: UInt64(restart), parallelism: inner)
        let start = points.selectingRows(try seeding.run(clusters: settings.clusters))
        var lloyd = LloydIteration(points, from: start, parallelism: inner)
        return lloyd.run(maxIterations: settings.maxIterations, shift: shift)
      }
    }
    var best = try fits[0].get()
    for fit in fits.dropFirst() {
      let model = try fit.get()
      if model.inertia < best.inertia { best = model }
    }
    return best
  }

  /// Runs Lloyd's algorithm from given centroids (clusters × features), once, whatever the settings' algorithm.
  public func fit(
    _ points: Matrix<Float>, from start: Matrix<Float>, parallelism: Parallelism
  ) throws(KMeansError) -> KMeansModel {
    try check(points, parallelism)
    guard start.rows == settings.clusters, start.columns == points.columns else {
      throw .startShape(
        rows: start.rows, columns: start.columns, clusters: settings.clusters, features: points.columns)
    }
    var lloyd = LloydIteration(points, from: start, parallelism: parallelism)
    let shift = settings.tolerance > 0 ? settings.tolerance * meanVariance(points) : 0
    return lloyd.run(maxIterations: settings.maxIterations, shift: shift)
  }

  private func check(_ points: Matrix<Float>, _ parallelism: Parallelism) throws(KMeansError) {
    guard points.columns > 0 else { throw .noFeatures }
    guard points.rows >= settings.clusters else {
      throw .tooFewRows(rows: points.rows, clusters: settings.clusters)
    }
    if let (row, column) = points.firstNonFinite(parallelism: parallelism) {
      throw .nonFinite(row: row, column: column, found: points[row, column])
    }
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
