import Text

/// What the campaign plan spends and brings: `allocation` of `metrics.json`. Amounts are in units of the currency.
package struct AllocationReport: StageReport, Hashable {
  package static let key = "allocation"

  /// Name of the plugin.
  package let strategy: String
  package let budget: Double
  package let spent: Double
  /// Customers who are contacted.
  package let customers: Int
  /// After costs.
  package let expectedValue: Double
  /// No plan is worth more.
  package let upperBound: Double
  package let gap: Double
  /// Of the bound.
  @Nullable package var gapShare: Double?
  /// What another unit of budget would bring.
  @Nullable package var shadowPrice: Double?

  enum CodingKeys: String, CodingKey {
    case strategy, budget, spent, customers
    case expectedValue = "expected_value"
    case upperBound = "upper_bound"
    case gap
    case gapShare = "gap_share"
    case shadowPrice = "shadow_price"
  }

  package init(_ plan: AllocationPlan, budget: Int64, _ settings: AllocationSettings) {
    strategy = settings.strategy
    self.budget = settings.amount(budget)
    spent = settings.amount(plan.spent)
    customers = plan.tierOfCustomer.count { $0 >= 0 }
    expectedValue = settings.amount(plan.value)
    upperBound = settings.amount(plan.certificate.upperBound)
    gap = settings.amount(plan.certificate.gap)
    gapShare = plan.certificate.gapShare
    shadowPrice = plan.certificate.shadowPrice
  }
}

extension AllocationReport {
  /// How far the plan is from the bound, at most, in words; the bound has rounding errors of its own.
  package var gapText: String {
    guard let gapShare else { return "an unknown share" }
    return gapShare < 0.000_01 ? "less than 0.001 %" : "at most \(rounded(100 * gapShare, 3)) %"
  }
}

/// The same by tier and segment, and value against budget: `allocation/allocation_summary.json`.
package struct AllocationSummary: Sendable, Encodable {
  package let report: AllocationReport
  package let tiers: [String: TierUse]
  package let segments: [String: SegmentUse]
  package let budgetCurve: [BudgetPoint]

  package struct TierUse: Sendable, Encodable {
    package let contacts: Int
    package let spent: Double
    package let expectedValue: Double

    enum CodingKeys: String, CodingKey {
      case contacts, spent
      case expectedValue = "expected_value"
    }
  }

  package struct SegmentUse: Sendable, Encodable {
    package let customers: Int
    package let contacts: Int
    package let spent: Double
    package let expectedValue: Double
    /// What is missing to the segment's minimum share.
    package let shortfall: Double

    enum CodingKeys: String, CodingKey {
      case customers, contacts, spent
      case expectedValue = "expected_value"
      case shortfall
    }
  }

  package struct BudgetPoint: Sendable, Encodable {
    package let budget: Double
    package let expectedValue: Double

    enum CodingKeys: String, CodingKey {
      case budget
      case expectedValue = "expected_value"
    }
  }

  enum CodingKeys: String, CodingKey {
    case tiers, segments
    case budgetCurve = "budget_curve"
  }

  package func encode(to encoder: any Encoder) throws {
    try report.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(tiers, forKey: .tiers)
    try container.encode(segments, forKey: .segments)
    try container.encode(budgetCurve, forKey: .budgetCurve)
  }
}

extension AllocationSummary {
  package init(_ plan: AllocationPlan, of problem: AllocationProblem, _ settings: AllocationSettings) {
    report = AllocationReport(plan, budget: problem.budget, settings)
    let tiers = zip(problem.tiers, plan.tiers).map { tier, use in
      let entry = TierUse(
        contacts: use.contacts, spent: settings.amount(use.spent), expectedValue: settings.amount(use.value))
      return (tier.name, entry)
    }
    self.tiers = Dictionary(uniqueKeysWithValues: tiers)
    let segments = zip(problem.segments, plan.segments).map { segment, use in
      let entry = SegmentUse(
        customers: use.customers, contacts: use.contacts, spent: settings.amount(use.spent),
        expectedValue: settings.amount(use.value), shortfall: settings.amount(use.shortfall))
      return (segment.name, entry)
    }
    self.segments = Dictionary(uniqueKeysWithValues: segments)
    budgetCurve = plan.certificate.budgetCurve.map {
      BudgetPoint(budget: settings.amount($0.budget), expectedValue: settings.amount($0.value))
    }
  }
}

extension AllocationSettings {
  /// Minor units in units of the currency.
  package func amount(_ minor: Int64) -> Double {
    var scale = 1.0
    for _ in 0..<minorDigits { scale *= 10 }
    return Double(minor) / scale
  }
}
