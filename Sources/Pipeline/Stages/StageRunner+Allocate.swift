import Foundation
import Learning
import Numerics
import PluginHost
import Retention
import Settings
import Tables

extension StageRunner {
  mutating func allocate() throws {
    guard var scores = state.scores else { return }
    let (strategy, settings) = try registry.allocationStrategy(request.configuration)
    let offers = OfferValues(scores, settings)
    let problem = try allocationProblem(scores, offers, settings)
    let plan = try strategy.allocate(problem, context: context)
    precondition(problem.violations(of: plan.tierOfCustomer).isEmpty, "a plan keeps every rule")
    for row in 0..<scores.rows {
      let tier = Int(plan.tierOfCustomer[row])
      scores.tier[row] = tier >= 0 ? settings.tiers[tier].name : nil
      scores.expectedValue[row] = tier >= 0 ? offers.value(row, tier) : 0
    }
    state.scores = scores
    try writePlan(plan, scores, offers, settings)
    noteAllocation(plan, problem, settings)
  }

  private func allocationProblem(
    _ scores: ScoreTable, _ offers: OfferValues, _ settings: AllocationSettings
  ) throws -> AllocationProblem {
    let names = Array(Set(scores.segment.compactMap { $0 })).sorted()
    let numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, Int32($0)) })
    let book = try strategyBook()
    let segments = names.map { name in
      let share = settings.segmentShares[name]
      return AllocationSegment(
        name: name, priority: 1 / Double(max(1, book.strategy(for: name).priority)),
        discounts: settings.neverDiscount.contains(name) ? .never : .allowed,
        minimumShare: share?.minimum ?? 0, maximumShare: share?.maximum ?? 1)
    }
    let excluded = Set(settings.exclusions)
    let philox = Philox(seed: seed)
    // The margin report says "no discounts" of these customers; the plan keeps its word.
    let champions = championIDs(settings: self.settings.reports)
    let withoutDiscounts = settings.tiers.indices.reduce(into: TierSet()) { set, tier in
      if settings.tiers[tier].kind == .nonDiscount { set.insert(TierSet(tier: tier)) }
    }
    let eligibility = scores.ids.map { id in
      let isHeldOut = philox.uniform(stream: 0x401D, counter: stableHash(id)) < settings.holdoutShare
      return isHeldOut || excluded.contains(id) ? [] : champions.contains(id) ? withoutDiscounts : .all
    }
    return try AllocationProblem(
      tiers: settings.tiers.map {
        AllocationTier(name: $0.name, kind: $0.kind == .discount ? .discount : .nonDiscount, capacity: $0.capacity)
      },
      segments: segments, segmentOfCustomer: scores.segment.map { $0.flatMap { numbers[$0] } ?? 0 },
      values: offers.values.map { settings.minorUnits($0) },
      costs: (0..<scores.rows).flatMap { _ in settings.tiers.map { settings.minorUnits($0.cost) } },
      eligibility: eligibility, budget: settings.minorUnits(settings.budget), curvePoints: settings.curvePoints)
  }
}

extension StageRunner {
  /// Customers of the margin-protection report.
  private func championIDs(settings: ReportSettings) -> Set<String> {
    guard let invoiced = state.invoiced else { return [] }
    let report = marginProtection(
      PurchaseHistory(invoiced), recencyQuantile: settings.championRecencyQuantile,
      orderQuantile: settings.championOrdersQuantile)
    return Set(report.rows.map { invoiced.ids[$0.customer] })
  }
}

/// Expected value of each tier for each customer, cost taken off, in units of the currency.
struct OfferValues {
  let tiers: Int
  /// customers × tiers, row by row.
  let values: [Double]

  init(_ scores: ScoreTable, _ settings: AllocationSettings) {
    tiers = settings.tiers.count
    var values: [Double] = []
    values.reserveCapacity(scores.rows * tiers)
    for row in 0..<scores.rows {
      for tier in settings.tiers {
        let rate = scores.segment[row].flatMap { tier.successRateBySegment[$0] } ?? tier.successRate
        values.append(
          expectedValue(
            churn: scores.churn[row], lifetimeValue: scores.clvExpected[row], successRate: rate,
            margin: settings.margin, cost: tier.cost))
      }
    }
    self.values = values
  }

