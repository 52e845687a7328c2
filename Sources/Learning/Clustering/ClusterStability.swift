package import Numerics

/// How similar clusterings of other points from the same population would be.
package struct ClusterStability: Sendable, Hashable, Codable {
  /// Mean adjusted Rand index between the fit and refits on bootstrap samples; nil where no sample could be clustered.
  package let meanAdjustedRand: Double?
  /// Lowest of them.
  package let lowestAdjustedRand: Double?
  /// Refits that the mean is of.
  package let resamples: Int
}

extension ClusterStability {
  /// Below this a clustering is reported as unstable (Hennig 2007 on the use of the measure).
  package static let unstableBelow = 0.6

  /// Whether the mean index reaches `unstableBelow`; false where nothing could be clustered.
  package var isStable: Bool {
    meanAdjustedRand.map { $0 >= Self.unstableBelow } ?? false
  }
}

/// Refits on bootstrap samples of the rows and compares, on all rows, with the labels of a clustering.
///
/// A sample that the learner cannot cluster, because it has too few distinct points, is left out.
///
/// - Parameters:
///   - labels: cluster of each point.
///   - points: those that were clustered.
///   - learner: of the refits; a refit is compared, not kept, so it may be quicker than that of the labels.
///   - resamples: how often.
///   - seed: of the samples.
/// - Throws: `Cancelled`.
package func bootstrapStability<
  Clustering: Learner<Matrix<Float>, Assignment>, Assignment: Predictor<Matrix<Float>, Int32>
>(
  of labels: [Int32], _ points: Matrix<Float>, refitting learner: Clustering, resamples: Int = 20, seed: UInt64,
  context: ExecutionContext
) throws -> ClusterStability {
  context.progress.expect(resamples, unit: "resamples")
  let indices = try context.mapParts(resamples) { resample, inner -> Double? in
    defer { context.progress.advance() }
    var generator = PhiloxGenerator(seed: seed, stream: UInt64(resample) | 1 << 40)
    let rows = (0..<points.rows).map { _ in generator.index(below: points.rows) }
    let sample = try points.selectingRows(rows, context: inner)
    guard let refit = try fit(learner, sample, inner) else { return nil }
    return adjustedRandIndex(labels, try refit.predict(points, context: inner))
  }
  let found = indices.compactMap { $0 }
  return ClusterStability(
    meanAdjustedRand: found.isEmpty ? nil : found.reduce(0, +) / Double(found.count),
    lowestAdjustedRand: found.min(), resamples: found.count)
}

/// nil where the learner refuses the points.
private func fit<Model>(
  _ learner: some Learner<Matrix<Float>, Model>, _ points: Matrix<Float>, _ context: ExecutionContext
) throws(Cancelled) -> Model? {
  do {
    return try learner.fit(points, context: context.quiet)
  } catch let stop as Cancelled {
    throw stop
  } catch {
    return nil
  }
}
