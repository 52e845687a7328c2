package import Learning
package import Numerics

/// Groups the customers of one snapshot by K-Means.
package struct KMeansSegmentation: SegmentationLearner {
  let settings: SegmentationSettings
  let features: [Feature]
  let seed: UInt64

  package init(settings: SegmentationSettings, features: [Feature], seed: UInt64) {
    self.settings = settings
    self.features = features
    self.seed = seed
  }

  /// - Throws: `Cancelled`, or `KMeansError` where the customers cannot fill the clusters.
  package func clusters(of block: SnapshotFeatures, context: ExecutionContext) throws -> CustomerClusters {
    let points = try CustomerClusters.inputs(block, features, context)
    let standardizer = try Standardizer(
      fitting: points, transform: settings.transform, context: context)
    let standardized = try standardizer.transform(points, context: context)
    let report = try search.run(standardized, context: context)
    let stability = try stability(of: report.model, standardized, context)
    let candidates = report.candidates.map(SegmentationReport.Candidate.init)
    return try CustomerClusters(
      of: block, standardized, labels: report.model.labels, count: report.chosen, candidates: candidates,
      reason: report.reason.explanation(chosen: report.chosen), model: .centroids(report.model),
      standardizer: standardizer, features: features, stability: stability, context: context)
  }

  private var search: ClusterCountSearch {
    ClusterCountSearch(
      candidates: settings.kMin...settings.kMax, choice: settings.nClusters.map { .forced($0) } ?? .search,
      interpretable: settings.kInterpretable, tolerance: settings.kTolerance, smallestShare: settings.minClusterShare,
      settings: kMeans(clusters: settings.kMin), silhouetteSampleLimit: settings.silhouetteExactLimit)
  }

  private func kMeans(clusters: Int) -> KMeansSettings {
    KMeansSettings(
      clusters: clusters, restarts: settings.nInit, maxIterations: settings.maxIterations,
      tolerance: settings.tolerance, seed: seed,
      algorithm: settings.batchSize.map { .miniBatch(size: $0) } ?? .lloyd)
  }

  private func stability(
    of model: KMeansModel, _ points: Matrix<Float>, _ context: ExecutionContext
  ) throws -> ClusterStability? {
    guard settings.bootstrapSamples > 0 else { return nil }
    // A refit needs fewer starts: it is compared, not kept.
    var refit = kMeans(clusters: model.clusters)
    refit.restarts = min(3, settings.nInit)
    return try bootstrapStability(
      of: model.labels, points, refitting: KMeansLearner(refit.validated()), resamples: settings.bootstrapSamples,
      seed: seed, context: context)
  }
}
