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

/// The segment of each customer.
package struct CustomerSegments: Sendable {
  /// Names of the segments, by row of the scoring snapshot; nil where unknown.
  package let names: [String?]
  /// The segments of all customers, also of those who are not scored.
  package let assignments: SegmentAssignments
  package let report: SegmentationReport
}

/// Clusters the scored customers, and gives every customer a segment.
package struct SegmentStage: Stage {
  package let name = StageName.segment
  package let product: String? = "segments"
  package let canBeLeftOut = true
  package let reads: [any Stage.Type] = [CleanStage.self, FeaturesStage.self]
  package let writes: [ArtefactPattern] = [
    .file(ArtefactPath.segmentAssignments), .file(ArtefactPath.segmentStrategies), .file(ArtefactPath.segmenter),
    .file(ArtefactPath.segmentMigration),
  ]
  package let sections: [any StageReport.Type] = [SegmentationReport.self]

  package init() {}

  package func run(_ inputs: StageInputs, _ context: StageContext) throws -> CustomerSegments {
    let (shop, features) = (try inputs(CleanStage.self), try inputs(FeaturesStage.self))
    let plugins = context.plugins
    let naming = try plugins.naming(named: context.settings.segmentation.naming)
    let (learner, settings) = try plugins.segmentation(context.configuration, seed: context.seed)
    let clusters = try clusters(of: features, by: learner, isNeeded: naming.granularity == .cluster, settings, context)
    var past = try PastSegments(shop, naming: naming, settings, context)
    let segments = try named(clusters, past, shop, features, naming, settings, context)
    let migration = try past.migration(to: segments.assignments, context)
    let report = try report(segments, clusters, &past, migration, naming, shop, context)
    let output = CustomerSegments(
      names: segments.assignments.scoredNames, assignments: segments.assignments, report: report)
    try write(segments, clusters, past, features, context)
    try context.artefacts.write(ArtefactPath.segmentMigration) {
      try TableOutput.writeCSV(migration.table, to: $0)
    }
    tell(report, segments, naming, floor: settings.stabilityFloor, context.journal)
    return output
  }

  package func restore(
    from run: PublishedRun, _ inputs: StageInputs, _ context: StageContext
  ) throws -> CustomerSegments? {
    guard let features = inputs.ifPresent(FeaturesStage.self),
      let report = try run.sections([SegmentationReport.self]).first as? SegmentationReport
    else { return nil }
    let scores = try ScoreColumns(run, ids: features.scoredIDs)
    let assignments = try SegmentAssignments(run, scored: features.scored.rows)
    return CustomerSegments(names: try scores.strings("segment"), assignments: assignments, report: report)
  }

  package func reports(of output: CustomerSegments) -> [any StageReport] { [output.report] }

  /// Clusters the scored customers; nil, with a verdict, where there are too few and the naming does without clusters.
  ///
  /// - Throws: `ModelStageError` if there are too few, so that the message is about customers and not about points.
  private func clusters(
    of features: CustomerFeatures, by learner: any SegmentationLearner, isNeeded: Bool,
    _ settings: SegmentationSettings, _ context: StageContext
  ) throws -> CustomerClusters? {
    let (rows, fewest) = (features.scored.rows, settings.fewestClusters)
    let (different, needed): (Int?, Int)
    do {
      guard rows > 0 else { throw KMeansError.tooFewRows(rows: 0, clusters: fewest) }
      // Clusters of one customer each group nobody.
      guard isNeeded || rows >= Self.perCluster * fewest else {
        context.journal.verdict(
          ModelStageError.noClusters(
            found: rows, different: nil, clusters: fewest, needed: Self.perCluster * fewest))
        return nil
      }
      return try learner.clusters(of: features.scored, context: context.execution)
    } catch let error as KMeansError {
      switch error {
      case .tooFewRows(_, let clusters): (different, needed) = (nil, clusters)
      case .fewerDistinctPoints(let distinct, let clusters): (different, needed) = (distinct, clusters)
      default: throw error
      }
    }
    if isNeeded { throw ModelStageError.tooFewToSegment(found: rows, different: different, segments: needed) }
    context.journal.verdict(
      ModelStageError.noClusters(found: rows, different: different, clusters: needed, needed: needed))
    return nil
  }

  /// Fewest customers for each cluster, on average, where segments do without clusters.
  private static let perCluster = 2

  /// Names of all customers by the naming, whatever it looks at.
  private func named(
    _ clusters: CustomerClusters?, _ past: PastSegments, _ shop: CleanedShop, _ features: CustomerFeatures,
    _ naming: any SegmentNaming, _ settings: SegmentationSettings, _ context: StageContext
  ) throws -> SegmentNames {
    let execution = context.execution
    var (scoredNames, clusterNames, found): ([String], [String]?, [String]?) = ([], nil, nil)
    switch (naming.granularity, naming.period) {
    case (.cluster, _):
      guard let clusters else { preconditionFailure("a naming of clusters has clusters") }
      let names = try clusters.clusterNames(by: naming, duplicates: settings.duplicateNames, context: execution)
      found = try clusters.clusterNames(by: naming, duplicates: .merge, context: execution)
      scoredNames = clusters.labels.map { names[Int($0)] }
      clusterNames = names
    case (.customer, .history): break
    case (.customer, _):
      scoredNames = try naming.customerNames(
        features.scored,
        lifetime: try LifetimeSummary(
          histories: shop.histories, orders: shop.orders, reference: shop.calendar.dataEnd + Microseconds.day,
          context: execution),
        context: execution)
      found = scoredNames
    }
    let assignments = SegmentAssignments(
      past.scoring, names: past.names, scored: features.scored.customers, scoredNames: scoredNames)
    let order =
      (clusterNames ?? naming.rules.map(\.name)) + [SegmentAssignments.noRecentOrder, RelativeNaming.noNetPurchase]
    return SegmentNames(
      assignments: assignments, segments: NamedSegments(rowNames: assignments.names, order: order),
      clusterNames: clusterNames, found: found ?? assignments.names)
  }

  private func report(
    _ segments: SegmentNames, _ clusters: CustomerClusters?, _ past: inout PastSegments, _ migration: SegmentMigration,
    _ naming: any SegmentNaming, _ shop: CleanedShop, _ context: StageContext
  ) throws -> SegmentationReport {
    var report = SegmentationReport(
      clusters, scored: segments.assignments.isScored.count { $0 }, naming: naming.name)
    report.customers = segments.assignments.names.count
    report.notScored = segments.assignments.notScored
    report.thresholds = naming.period == .history ? past.thresholds : nil
    report.definitions = SegmentationReport.Definition.all(of: naming, past.thresholds)
    report.clusters = clusters?.descriptions(names: segments.clusterNames)
    report.outcomes = try past.outcomes(shop, naming, context)
    report.migrationSince = past.since
    report.moved = migration.moved
    return report
  }

  private func tell(
    _ report: SegmentationReport, _ segments: SegmentNames, _ naming: any SegmentNaming, floor: Double,
    _ journal: StageJournal
  ) {
    if let ari = report.stabilityARI, ari < floor {
      journal.warn(
        "the clusters are not stable: on resampled customers they agree with an adjusted Rand index of only "
          + "\(rounded(ari, 2)) (below \(floor)); read them with care")
    }
    if let sentence = UnmatchedNames(of: naming, found: segments.found).sentence { journal.warn(sentence) }
    for sentence in segments.sharedNames { journal.info(sentence) }
    let clusters = report.k.map {
      "\($0) clusters, silhouette \(report.silhouette.map { rounded($0, 3) } ?? "unknown")"
    }
    journal.info(
      "\(clusters ?? "no clusters"); segments: \(segments.segments.names.joined(separator: ", ")); \(grouped(report.notScored ?? 0)) of "
        + "\(grouped(report.customers ?? 0)) customers have no order in the window")
  }
}

