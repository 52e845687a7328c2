import Foundation
import Learning
import Numerics
import PluginHost
import Retention
import Settings
import Tables

extension StageRunner {
  mutating func segment() throws {
    guard var scores = state.scores, let histories = state.histories, let orders = state.orders,
      let calendar = state.calendar
    else { return }
    let naming = try registry.naming(named: settings.segmentation.naming)
    let book = try strategyBook()
    let segmentation = try registry.segmentationSettings(request.configuration)
    let features = try segmentation.features.map { name in
      guard let feature = Feature.named(name) else { throw unknownFeature(name) }
      return feature
    }
    let clusters = try clusters(
      by: SegmentationStage(settings: segmentation, features: features, seed: seed), of: scores)
    let lifetime = try LifetimeSummary(
      histories: histories, orders: orders, reference: calendar.dataEnd + Microseconds.day, context: context)
    let segments = try clusters.named(
      by: naming, block: scores.features, lifetime: lifetime, duplicates: segmentation.duplicateNames,
      parallelism: parallelism)
    scores.segment = segments.labels.map { segments.names[Int($0)] }
    state.scores = scores
    try writeSegments(segments, clusters, scores, book)
    noteSegmentation(clusters, segments, floor: segmentation.stabilityFloor)
  }

  /// - Throws: `ModelStageError` where the customers are too few, in words of the shop instead of clustering's.
  private func clusters(by stage: SegmentationStage, of scores: ScoreTable) throws -> CustomerClusters {
    do {
      return try stage.clusters(of: scores.features, context: context)
    } catch let error as KMeansError {
      switch error {
      case .tooFewRows(let rows, let clusters):
        throw ModelStageError.tooFewToSegment(found: rows, different: nil, segments: clusters)
      case .fewerDistinctPoints(let distinct, let clusters):
        throw ModelStageError.tooFewToSegment(found: scores.rows, different: distinct, segments: clusters)
      default: throw error
      }
    }
  }

  /// The book that the config names, under the strategies that the config spells out.
  func strategyBook() throws -> StrategyBook {
    let book = try registry.strategyBook(named: settings.strategies.book)
    return settings.strategies.book == "standard" ? book.overlaid(with: settings.strategies.segments) : book
  }

  private func unknownFeature(_ name: String) -> any Error {
    request.configuration.invalid(
      SegmentationParameters.features,
      must: "hold names of features; '\(name)' is none"
        + (nearestName(to: name, in: Feature.allCases.map(\.name)).map { ", did you mean '\($0)'?" } ?? ""))
  }
}

// MARK: - Artefacts

extension StageRunner {
  private func writeSegments(
    _ segments: NamedSegments, _ clusters: CustomerClusters, _ scores: ScoreTable, _ book: StrategyBook
  ) throws {
    let rfm: [Feature] = [.recencyDays, .frequencyCount, .monetaryAverage, .monetaryTotal]
    let assignments = Table(
      columns: [
        .texts("customer_id", scores.ids),
        .integers("segment_id", segments.labels),
        .categories("segment_name", scores.segment),
        .integers("cluster", clusters.labels),
      ]
        + rfm.map { feature in
          feature.description.type == .integer
            ? .integers(feature.name, scores.features.column(feature))
            : .reals(feature.name, scores.features.column(feature))
        })
    try write(ArtefactPath.segmentAssignments) { try TableOutput.writeParquet(assignments, to: $0) }
    try write(
      ArtefactPath.segmentStrategies,
      .object(JSONObject(try segments.names.map { ($0, try JSONValue(encoding: book.strategy(for: $0))) })))
    try write(ArtefactPath.segmentSummary) {
      try TableOutput.writeCSV(SegmentSummary(scores).table, to: $0)
    }
    try write(ArtefactPath.segmenter, segmenter(clusters))
  }

  private func segmenter(_ clusters: CustomerClusters) throws -> JSONValue {
    let centroids = clusters.report.model.centroids
    return [
      "algorithm": .string(settings.segmentation.algorithm),
      "features": .array(clusters.features.map { .string($0.name) }),
      "standardizer": try JSONValue(encoding: clusters.standardizer),
      "centroids": .array(
        (0..<centroids.rows).map { row in
          .array((0..<centroids.columns).map { .number(Double(centroids[row, $0])) })
        }),
      "inertia": .number(clusters.report.model.inertia),
      "naming": .string(settings.segmentation.naming),
    ]
  }

  private mutating func noteSegmentation(_ clusters: CustomerClusters, _ segments: NamedSegments, floor: Double) {
    let candidate = clusters.candidate
    let ari = clusters.stability?.meanAdjustedRand
    state.metrics["segmentation"] = [
      "k": .integer(clusters.report.chosen),
      "silhouette": number(candidate?.silhouette?.mean),
      "davies_bouldin": number(candidate?.daviesBouldin),
      "inertia": number(candidate?.inertia),
      "stability_ari": number(ari),
      "n": .integer(clusters.labels.count),
      "candidates": .array(
        clusters.report.candidates.map { row in
          [
            "k": .integer(row.clusters), "silhouette": number(row.silhouette?.mean),
            "silhouette_standard_error": number(row.silhouette?.standardError),
            "davies_bouldin": number(row.daviesBouldin), "inertia": .number(row.inertia),
            "smallest_share": .number(row.smallestShare), "elbow": .bool(row.isElbow),
            "eligible": .bool(row.isEligible),
          ]
        }),
      "reason": .string(clusters.report.reason.sentence(chosen: clusters.report.chosen)),
      "naming": .string(settings.segmentation.naming),
    ]
    if let ari, ari < floor {
      warn(
        "the segments are not stable: on resampled customers they agree with an adjusted Rand index of only "
          + "\(rounded(ari, 2)) (below \(floor)); read them with care", .segment)
    }
    log.info(
      "\(clusters.report.chosen) clusters, silhouette \(candidate?.silhouette.map { rounded($0.mean, 3) } ?? "unknown"); "
        + "segments: \(segments.names.joined(separator: ", "))", stage: .segment)
  }
}

extension ClusterCountReason {
  func sentence(chosen: Int) -> String {
    switch self {
    case .forced: "\(chosen) clusters, as the configuration asks for"
    case .largestWithinTolerance(let best, let bestClusters, let required):
      "the best silhouette is \(rounded(best, 3)) at \(bestClusters) clusters; \(chosen) is the largest number with at "
        + "least \(rounded(required, 3))"
    case .noneEligible(let best):
      "no number of clusters is both interpretable and free of tiny clusters, so the best silhouette (\(rounded(best, 3))) "
        + "decided"
    }
  }
}

func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }

/// Fixed decimals, for sentences; what is not finite is unknown.
func rounded(_ value: Double, _ digits: Int) -> String {
  value.isFinite ? String(format: "%.\(digits)f", value) : "unknown"
}
