import Numerics
package import Retention
package import Runs
import Text

extension StageName {
  package static let nextOrder = StageName("next_order")
}

/// When each scored customer may order next.
package struct NextOrderDates: Sendable {
  /// By row of the scoring snapshot.
  package let dates: [NextOrder]
  package let report: NextOrderReport
}

/// Says when customers may order next, from how long the gaps between orders last in this shop.
package struct NextOrderStage: Stage {
  package let name = StageName.nextOrder
  package let product: String? = "next-order dates"
  package let reads: [any Stage.Type] = [CleanStage.self, FeaturesStage.self]
  package let isAutomatic = true
  package let writes: [ArtefactPattern] = [.file(ArtefactPath.nextOrder)]
  package let sections: [any StageReport.Type] = [NextOrderReport.self]

  package init() {}

  /// The shop's usual gap is that of the segments.
  package func follows(_ settings: RetentionSettings) -> [any Stage.Type] { [SegmentStage.self] }

  package func run(_ inputs: StageInputs, _ context: StageContext) throws -> NextOrderDates {
    let (shop, features) = (try inputs(CleanStage.self), try inputs(FeaturesStage.self))
    let basis = shop.basis(context.settings)
    // The limits that the segments keep from an earlier run, so that a customer has one usual gap.
    let kept = try RelativeThresholds.kept(
      context.settings.segmentation, until: features.scored.snapshot, context.source.parent)
    let learned = { (snapshot: Snapshot) in
      let known = kept.flatMap {
        $0.repeatCustomers > 0 && $0.learnedAt <= snapshot.description ? $0.shopGapDays : nil
      }
      return try NextOrderModel(
        at: snapshot, shop.histories, shop.orders, basis, dataStart: shop.calendar.dataStart, shopGapDays: known,
        context: context.execution)
    }
    let model = try learned(features.scored.snapshot)
    let dates = try context.execution.mapChunks(of: features.scored.rows, chunkSize: 4096) { rows in
      rows.map { model.nextOrder(of: features.scored.customers[$0]) }
    }.flatMap(\.self)
    let horizon = context.settings.churn.horizonDays
    var test: NextOrderTest?
    var testShare: Double?
    if let snapshot = Holdout(shop.calendar, horizonDays: horizon).test, snapshot < model.snapshot,
      let tested = try features.table.testBlock(
        at: snapshot, limit: context.settings.models.maxTestRows, idHashes: shop.idHashes, seed: context.seed,
        context: context.execution.quiet)
    {
      testShare = tested.share
      test = try NextOrderTest(
        learned(snapshot), of: tested.block.customers, shop.histories, shop.orders, basis,
        dataEnd: shop.calendar.dataEnd,
        horizonDays: horizon, context: context.execution)
    }
    let report = NextOrderReport(dates, of: model, test: test, testShare: testShare, horizonDays: horizon)
    try context.artefacts.write(json: NextOrderFile(model), to: ArtefactPath.nextOrder)
    tell(report, model, context.journal)
    return NextOrderDates(dates: dates, report: report)
  }

  package func reports(of output: NextOrderDates) -> [any StageReport] { [output.report] }

  private func tell(_ report: NextOrderReport, _ model: NextOrderModel, _ journal: StageJournal) {
    if report.withDate == 0 {
      journal.verdict("not enough \(Self.shortage(report, model))", isEmpty: true)
    }
    let tested =
      report.coverage.flatMap { coverage in
        report.testSnapshot.map { snapshot in
          "of \(grouped(report.n ?? 0)) at \(snapshot), \(rounded(100 * coverage, 1)) % ordered between theirs"
        }
      } ?? "none could be tested"
    journal.info(
      "\(grouped(report.withDate)) of \(grouped(report.scored)) customers have a next-order date; \(tested)")
    if let error = report.meanErrorDays, let baseline = report.baselineMeanErrorDays, error > baseline {
      journal.warn(
        "next-order dates are no better than the last order and one usual gap: off by \(rounded(error, 0)) days against "
          + "\(rounded(baseline, 0)) on average")
    }
  }
}

extension NextOrderStage {
  /// Why nobody has a date.
  private static func shortage(_ report: NextOrderReport, _ model: NextOrderModel) -> String {
    if report.scored == 0 { return "customers for next-order dates: there is nobody to score" }
    if model.curves.allSatisfy({ $0 == nil }) {
      return
        "gaps for next-order dates: \(counted(report.gaps, "gap", as: grouped(report.gaps))) between the orders of a "
        + "customer, at least \(NextOrderModel.leastGaps) of customers with about as many orders are needed"
    }
    return "customers who came back for next-order dates: of customers like those to score, more than half never did "
      + "within what the data show"
  }
}

/// `models/next_order.json`: how long gaps last, in usual gaps, by number of orders.
private struct NextOrderFile: Encodable {
  struct Group: Encodable {
    let orders: String
    let gaps: Int
    @Nullable var curve: SurvivalCurve?
  }

  let learnedAt: String
  @Nullable var shopGapDays: Double?
  let groups: [Group]

  enum CodingKeys: String, CodingKey {
    case learnedAt = "learned_at"
    case shopGapDays = "shop_gap_days"
    case groups
  }

  init(_ model: NextOrderModel) {
    learnedAt = model.snapshot.description
    groups = NextOrderModel.groups.indices.map {
      Group(orders: NextOrderModel.groups[$0], gaps: model.gaps[$0], curve: model.curves[$0])
    }
    shopGapDays = model.shopGapDays
  }
}
