import Foundation
package import Retention
package import Runs
import Tables

extension StageName {
  package static let report = StageName("report")
}

/// Writes the reports for people: the strategic report, and the two lists based on what was invoiced.
package struct ReportStage: Stage {
  package let name = StageName.report
  package let product: String? = "reports"
  package let reads: [any Stage.Type] = [CleanStage.self, FeaturesStage.self, ScoresStage.self]
  package let uses: [any Stage.Type] = [
    SegmentStage.self, ChurnStage.self, NextOrderStage.self, LifetimeValueStage.self, AllocateStage.self,
  ]
  package let writes: [ArtefactPattern] = [
    .file(ArtefactPath.strategicReport), .file(ArtefactPath.revenueLeak), .file(ArtefactPath.marginProtection),
  ]
  package let sections: [any StageReport.Type] = [InvoiceReport.self]

  package init() {}

  package func run(_ inputs: StageInputs, _ context: StageContext) throws -> InvoiceReport {
    let shop = try inputs(CleanStage.self)
    let scores = try inputs(ScoresStage.self)
    let isScored = inputs.ifPresent(ChurnStage.self) != nil && inputs.ifPresent(LifetimeValueStage.self) != nil
    let lists = try InvoiceReports(
      try shop.invoiced.get(),
      net: (shop.customerIDs, try NetTotals(shop.histories, shop.returns, context: context.execution).revenue),
      recoverable: isScored
        ? try recoverable(
          scores, lapsedShare: inputs.ifPresent(LifetimeValueStage.self)?.report.lapsedShare, context) : nil,
      scoring: shop.calendar.scoring, settings: context.settings.reports, context: context.execution)
    let totals = InvoiceReport(lists)
    let artefacts = context.artefacts
    try artefacts.write(ArtefactPath.revenueLeak) { try TableOutput.writeCSV(lists.leakTable, to: $0) }
    try artefacts.write(ArtefactPath.marginProtection) { try TableOutput.writeCSV(lists.championTable, to: $0) }
    var report = RunReport()
    report.add(sections(of: inputs, shop) + [totals])
    report.add(context.journal.warnings.all)
    report.add(context.journal.verdicts.all)
    let summary = try SegmentSummary(
      inputs.ifPresent(SegmentStage.self)?.assignments, scores, context: context.execution)
    let text = StrategicReport(report, scores, summary, calendar: shop.calendar, context.settings).markdown
    try artefacts.write(text: text, to: ArtefactPath.strategicReport)
    return totals
  }

  package func restore(
    from run: PublishedRun, _ inputs: StageInputs, _ context: StageContext
  ) throws -> InvoiceReport? {
    try run.sections(sections).first as? InvoiceReport
  }

  package func reports(of output: InvoiceReport) -> [any StageReport] { [output] }

  private func sections(of inputs: StageInputs, _ shop: CleanedShop) -> [any StageReport] {
    let value = inputs.ifPresent(LifetimeValueStage.self)
    let sections: [(any StageReport)?] = [
      shop.data, ReturnsReport(shop.returns.summary), inputs.ifPresent(SegmentStage.self)?.report,
      inputs.ifPresent(ChurnStage.self)?.report, inputs.ifPresent(NextOrderStage.self)?.report,
      value?.report, value?.buyTillYouDie, inputs.ifPresent(AllocateStage.self)?.report,
    ]
    return sections.compactMap { $0 }
  }

  /// By id of each scored customer: the expected value of the best offer, or 0 if none is worth its cost.
  private func recoverable(_ scores: ScoreTable, lapsedShare: Double?, _ context: StageContext) throws -> [String:
    Double]
  {
    let customers = CampaignCustomers(
      ids: scores.ids, segments: scores.segment, churn: scores.churn, lifetimeValue: scores.clvExpected,
      lapsedShare: lapsedShare)
    let offers = try OfferValues(customers, context.settings.allocation, context: context.execution)
    return Dictionary(uniqueKeysWithValues: scores.ids.enumerated().map { row, id in (id, offers.best(row)) })
  }
}
