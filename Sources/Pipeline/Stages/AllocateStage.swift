import Foundation
import Hashing
import Learning
import Numerics
import PluginHost
public import Retention
public import Runs
import Settings
import Tables

extension StageName {
  public static let allocate = StageName("allocate")
}

/// Who gets which offer within the budget.
public struct CampaignPlan: Sendable {
  /// Name of the tier of each row of the scoring snapshot; nil where the customer is not contacted.
  public let tiers: [String?]
  /// Expected value of that offer after its cost; 0 where the customer is not contacted.
  public let expectedValues: [Double]
  public let report: AllocationReport
}

/// Plans a campaign: spends the budget where it pays.
public struct AllocateStage: Stage {
  public let name = StageName.allocate
  public let reads: [any Stage.Type] = [
    CleanStage.self, FeaturesStage.self, SegmentStage.self, ChurnStage.self, LifetimeValueStage.self,
  ]
  public let writes: [ArtefactPattern] = [
    .file(ArtefactPath.planCSV), .file(ArtefactPath.plan), .file(ArtefactPath.allocationSummary),
  ]
  public let sections: [any StageReport.Type] = [AllocationReport.self]

  public init() {}

  public func run(_ inputs: StageInputs, _ context: StageContext) throws -> CampaignPlan {
    let (strategy, settings) = try context.plugins.allocationStrategy(context.configuration)
    let customers = try OfferedCustomers(inputs)
    let offers = OfferValues(customers, settings)
    let problem = try problem(customers, offers, settings, try champions(inputs, context), context)
    let plan = try strategy.allocate(problem, parallelism: context.parallelism)
    precondition(problem.violations(of: plan.tierOfCustomer).isEmpty, "a plan keeps every rule")
    let tiers = plan.tierOfCustomer.map { $0 >= 0 ? settings.tiers[Int($0)].name : nil }
    let values = plan.tierOfCustomer.enumerated().map { row, tier in
      tier >= 0 ? offers.value(row, Int(tier)) : 0
    }
    let summary = AllocationSummary(plan, of: problem, settings)
    try write(plan, customers, values, settings, context.artefacts)
    try context.artefacts.write(json: summary, to: ArtefactPath.allocationSummary)
    say(summary.report, context.journal)
    return CampaignPlan(tiers: tiers, expectedValues: values, report: summary.report)
  }

  public func restore(
    from run: PublishedRun, _ inputs: StageInputs, _ context: StageContext
  ) throws -> CampaignPlan? {
    guard let features = inputs.ifPresent(FeaturesStage.self),
      let report = try run.sections([AllocationReport.self]).first as? AllocationReport
    else { return nil }
    let scores = try ScoreColumns(run, of: features)
    return CampaignPlan(
      tiers: try scores.strings("tier"), expectedValues: try scores.doubles("expected_value"), report: report)
  }

  public func reports(of output: CampaignPlan) -> [any StageReport] { [output.report] }

  /// Ids of the customers of the margin-protection report.
  private func champions(_ inputs: StageInputs, _ context: StageContext) throws -> Set<String> {
    let invoiced = try inputs(CleanStage.self).invoiced.get()
    let settings = context.settings.reports
    let report = marginProtection(
      PurchaseHistory(invoiced), recencyQuantile: settings.championRecencyQuantile,
      orderQuantile: settings.championOrdersQuantile)
    return Set(report.rows.map { invoiced.ids[$0.customer] })
  }