/// All customers with their names.
private struct SegmentNames {
  let assignments: SegmentAssignments
  /// Numbers of the segments.
  let segments: NamedSegments
  /// nil where customers are named one by one.
  let clusterNames: [String]?
  /// Names that the naming gave, before clusters of one name were numbered.
  let found: [String]

  /// A sentence for each name of several clusters.
  var sharedNames: [String] {
    guard let clusterNames else { return [] }
    let names = Set(found).sorted()
    return names.compactMap { name in
      let clusters = found.indices.filter { found[$0] == name }
      guard clusters.count > 1 else { return nil }
      let labels = clusters.map { clusterNames[$0] }
      let numbers = clusters.map(String.init).joined(separator: ", ")
      return "the clusters \(numbers) are all named \(name), and "
        + (Set(labels).count == 1 ? "are one segment" : "became \(labels.joined(separator: ", "))")
    }
  }
}

// MARK: - Artifacts

extension SegmentStage {
  private func write(
    _ segments: SegmentNames, _ clusters: CustomerClusters?, _ past: PastSegments, _ features: CustomerFeatures,
    _ context: StageContext
  ) throws {
    let artefacts = context.artefacts
    let book = try context.strategyBook()
    let assignments = Self.table(segments, clusters, past)
    try artefacts.write(ArtefactPath.segmentAssignments) {
      try TableOutput.writeParquet(assignments, to: $0, context: context.execution)
    }
    let strategies = segments.segments.names.map { ($0, book.strategy(for: $0)) }
    try artefacts.write(json: Dictionary(uniqueKeysWithValues: strategies), to: ArtefactPath.segmentStrategies)
    try artefacts.write(
      json: Segmenter(clusters, context.settings.segmentation, past.thresholds), to: ArtefactPath.segmenter)
  }

