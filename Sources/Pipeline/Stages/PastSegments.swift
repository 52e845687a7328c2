import Foundation
import Numerics
import PluginHost
import Retention
import Runs
import Tables

/// The customers as of the scoring day and before: what a naming by history looks at, and what segments are compared and
/// judged by.
struct PastSegments {
  /// By number of the customer.
  let ids: [String]
  /// As of the scoring day.
  let scoring: HistorySummaries
  /// The shop's limits: those of the run that lines were added to, or learned from what was known on the scoring day.
  let thresholds: RelativeThresholds
  /// Names by a naming of histories, by row of `scoring`; nil for another naming.
  let names: [String]?
  /// Since when customers are followed: a day, or the run that lines were added to.
  let since: String?

  /// As of the test snapshot; nil without one.
  private var test: HistorySummaries?
  /// As of the day that customers are followed from; nil where they are followed from a run.
  private let earlier: SegmentsAsOf?
  private let base: PublishedRun?
  private let churnDays: Int

  init(
    _ shop: CleanedShop, naming: any SegmentNaming, _ settings: SegmentationSettings, _ context: StageContext
  ) throws {
    let (scoring, churnDays) = (shop.calendar.scoring, context.settings.churn.horizonDays)
    let isByHistory = naming.period == .history
    let base = context.source.base.flatMap { $0.contains(ArtefactPath.segmentAssignments) ? $0 : nil }
    let followed = isByHistory && base == nil ? scoring.adding(days: -settings.migrationDays) : nil
    let test =
      isByHistory ? Holdout(shop.calendar, horizonDays: churnDays).test.flatMap { $0 < scoring ? $0 : nil } : nil
    let snapshots = Set([scoring, followed, test].compactMap { $0 }).sorted()
    let all = try HistorySummaries.at(snapshots, shop.histories, shop.returns, context: context.execution)
    let at = { (snapshot: Snapshot?) in all.first { $0.snapshot == snapshot } }
    let summaries = at(scoring)!
    let kept = try RelativeThresholds.kept(settings, until: scoring, context.source.parent)
    if let kept, let parent = context.source.parent {
      context.journal.info(
        "the limits of segments are those learned at \(kept.learnedAt), kept from the run \(parent.name)")
    }
    let thresholds = kept ?? RelativeThresholds(learning: summaries)
    self.ids = shop.customerIDs
    self.scoring = summaries
    self.thresholds = thresholds
    self.test = at(test)
    self.base = base
    self.churnDays = churnDays
    let named = { (summaries: HistorySummaries) in
      try SegmentsAsOf(summaries, naming: naming, thresholds: thresholds, context: context.execution)
    }
    names = isByHistory ? try named(summaries).names : nil
    earlier = try at(followed).map(named)
    since = base?.name ?? followed?.description
  }

  /// What the customers did whom the naming had named on the test snapshot, by limits learned before it; nil where there
  /// is none.
  mutating func outcomes(
    _ shop: CleanedShop, _ naming: any SegmentNaming, _ context: StageContext
  ) throws -> SegmentOutcomes? {
    guard let known = test.take(), known.rows > 0 else { return nil }
    let labels = Labels(
      histories: shop.histories, orders: shop.orders, basis: shop.basis(context.settings))
    return try SegmentOutcomes(
      of: SegmentsAsOf(known, naming: naming, context: context.execution), labels, horizonDays: churnDays,
      order: naming.rules.map(\.name), context: context.execution)
  }

  /// How customers moved: from their segments in the run that lines were added to, else from those on the earlier day.
  /// Without either there are no rows.
  func migration(to assignments: SegmentAssignments, _ context: StageContext) throws -> SegmentMigration {
    let rows = assignments.names.indices
    if let base {
      let table = try readTable(try base.existing(ArtefactPath.segmentAssignments).path)
      var before = Dictionary(
        zip(try table.strings(named: "customer_id"), try table.strings(named: "segment_name"))
      ) { first, _ in first }
      let moves = rows.map { row in
        (
          from: before.removeValue(forKey: ids[Int(scoring.customers[row])]), to: assignments.names[row],
          netValue: assignments.netValue[row]
        )
      }
      return SegmentMigration(moves, gone: before.values.sorted())
    }
    guard let earlier else { return SegmentMigration([]) }
    return SegmentMigration(
      rows.map { row in
        (
          from: earlier.name(of: scoring.customers[row]), to: assignments.names[row],
          netValue: assignments.netValue[row]
        )
      })
  }
}

extension RelativeThresholds {
  /// The limits of the run that this one starts from; nil where there are none, or they are to be learned anew, or they
  /// know of what came after the scoring day.
  static func kept(
    _ settings: SegmentationSettings, until scoring: Snapshot, _ parent: PublishedRun?
  ) throws -> RelativeThresholds? {
    guard !settings.relearn, let parent, parent.contains(ArtefactPath.segmenter),
      let kept = try parent.decode(KeptThresholds.self, from: ArtefactPath.segmenter).thresholds,
      kept.learnedAt <= scoring.description
    else { return nil }
    return kept
  }
}

/// The part of `models/segmenter.json` that later runs keep.
private struct KeptThresholds: Decodable {
  let thresholds: RelativeThresholds?
}
