package import Numerics

extension ClusterCountSearch {
  /// Fits and scores the candidates.
  ///
  /// - Parameter points: rows × features, standardized.
  /// - Throws: `Cancelled`, or the `KMeansError` of the smallest candidate, or of the forced number.
  package func run(_ points: Matrix<Float>, context: ExecutionContext) throws -> ClusterCountReport {
    try check()
    let (fits, infeasible) = try fits(points, context)
    let elbow = elbow(fits.map { ($0.clusters, $0.model.inertia) })
    let silhouettes = try silhouettes(
      points, of: fits.map { Labeling(labels: $0.model.labels, clusters: $0.clusters) },
      sampleLimit: silhouetteSampleLimit, seed: settings.seed, context: context)
    let rows = try zip(fits, silhouettes).map { fit, silhouette in
      try score(points, fit.model, silhouette, isElbow: fit.clusters == elbow, context)
    }
    let (chosen, reason) = choose(rows)
    let model = fits.first { $0.clusters == chosen }!.model
    return ClusterCountReport(
      candidates: rows, chosen: chosen, reason: reason, model: model, infeasible: infeasible)
  }

  private func check() throws(KMeansError) {
    guard candidates.lowerBound >= 1 else {
      throw .invalidSetting(name: "smallest candidate", found: Double(candidates.lowerBound), rule: "at least 1")
    }
    for (name, value) in [("tolerance of the silhouette", tolerance), ("smallest share", smallestShare)]
    where !(value >= 0 && value <= 1) {
      throw .invalidSetting(name: name, found: value, rule: "between 0 and 1")
    }
  }

  private var numbers: [Int] {
    if case .forced(let number) = choice, !candidates.contains(number) {
      return (Array(candidates) + [number]).sorted()
    }
    return Array(candidates)
  }

  private typealias Fit = (clusters: Int, model: KMeansModel)

  private func fits(_ points: Matrix<Float>, _ context: ExecutionContext) throws -> (fits: [Fit], infeasible: [Int]) {
    var (fits, infeasible) = ([Fit](), [Int]())
    let starts = PlannedWork(settings.restarts, unit: "starts")
    let contexts = numbers.map { _ in context.reporting(to: context.progress.announcing(starts)) }
    for (clusters, context) in zip(numbers, contexts) {
      do {
        fits.append((clusters, try fit(points, clusters, context)))
      } catch let error as KMeansError {
        // Fewer customers than clusters ends the list; it is an error only where nothing is left to choose.
        guard error.isAboutCount, !fits.isEmpty, choice != .forced(clusters) else { throw error }
        infeasible.append(clusters)
      }
    }
    return (fits, infeasible)
  }

  private func fit(_ points: Matrix<Float>, _ clusters: Int, _ context: ExecutionContext) throws -> KMeansModel {
    var settings = settings
    settings.clusters = clusters
    return try KMeansLearner(settings.validated()).fit(points, context: context)
  }

  private func score(
    _ points: Matrix<Float>, _ model: KMeansModel, _ silhouette: SilhouetteReport?, isElbow: Bool,
    _ context: ExecutionContext
  ) throws -> ClusterCountCandidate {
    let share = Double(model.sizes.min() ?? 0) / Double(points.rows)
    return ClusterCountCandidate(
      clusters: model.clusters, inertia: model.inertia, silhouette: silhouette,
      daviesBouldin: try daviesBouldin(
        points, labels: model.labels, clusters: model.clusters, context: context),
      smallestShare: share, isElbow: isElbow,
      isEligible: model.clusters <= interpretable && share >= smallestShare && silhouette != nil)
  }

  /// The number of clusters whose point is farthest below the chord of the curve of inertia, both axes scaled to 0...1.
  private func elbow(_ curve: [(clusters: Int, inertia: Double)]) -> Int? {
    guard curve.count >= 3, let first = curve.first, let last = curve.last, first.inertia > last.inertia else {
      return nil
    }
    let depths = curve.map { point in
      let across = Double(point.clusters - first.clusters) / Double(last.clusters - first.clusters)
      let down = (first.inertia - point.inertia) / (first.inertia - last.inertia)
      return down - across
    }
    let deepest = depths.indices.max { (depths[$0], $1) < (depths[$1], $0) }!
    return depths[deepest] > 0 ? curve[deepest].clusters : nil
  }

  func choose(_ rows: [ClusterCountCandidate]) -> (Int, ClusterCountReason) {
    if case .forced(let number) = choice { return (number, .forced) }
    func mean(_ row: ClusterCountCandidate) -> Double { row.silhouette?.mean ?? -1 }
    let eligible = rows.filter(\.isEligible)
    guard let best = first(eligible, greatest: mean) else {
      let fallback = first(rows, greatest: mean)!
      return (fallback.clusters, .noneEligible(best: mean(fallback)))
    }
    let required = mean(best) - tolerance * abs(mean(best))
    let chosen = eligible.last { mean($0) >= required }!
    return (
      chosen.clusters,
      .largestWithinTolerance(best: mean(best), bestClusters: best.clusters, required: required)
    )
  }

  private func first(
    _ rows: [ClusterCountCandidate], greatest value: (ClusterCountCandidate) -> Double
  ) -> ClusterCountCandidate? {
    rows.reduce(nil) { best, row in best.map { value(row) > value($0) ? row : $0 } ?? row }
  }
}

extension KMeansError {
  /// Whether fewer clusters would have been possible.
  fileprivate var isAboutCount: Bool {
    switch self {
    case .tooFewRows, .fewerDistinctPoints: true
    case .invalidSetting, .noFeatures, .nonFinite, .startShape: false
    }
  }
}