  private static func table(_ segments: SegmentNames, _ clusters: CustomerClusters?, _ past: PastSegments) -> Table {
    let (summaries, assignments) = (past.scoring, segments.assignments)
    let unknown = [Double](repeating: .nan, count: assignments.names.count)
    // Where nobody has come back, the gap of the naming is an assumption.
    let hasGaps = past.thresholds.repeatCustomers > 0
    var cluster = (numbers: unknown, memberships: unknown)
    for (scored, row) in assignments.isScored.indices.filter({ assignments.isScored[$0] }).enumerated() {
      guard let clusters else { break }
      cluster.numbers[row] = Double(clusters.labels[scored])
      if let memberships = clusters.memberships { cluster.memberships[row] = memberships[scored] }
    }
    return Table(columns: [
      .strings("customer_id", summaries.customers.map { past.ids[Int($0)] }),
      .integers("segment_id", segments.segments.labels),
      .categories("segment_name", assignments.names),
      .bools("is_scored", assignments.isScored),
      .integers("cluster", cluster.numbers),
      .doubles("cluster_membership", cluster.memberships),
      .integers(Feature.recencyDays.name, assignments.recencyDays),
      .integers(Feature.frequencyCount.name, summaries.orders),
      .doubles(Feature.monetaryAverage.name, zip(summaries.netValue, summaries.orders).map { $1 > 0 ? $0 / $1 : .nan }),
      .doubles(Feature.monetaryTotal.name, summaries.netValue),
      .doubles(HistoryColumn.usualGap.name, hasGaps ? summaries.usualGaps(past.thresholds) : unknown),
      .doubles(HistoryColumn.silence.name, hasGaps ? summaries.silence(past.thresholds) : unknown),
    ])
  }
}

extension SegmentAssignments {
  /// Reads `segments/segment_assignments.parquet`.
  ///
  /// - Parameter scored: customers with scores.
  /// - Throws: `RunError.missingArtefact`; `ArtefactError.inconsistent` if as many are not marked.
  fileprivate init(_ run: PublishedRun, scored: Int) throws {
    let path = try run.existing(ArtefactPath.segmentAssignments).path
    let table = try readTable(path)
    guard case .bool(let isScored) = try table.requireColumn(named: "is_scored").values else {
      throw ArtefactError.inconsistent(path: path, with: ArtefactPath.features)
    }
    self.init(
      names: try table.strings(named: "segment_name"), isScored: isScored.array,
      recencyDays: try table.doubles(named: Feature.recencyDays.name),
      orders: try table.doubles(named: Feature.frequencyCount.name),
      netValue: try table.doubles(named: Feature.monetaryTotal.name))
    guard self.isScored.count(where: \.self) == scored else {
      throw ArtefactError.inconsistent(path: path, with: ArtefactPath.features)
    }
  }
}

extension StageContext {
  /// The configured strategy book. The standard one is overlaid with the strategies in the settings.
  func strategyBook() throws -> StrategyBook {
    let book = try plugins.strategyBook(named: settings.strategies.book)
    return settings.strategies.book == "standard" ? book.overlaid(with: settings.strategies.segments) : book
  }
}

/// `models/segmenter.json`: what is needed to assign a customer to a cluster, and the limits of a naming by history.
private struct Segmenter: Encodable {
  let algorithm: String
  /// nil without clusters, as in what follows.
  let features: [String]?
  let standardizer: Standardizer?
  /// One row per cluster, in standardized features: centroids, or means of the components of a mixture.
  let centroids: [[Double]]?
  /// Of K-Means.
  let inertia: Double?
  /// Of the components of a mixture.
  let weights: [Double]?
  let covariances: [[[Double]]]?
  let naming: String
  let thresholds: RelativeThresholds

  init(_ clusters: CustomerClusters?, _ settings: SegmentationSettings, _ thresholds: RelativeThresholds) {
    self.thresholds = thresholds
    algorithm = settings.algorithm
    features = clusters?.features.map(\.name)
    standardizer = clusters?.standardizer
    switch clusters?.model {
    case nil: (centroids, inertia, weights, covariances) = (nil, nil, nil, nil)
    case .centroids(let model):
      centroids = rows(model.centroids).map { $0.map(Double.init) }
      (inertia, weights, covariances) = (model.inertia, nil, nil)
    case .mixture(let model):
      centroids = rows(model.means)
      (inertia, weights, covariances) = (nil, model.weights, model.covariances.map { rows($0) })
    }
    naming = settings.naming
  }
}

private func rows<Element>(_ matrix: Matrix<Element>) -> [[Element]] {
  (0..<matrix.rows).map { row in (0..<matrix.columns).map { matrix[row, $0] } }
}
