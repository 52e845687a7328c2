public import Numerics

/// How far a clustering comes out the same when other customers of the same kind had been there.
public struct ClusterStability: Sendable, Hashable, Codable {
  /// Mean adjusted Rand index between the fit and refits on bootstrap samples; nil where no sample could be clustered.
  public let meanAdjustedRand: Double?
  /// Lowest of them.
  public let lowestAdjustedRand: Double?
  /// Refits that the mean is of.
  public let resamples: Int
}

extension ClusterStability {
  /// Below this, a clustering is called unstable (Hennig 2007 for the measure's use).
  public static let unstableBelow = 0.6

  public var isStable: Bool {
    meanAdjustedRand.map { $0 >= Self.unstableBelow } ?? false
  }
}

/// Refits on bootstrap samples of the rows and compares, on all rows, with `model`'s labels.
///
/// - Parameters:
///   - points: those that `model` was fitted to.
///   - settings: of the refits; their seed and restarts may differ from the model's.
///   - resamples: how often.
/// - Throws: `Cancelled`.
public func bootstrapStability(
  of model: KMeansModel, _ points: Matrix<Float>, settings: KMeansSettings.Validated, resamples: Int = 20,
  context: ExecutionContext
) throws -> ClusterStability {
  let learner = KMeansLearner(settings)
  context.progress.expect(resamples, unit: "resamples")
  let indices = try context.mapParts(resamples) { resample, inner -> Double? in
    defer { context.progress.advance() }
    var generator = PhiloxGenerator(seed: settings.settings.seed, stream: UInt64(resample) | 1 << 40)
    let rows = (0..<points.rows).map { _ in generator.index(below: points.rows) }
    do {
      let sample = try points.selectingRows(rows, context: inner)
      let refit = try learner.fit(sample, context: inner.quiet)
      return adjustedRandIndex(model.labels, try refit.assign(points, context: inner))
    } catch is KMeansError {
      // The sample holds fewer distinct points than clusters.
      return nil
    }
  }
  let found = indices.compactMap { $0 }
  return ClusterStability(
    meanAdjustedRand: found.isEmpty ? nil : found.reduce(0, +) / Double(found.count),
    lowestAdjustedRand: found.min(), resamples: found.count)
}
