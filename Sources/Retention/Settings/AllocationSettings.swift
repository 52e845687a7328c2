public import Settings

/// How the campaign budget is spent. Amounts are in the source's currency; `minorUnits` makes them exact.
public struct AllocationSettings: Sendable, Hashable {
  /// Name of an allocation plugin.
  public let strategy: String
  public let budget: Double
  /// ISO 4217 code for print; nil prints none.
  public let currency: String?
  /// Decimal places of the currency.
  public let minorDigits: Int
  /// Share of revenue that is left after the cost of goods.
  public let margin: Double
  /// Share of customers who get nothing, to measure against.
  public let holdoutShare: Double
  /// Names of segments.
  public let neverDiscount: [String]
  /// At least one; names are unique.
  public let tiers: [CampaignTier]
  /// Minimum shares sum to at most 1.
  public let segmentShares: NamedValues<BudgetShare>
  /// Customer ids.
  public let exclusions: [String]
  /// Points of the curve of value against budget.
  public let curvePoints: Int
}

extension AllocationSettings {
  /// - Throws: `SettingsError` for tiers of the same name, minimum shares of more than the budget, and a currency that
  ///   is no code.
  public init(_ configuration: Configuration) throws(SettingsError) {
    strategy = configuration[AllocationParameters.strategy]
    budget = configuration[AllocationParameters.budget]
    currency = configuration[AllocationParameters.currency]
    minorDigits = configuration[AllocationParameters.minorDigits]
    margin = configuration[AllocationParameters.margin]
    holdoutShare = configuration[AllocationParameters.holdoutShare]
    neverDiscount = configuration[AllocationParameters.neverDiscount]
    tiers = configuration[AllocationParameters.tiers]
    segmentShares = configuration[AllocationParameters.segmentShares]
    exclusions = configuration[AllocationParameters.exclusions]
    curvePoints = configuration[AllocationParameters.curvePoints]
    try check(configuration)
  }

  private func check(_ configuration: Configuration) throws(SettingsError) {
    guard Set(tiers.map(\.name)).count == tiers.count else {
      throw configuration.invalid(AllocationParameters.tiers, must: "give each tier a name of its own")
    }
    // A little more than 1 is the sum of shares such as .1, which binary fractions only approach.
    guard segmentShares.entries.reduce(0, { $0 + $1.value.minimum }) <= 1 + 1e-9 else {
      throw configuration.invalid(AllocationParameters.segmentShares, must: "have minimum shares that sum to at most 1")
    }
    let letters = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    if let currency, currency.count != 3 || !currency.allSatisfy(letters.contains) {
      throw configuration.invalid(
        AllocationParameters.currency, must: "be a code of three capital letters, such as GBP")
    }
  }

  /// An amount in whole minor units, rounded half away from zero.
  public func minorUnits(_ amount: Double) -> Int64 {
    let unitsInOne: Double = [1, 10, 100, 1_000, 10_000][minorDigits]
    return Int64((amount * unitsInOne).rounded(.toNearestOrAwayFromZero))
  }
}
