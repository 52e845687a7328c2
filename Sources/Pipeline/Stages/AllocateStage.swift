import Foundation
import Hashing
import PluginHost
package import Retention
package import Runs
import Tables
import Text

extension StageName {
  package static let allocate = StageName("allocate")
}

/// Which customers get which offer within the budget.
package struct CampaignPlan: Sendable {
  /// Name of the tier, by row of the scoring snapshot; nil if the customer is not contacted.
  package let tiers: [String?]
  /// Expected value of that offer after its cost, in units of the currency; 0 if the customer is not contacted.
  package let expectedValues: [Double]
  package let report: AllocationReport
}

/// Plans a campaign within the budget.
package struct AllocateStage: Stage {
  package let name = StageName.allocate
  package let product: String? = "campaign plan"
  package let canBeLeftOut = true
  package let reads: [any Stage.Type] = [
    CleanStage.self, FeaturesStage.self, SegmentStage.self, ChurnStage.self, LifetimeValueStage.self,
  ]
  package let writes: [ArtefactPattern] = [
    .file(ArtefactPath.planCSV), .file(ArtefactPath.plan), .file(ArtefactPath.allocationSummary),
  ]
  package let sections: [any StageReport.Type] = [AllocationReport.self]

  package init() {}

  package func run(_ inputs: StageInputs, _ context: StageContext) throws -> CampaignPlan {
    let (strategy, settings) = try context.plugins.allocationStrategy(context.configuration)
    let (churn, value) = (try inputs(ChurnStage.self), try inputs(LifetimeValueStage.self))
    let customers = CampaignCustomers(
      ids: try inputs(FeaturesStage.self).scoredIDs, segments: try inputs(SegmentStage.self).names,
      churn: churn.probabilities, lifetimeValue: value.expected, lapsedShare: value.report.lapsedShare)
    // The margin report says that these customers get no discounts, so the plan must not give them any.
    let champions = InvoiceReports.championIDs(
      try inputs(CleanStage.self).invoiced.get(), settings: context.settings.reports)
    let planner = CampaignPlanner(settings: settings, book: try context.strategyBook(), seed: context.seed)
    let campaign = try planner.campaign(
      for: customers, undiscounted: champions, strategy: strategy, context: context.execution)
    let summary = AllocationSummary(campaign.plan, of: campaign.problem, settings)
    try write(campaign, reasons: churn.reasons, minorDigits: settings.minorDigits, context)
    try context.artefacts.write(json: summary, to: ArtefactPath.allocationSummary)
    log(summary.report, context.journal)
    return CampaignPlan(
      tiers: customers.ids.indices.map { campaign.tier(of: $0)?.name }, expectedValues: campaign.expectedValues,
      report: summary.report)
  }

  package func restore(
    from run: PublishedRun, _ inputs: StageInputs, _ context: StageContext
  ) throws -> CampaignPlan? {
    guard let features = inputs.ifPresent(FeaturesStage.self),
      let report = try run.sections([AllocationReport.self]).first as? AllocationReport
    else { return nil }
    let scores = try ScoreColumns(run, ids: features.scoredIDs)
    return CampaignPlan(
      tiers: try scores.strings("tier"), expectedValues: try scores.doubles("expected_value"), report: report)
  }

  package func reports(of output: CampaignPlan) -> [any StageReport] { [output.report] }

  private func write(_ campaign: Campaign, reasons: CustomerSentences, minorDigits: Int, _ context: StageContext) throws
  {
    let rows = try campaign.contacts(context: context.execution)
    func table(_ text: (String) -> String) -> Table {
      campaign.table(of: rows, reasons: reasons, minorDigits: minorDigits, text)
    }
    try context.artefacts.write(ArtefactPath.plan) {
      try TableOutput.writeParquet(table { $0 }, to: $0, context: context.execution)
    }
    try context.artefacts.write(ArtefactPath.planCSV) {
      try TableOutput.writeCSV(table(guardedAgainstFormulas), to: $0)
    }
  }

  private func log(_ report: AllocationReport, _ journal: StageJournal) {
    journal.info(
      "\(grouped(report.customers)) customers, \(rounded(report.spent, 2)) of \(rounded(report.budget, 2)) spent, "
        + "expected value \(rounded(report.expectedValue, 2)), \(report.gapText) below the best possible")
  }
}

extension CampaignCustomers {
  init(ids: [String], segments: [String?], churn: [Double], lifetimeValue: [Double], lapsedShare: Double?) {
    self.init(
      ids: ids, idHashes: ids.map { SHA256.leading64Bits(of: $0) }, segments: segments, churn: churn,
      lifetimeValue: lifetimeValue, lapsedShare: lapsedShare)
  }
}
