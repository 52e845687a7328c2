import Learning
package import Numerics
import Text

/// Groups the customers of one snapshot by a Gaussian mixture, whose number of components has the least Bayesian
/// information criterion.
package struct GaussianMixtureSegmentation: SegmentationLearner {
  let settings: SegmentationSettings
  let features: [Feature]
  let seed: UInt64

  package init(settings: SegmentationSettings, features: [Feature], seed: UInt64) {
    self.settings = settings
    self.features = features
    self.seed = seed
  }

  /// - Throws: `Cancelled`; `KMeansError` where the customers cannot fill the clusters, `GaussianMixtureError`.
  package func clusters(of block: SnapshotFeatures, context: ExecutionContext) throws -> CustomerClusters {
    let points = try CustomerClusters.inputs(block, features, context)
    let standardizer = try Standardizer(fitting: points, transform: settings.transform, context: context)
    let standardized = try standardizer.transform(points, context: context)
    let fits = try fits(standardized, context)
    let candidates = try candidates(fits, standardized, context)
    let place = choice(candidates)
    let fit = fits[place]
    let reason =
      settings.nClusters == nil
      ? "\(fit.model.components) components have the least Bayesian information criterion of those that could be chosen"
      : "\(fit.model.components) components, as the configuration asks for"
    return try CustomerClusters(
      of: block, standardized, labels: fit.labels, count: fit.count, candidates: candidates, chosen: candidates[place],
      reason: fit.count == fit.model.components
        ? reason : reason + ", of which \(fit.count) are the most probable one of somebody",
      model: .mixture(fit.model), standardizer: standardizer, features: features,
      stability: try stability(of: fit, standardized, context), memberships: fit.memberships, context: context)
  }

  /// A mixture, and the cluster of each point: its most probable component, those of nobody left out.
  private struct Fit {
    let model: GaussianMixtureModel
    let labels: [Int32]
    let count: Int
    let memberships: [Double]

    init(_ model: GaussianMixtureModel, _ points: Matrix<Float>, _ context: ExecutionContext) throws(Cancelled) {
      self.model = model
      let components = try model.predict(points, context: context)
      let shares = try model.memberships(points, context: context)
      memberships = components.indices.map { shares[$0, Int(components[$0])] }
      let used = Set(components).sorted()
      let numbers = Dictionary(uniqueKeysWithValues: used.enumerated().map { ($1, Int32($0)) })
      labels = components.map { numbers[$0]! }
      count = used.count
    }
  }

  private func mixture(_ components: Int, starts: Int) throws -> GaussianMixtureLearner {
    try GaussianMixtureLearner(
      GaussianMixtureSettings(
        components: components, starts: starts, maxIterations: settings.maxIterations, seed: seed
      ).validated())
  }

  /// One for each number of components that the points can fill.
  private func fits(_ points: Matrix<Float>, _ context: ExecutionContext) throws -> [Fit] {
    let numbers = settings.nClusters.map { [$0] } ?? Array(settings.kMin...settings.kMax)
    var fits: [Fit] = []
    for number in numbers {
      do {
        let model = try mixture(number, starts: settings.nInit).fit(points, context: context)
        fits.append(try Fit(model, points, context))
      } catch let error as KMeansError {
        // Fewer customers than components ends the list; it is an error only where nothing is left to choose.
        guard !fits.isEmpty else { throw error }
        break
      }
    }
    return fits
  }

  private func candidates(
    _ fits: [Fit], _ points: Matrix<Float>, _ context: ExecutionContext
  ) throws -> [SegmentationReport.Candidate] {
    let silhouettes = try silhouettes(
      points, of: fits.map { Labeling(labels: $0.labels, clusters: $0.count) },
      sampleLimit: settings.silhouetteExactLimit, seed: seed, context: context)
    return try zip(fits, silhouettes).map { fit, silhouette in
      let smallest = (0..<fit.count).map { cluster in fit.labels.count { Int($0) == cluster } }.min() ?? 0
      let share = Double(smallest) / Double(max(1, points.rows))
      return SegmentationReport.Candidate(
        k: fit.model.components, silhouette: silhouette?.mean, silhouetteStandardError: silhouette?.standardError,
        daviesBouldin: try daviesBouldin(points, labels: fit.labels, clusters: fit.count, context: context),
        inertia: nil, bic: fit.model.bic, smallestShare: share, elbow: false,
        eligible: fit.model.components <= settings.kInterpretable && share >= settings.minClusterShare
          && fit.count == fit.model.components)
    }
  }

  /// The least criterion among the eligible ones; of all, where none is.
  private func choice(_ candidates: [SegmentationReport.Candidate]) -> Int {
    let eligible = candidates.indices.filter { candidates[$0].eligible }
    let places = eligible.isEmpty ? Array(candidates.indices) : eligible
    return places.min { (candidates[$0].bic ?? .infinity, $0) < (candidates[$1].bic ?? .infinity, $1) } ?? 0
  }

  private func stability(
    of fit: Fit, _ points: Matrix<Float>, _ context: ExecutionContext
  ) throws -> ClusterStability? {
    guard settings.bootstrapSamples > 0 else { return nil }
    return try bootstrapStability(
      of: fit.labels, points, refitting: mixture(fit.model.components, starts: min(3, settings.nInit)),
      resamples: settings.bootstrapSamples, seed: seed, context: context)
  }
}