  func value(_ row: Int, _ tier: Int) -> Double { values[row * tiers + tier] }
}

// MARK: - Artefacts

extension StageRunner {
  private func writePlan(
    _ plan: AllocationPlan, _ scores: ScoreTable, _ offers: OfferValues, _ settings: AllocationSettings
  ) throws {
    let chosen = (0..<scores.rows).filter { plan.tierOfCustomer[$0] >= 0 }
      .sorted { (scores.expectedValue[$1], scores.ids[$0]) < (scores.expectedValue[$0], scores.ids[$1]) }
    let tiers = chosen.map { settings.tiers[Int(plan.tierOfCustomer[$0])] }
    func table(_ text: (String) -> String) -> Table {
      Table(columns: [
        .texts("customer_id", chosen.map { text(scores.ids[$0]) }),
        .texts("segment", chosen.map { scores.segment[$0].map(text) }),
        .texts("tier", tiers.map { text($0.name) }),
        .texts("channel", tiers.map { text($0.channel) }),
        .reals("cost", tiers.map { toDigits($0.cost, settings.minorDigits) }),
        .reals("churn_probability", chosen.map { toDigits(scores.churn[$0], 6) }),
        .reals("clv_expected", chosen.map { toDigits(scores.clvExpected[$0], 2) }),
        .reals("expected_value", chosen.map { toDigits(scores.expectedValue[$0], settings.minorDigits) }),
        .texts("reason", chosen.map { row in scores.reasons[row].first.map(text) }),
      ])
    }
    try write(ArtefactPath.plan) { try TableOutput.writeParquet(table { $0 }, to: $0) }
    try write(ArtefactPath.planCSV) { try TableOutput.writeCSV(table(guardedAgainstFormulas), to: $0) }
  }

  private mutating func noteAllocation(
    _ plan: AllocationPlan, _ problem: AllocationProblem, _ settings: AllocationSettings
  ) {
    func money(_ minor: Int64) -> JSONValue { .number(settings.amount(minor)) }
    let certificate = plan.certificate
    let contacted = plan.tierOfCustomer.count { $0 >= 0 }
    let metrics: JSONObject = [
      "strategy": .string(settings.strategy), "budget": money(problem.budget), "spent": money(plan.spent),
      "customers": .integer(contacted), "expected_value": money(plan.value),
      "upper_bound": money(certificate.upperBound), "gap": money(certificate.gap),
      "gap_share": .number(certificate.gapShare), "shadow_price": .number(certificate.shadowPrice),
    ]
    state.metrics["allocation"] = .object(metrics)
    var summary = metrics
    summary["tiers"] = .object(
      JSONObject(
        zip(problem.tiers, plan.tiers).map { tier, use in
          (
            tier.name,
            ["contacts": .integer(use.contacts), "spent": money(use.spent), "expected_value": money(use.value)]
          )
        }))
    summary["segments"] = .object(
      JSONObject(
        zip(problem.segments, plan.segments).map { segment, use in
          (
            segment.name,
            [
              "customers": .integer(use.customers), "contacts": .integer(use.contacts), "spent": money(use.spent),
              "expected_value": money(use.value), "shortfall": money(use.shortfall),
            ]
          )
        }))
    summary["budget_curve"] = .array(
      certificate.budgetCurve.map { ["budget": money($0.budget), "expected_value": money($0.value)] })
    state.allocation = .object(summary)
    log.info(
      "\(grouped(contacted)) customers, \(rounded(settings.amount(plan.spent), 2)) of "
        + "\(rounded(settings.budget, 2)) spent, expected value \(rounded(settings.amount(plan.value), 2)), "
        + "\(gapText(certificate.gapShare)) below the best possible", stage: .allocate)
  }
}

extension AllocationSettings {
  /// Minor units in units of the currency.
  func amount(_ minor: Int64) -> Double {
    var scale = 1.0
    for _ in 0..<minorDigits { scale *= 10 }
    return Double(minor) / scale
  }
}
