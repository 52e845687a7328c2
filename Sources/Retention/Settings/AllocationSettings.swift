package import Settings

/// How the campaign budget is spent. Amounts are in the source's currency; `minorUnits` makes them exact.
package struct AllocationSettings: SettingsSection {
  package static let name = "allocation"
  package static let summary = "Who is contacted, how, and for how much."

  @Setting(
    "allocation.strategy", default: "lagrangian", emptiness: .forbidden,
    "Allocation plugin that spends the budget: lagrangian, greedy, proportional or one of your own.")
  package var strategy: String

  @Setting(
    "allocation.budget", default: 5000, unit: "source currency", in: .between(0, 1e12),
    "Most that the campaign may cost.")
  package var budget: Double

  @Setting(
    "allocation.currency", default: nil,
    "ISO 4217 code of the source's currency, printed with amounts; null prints none.")
  package var currency: String?

  @Setting(
    "allocation.minor_digits", default: 2, unit: "digits", in: .between(0, 4),
    "Decimal places of the currency; costs and values are whole numbers of its smallest unit.")
  package var minorDigits: Int

  @Setting(
    "allocation.margin", default: 0.4, unit: "share of revenue", in: .above(0, upTo: 1),
    "What is left of revenue after the cost of goods: a kept customer's value is multiplied by it.")
  package var margin: Double

  @Setting(
    "allocation.holdout_share", default: 0.05, unit: "share of customers", in: .from(0, below: 1),
    "Customers drawn by a hash of id and seed who get nothing, so that the campaign's effect can be measured.")
  package var holdoutShare: Double

  @Setting(
    "allocation.never_discount", default: ["Champions"],
    "Segments whose customers only get tiers that are no discount.")
  package var neverDiscount: [String]

  @Setting(
    "allocation.never_contact", default: ["No net purchase"], "Segments whose customers are never contacted.")
  package var neverContact: [String]

  @Setting("allocation.exclusions", default: [], "Ids of customers who are never contacted.")
  package var exclusions: [String]

  /// Minimum shares sum to at most 1.
  @Setting(
    "allocation.segment_shares", default: [:], unit: "share of the budget",
    "Least and most of the budget for a segment by its name, such as `At Risk: {min: 0.2, max: 0.6}`.")
  package var segmentShares: NamedValues<BudgetShare>

  @Setting(
    "allocation.curve_points", default: 20, unit: "points", in: .between(2, 1000),
    "Points of the curve of expected value against budget.")
  package var curvePoints: Int

  /// At least one; names are unique.
  @Setting(
    "allocation.tiers", default: defaultTiers, emptiness: .forbidden,
    """
    Ways to treat a customer, at most one each: cost a customer, share of those about to leave whom it keeps (by \
    segment where that differs), channel, kind (discount or non_discount) and the most customers it can take.
    """)
  package var tiers: [CampaignTier]

  package init() {}

  /// For a retailer whose orders are worth tens to hundreds; an offer's cost counts what it gives away.
  private static let defaultTiers = [
    CampaignTier(
      name: "vip_touch", cost: 15, successRate: 0.2,
      successRateBySegment: ["Champions": 0.35, "Loyal Customers": 0.3, "At Risk": 0.25, "Lost/Churned": 0.08],
      channel: "phone", kind: .nonDiscount, capacity: 250),
    CampaignTier(
      name: "win_back_offer", cost: 12, successRate: 0.15,
      successRateBySegment: ["At Risk": 0.25, "Hibernating": 0.18, "Lost/Churned": 0.1], channel: "post",
      kind: .discount),
    CampaignTier(
      name: "discount_10", cost: 5, successRate: 0.1,
      successRateBySegment: ["Need Attention": 0.14, "New Customers": 0.12, "Lost/Churned": 0.05], channel: "email",
      kind: .discount),
    CampaignTier(
      name: "reminder_email", cost: 0.2, successRate: 0.02, successRateBySegment: ["Lost/Churned": 0.01],
      channel: "email", kind: .nonDiscount),
  ]
}

extension AllocationSettings {
  package func check(_ configuration: Configuration) throws(SettingsError) {
    guard Set(tiers.map(\.name)).count == tiers.count else {
      throw configuration.invalid($tiers, must: "give each tier a name of its own")
    }
    // A little more than 1 is the sum of shares such as .1, which binary fractions only approach.
    guard segmentShares.entries.reduce(0, { $0 + $1.value.minimum }) <= 1 + 1e-9 else {
      throw configuration.invalid($segmentShares, must: "have minimum shares that sum to at most 1")
    }
    let letters = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    if let currency, currency.count != 3 || !currency.allSatisfy(letters.contains) {
      throw configuration.invalid($currency, must: "be a code of three capital letters, such as GBP")
    }
  }

  /// An amount in whole minor units, rounded half away from zero.
  package func minorUnits(_ amount: Double) -> Int64 {
    let unitsInOne: Double = [1, 10, 100, 1_000, 10_000][minorDigits]
    return Int64((amount * unitsInOne).rounded(.toNearestOrAwayFromZero))
  }
}