  private func problem(
    _ customers: OfferedCustomers, _ offers: OfferValues, _ settings: AllocationSettings, _ champions: Set<String>,
    _ context: StageContext
  ) throws -> AllocationProblem {
    let names = Array(Set(customers.segments.compactMap { $0 })).sorted()
    let numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, Int32($0)) })
    let book = try context.strategyBook()
    let segments = names.map { name in
      let share = settings.segmentShares[name]
      return AllocationSegment(
        name: name, priority: 1 / Double(max(1, book.strategy(for: name).priority)),
        discounts: settings.neverDiscount.contains(name) ? .never : .allowed,
        minimumShare: share?.minimum ?? 0, maximumShare: share?.maximum ?? 1)
    }
    let excluded = Set(settings.exclusions)
    let philox = Philox(seed: context.seed)
    // The margin report says "no discounts" of the champions; the plan keeps its word.
    let withoutDiscounts = settings.tiers.indices.reduce(into: TierSet()) { set, tier in
      if settings.tiers[tier].kind == .nonDiscount { set.insert(TierSet(tier: tier)) }
    }
    let eligibility: [TierSet] = customers.ids.map { id in
      let isHeldOut = philox.uniform(stream: 0x401D, counter: SHA256.leading64Bits(of: id)) < settings.holdoutShare
      return isHeldOut || excluded.contains(id) ? [] : champions.contains(id) ? withoutDiscounts : .all
    }
    return try AllocationProblem(
      tiers: settings.tiers.map {
        AllocationTier(name: $0.name, kind: $0.kind == .discount ? .discount : .nonDiscount, capacity: $0.capacity)
      },
      segments: segments, segmentOfCustomer: customers.segments.map { $0.flatMap { numbers[$0] } ?? 0 },
      values: offers.values.map { settings.minorUnits($0) },
      costs: customers.ids.flatMap { _ in settings.tiers.map { settings.minorUnits($0.cost) } },
      eligibility: eligibility, budget: settings.minorUnits(settings.budget), curvePoints: settings.curvePoints)
  }

  private func say(_ report: AllocationReport, _ journal: StageJournal) {
    journal.info(
      "\(grouped(report.customers)) customers, \(rounded(report.spent, 2)) of \(rounded(report.budget, 2)) spent, "
        + "expected value \(rounded(report.expectedValue, 2)), \(gapText(report.gapShare)) below the best possible")
  }
}

/// What an offer is planned by, by row of the scoring snapshot.
struct OfferedCustomers {
  let ids: [String]
  let segments: [String?]
  let churn: [Double]
  let values: [Double]
  let reasons: [[String]]

  init(_ inputs: StageInputs) throws {
    ids = try inputs(FeaturesStage.self).scoredIDs
    segments = try inputs(SegmentStage.self).names
    churn = try inputs(ChurnStage.self).probabilities
    values = try inputs(LifetimeValueStage.self).expected
    reasons = try inputs(ChurnStage.self).reasons
  }

  init(_ scores: ScoreTable) {
    (ids, segments, churn, values, reasons) = (
      scores.ids, scores.segment, scores.churn, scores.clvExpected, scores.reasons
    )
  }
}

/// Expected value of each tier for each customer, cost taken off, in units of the currency.
struct OfferValues {
  let tiers: Int
  /// customers × tiers, row by row.
  let values: [Double]

  init(_ customers: OfferedCustomers, _ settings: AllocationSettings) {
    tiers = settings.tiers.count
    var values: [Double] = []
    values.reserveCapacity(customers.ids.count * tiers)
    for row in customers.ids.indices {
      for tier in settings.tiers {
        let rate = customers.segments[row].flatMap { tier.successRateBySegment[$0] } ?? tier.successRate
        values.append(
          expectedValue(
            churn: customers.churn[row], lifetimeValue: customers.values[row], successRate: rate,
            margin: settings.margin, cost: tier.cost))
      }
    }
    self.values = values
  }

  func value(_ row: Int, _ tier: Int) -> Double { values[row * tiers + tier] }
}

// MARK: - Artefacts

extension AllocateStage {
  private func write(
    _ plan: AllocationPlan, _ customers: OfferedCustomers, _ values: [Double], _ settings: AllocationSettings,
    _ artefacts: ArtefactWriter
  ) throws {
    let chosen = customers.ids.indices.filter { plan.tierOfCustomer[$0] >= 0 }
      .sorted { (values[$1], customers.ids[$0]) < (values[$0], customers.ids[$1]) }
    let tiers = chosen.map { settings.tiers[Int(plan.tierOfCustomer[$0])] }
    func table(_ text: (String) -> String) -> Table {
      Table(columns: [
        .strings("customer_id", chosen.map { text(customers.ids[$0]) }),
        .strings("segment", chosen.map { customers.segments[$0].map(text) }),
        .strings("tier", tiers.map { text($0.name) }),
        .strings("channel", tiers.map { text($0.channel) }),
        .doubles("cost", tiers.map { toDigits($0.cost, settings.minorDigits) }),
        .doubles("churn_probability", chosen.map { toDigits(customers.churn[$0], 6) }),
        .doubles("clv_expected", chosen.map { toDigits(customers.values[$0], 2) }),
        .doubles("expected_value", chosen.map { toDigits(values[$0], settings.minorDigits) }),
        .strings("reason", chosen.map { row in customers.reasons[row].first.map(text) }),
      ])
    }
    try artefacts.write(ArtefactPath.plan) { try TableOutput.writeParquet(table { $0 }, to: $0) }
    try artefacts.write(ArtefactPath.planCSV) { try TableOutput.writeCSV(table(guardedAgainstFormulas), to: $0) }
  }
}
