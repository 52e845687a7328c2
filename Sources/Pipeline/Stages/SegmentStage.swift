import CivilTime
import Foundation
import Learning
import Numerics
import PluginHost
package import Retention
package import Runs
import Settings
import Tables
import Text

extension StageName {
  package static let segment = StageName("segment")
}

/// The segment of each scored customer.
package struct CustomerSegments: Sendable {
  /// Names of the segments, by row of the scoring snapshot; nil where unknown.
  package let names: [String?]
  package let report: SegmentationReport
}

/// Clusters customers and names the clusters.
package struct SegmentStage: Stage {
  package let name = StageName.segment
  package let reads: [any Stage.Type] = [CleanStage.self, FeaturesStage.self]
  package let writes: [ArtefactPattern] = [
    .file(ArtefactPath.segmentAssignments), .file(ArtefactPath.segmentStrategies), .file(ArtefactPath.segmenter),
  ]
  package let sections: [any StageReport.Type] = [SegmentationReport.self]

  package init() {}

  package func run(_ inputs: StageInputs, _ context: StageContext) throws -> CustomerSegments {
    let (shop, features) = (try inputs(CleanStage.self), try inputs(FeaturesStage.self))
    let plugins = context.plugins
    let naming = try plugins.naming(named: context.settings.segmentation.naming)
    let (learner, settings) = try plugins.segmentation(context.configuration, seed: context.seed)
    let clusters = try clusters(of: features, by: learner, context)
    let lifetime = try LifetimeSummary(
      histories: shop.histories, orders: shop.orders, reference: shop.calendar.dataEnd + Microseconds.day,
      context: context.execution)
    let segments = try clusters.named(
      by: naming, block: features.scored, lifetime: lifetime, duplicates: settings.duplicateNames,
      context: context.execution)
    let output = CustomerSegments(
      names: segments.labels.map { segments.names[Int($0)] },
      report: SegmentationReport(clusters, naming: context.settings.segmentation.naming))
    try write(output, segments, clusters, features, context)
    report(output.report, segments, floor: settings.stabilityFloor, context.journal)
    return output
  }

  package func restore(
    from run: PublishedRun, _ inputs: StageInputs, _ context: StageContext
  ) throws -> CustomerSegments? {
    guard let features = inputs.ifPresent(FeaturesStage.self),
      let report = try run.sections([SegmentationReport.self]).first as? SegmentationReport
    else { return nil }
    let scores = try ScoreColumns(run, ids: features.scoredIDs)
    return CustomerSegments(names: try scores.strings("segment"), report: report)
  }

  package func reports(of output: CustomerSegments) -> [any StageReport] { [output.report] }

  /// Clusters the scored customers.
  ///
  /// - Throws: `ModelStageError` if there are too few, so that the message is about customers and not about points.
  private func clusters(
    of features: CustomerFeatures, by learner: any SegmentationLearner, _ context: StageContext
  ) throws -> CustomerClusters {
    do {
      return try learner.clusters(of: features.scored, context: context.execution)
    } catch let error as KMeansError {
      switch error {
      case .tooFewRows(let rows, let clusters):
        throw ModelStageError.tooFewToSegment(found: rows, different: nil, segments: clusters)
      case .fewerDistinctPoints(let distinct, let clusters):
        throw ModelStageError.tooFewToSegment(
          found: features.scored.rows, different: distinct, segments: clusters)
      default: throw error
      }
    }
  }

  private func report(_ report: SegmentationReport, _ segments: NamedSegments, floor: Double, _ journal: StageJournal) {
    if let ari = report.stabilityARI, ari < floor {
      journal.warn(
        "the segments are not stable: on resampled customers they agree with an adjusted Rand index of only "
          + "\(rounded(ari, 2)) (below \(floor)); read them with care")
    }
    journal.info(
      "\(report.k) clusters, silhouette \(report.silhouette.map { rounded($0, 3) } ?? "unknown"); "
        + "segments: \(segments.names.joined(separator: ", "))")
  }
}

// MARK: - Artifacts

extension SegmentStage {
  private func write(
    _ output: CustomerSegments, _ segments: NamedSegments, _ clusters: CustomerClusters,
    _ features: CustomerFeatures, _ context: StageContext
  ) throws {
    let artefacts = context.artefacts
    let book = try context.strategyBook()
    let assignments = Self.assignments(output, segments, clusters, features)
    try artefacts.write(ArtefactPath.segmentAssignments) {
      try TableOutput.writeParquet(assignments, to: $0, context: context.execution)
    }
    let strategies = segments.names.map { ($0, book.strategy(for: $0)) }
    try artefacts.write(json: Dictionary(uniqueKeysWithValues: strategies), to: ArtefactPath.segmentStrategies)
    try artefacts.write(
      json: Segmenter(clusters, context.settings.segmentation), to: ArtefactPath.segmenter)
  }

  private static func assignments(
    _ output: CustomerSegments, _ segments: NamedSegments, _ clusters: CustomerClusters, _ features: CustomerFeatures
  ) -> Table {
    let rfm: [Feature] = [.recencyDays, .frequencyCount, .monetaryAverage, .monetaryTotal]
    return Table(
      columns: [
        .strings("customer_id", features.scoredIDs),
        .integers("segment_id", segments.labels),
        .categories("segment_name", output.names),
        .integers("cluster", clusters.labels),
      ]
        + rfm.map { feature in
          feature.description.type == .integer
            ? .integers(feature.name, features.scored.column(feature))
            : .doubles(feature.name, features.scored.column(feature))
        })
  }
}

extension StageContext {
  /// The configured strategy book. The standard one is overlaid with the strategies in the settings.
  func strategyBook() throws -> StrategyBook {
    let book = try plugins.strategyBook(named: settings.strategies.book)
    return settings.strategies.book == "standard" ? book.overlaid(with: settings.strategies.segments) : book
  }
}

/// `models/segmenter.json`: what is needed to assign a customer to a cluster.
private struct Segmenter: Encodable {
  let algorithm: String
  let features: [String]
  let standardizer: Standardizer
  /// One row per cluster, in standardized features.
  let centroids: [[Double]]
  let inertia: Double
  let naming: String

  init(_ clusters: CustomerClusters, _ settings: SegmentationSettings) {
    algorithm = settings.algorithm
    features = clusters.features.map(\.name)
    standardizer = clusters.standardizer
    let model = clusters.report.model
    centroids = (0..<model.centroids.rows).map { row in
      (0..<model.centroids.columns).map { Double(model.centroids[row, $0]) }
    }
    inertia = model.inertia
    naming = settings.naming
  }
}
