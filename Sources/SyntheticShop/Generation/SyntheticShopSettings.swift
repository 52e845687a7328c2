import CivilTime

/// What a synthetic shop is like, not yet checked; `validated()` gives what a `ShopGenerator` can be made of.
public struct SyntheticShopSettings: Sendable, Hashable {
  /// 1...100,000,000; each has at least one order.
  public var customers: Int
  public var seed: UInt64
  /// First day of trade, `yyyy-mm-dd`.
  public var startDate: String
  /// Months of trade, 1...120.
  public var months: Int
  /// Products in the catalogue, 100...50,000.
  public var products = 2000
  /// Mean lines of an order of a retail customer, 1...60. Real retailers see 15 to 20; the default keeps samples small.
  public var linesPerOrder = 4.0
  /// Share of customers of each kind; a kind left out has none. They sum to 1.
  public var kindShares = Self.defaultKindShares
  public var dirt = DefectRates()

  public init(customers: Int = 1000, seed: UInt64 = 42, startDate: String = "2024-12-01", months: Int = 13) {
    self.customers = customers
    self.seed = seed
    self.startDate = startDate
    self.months = months
  }

  public static let defaultKindShares: [CustomerKind: Double] = [
    .regular: 0.36, .lapsing: 0.26, .seasonal: 0.12, .oneTime: 0.18, .wholesale: 0.03, .returner: 0.05,
  ]
}

/// Checked settings: every value in its range, the start date parsed.
public struct ValidatedSyntheticShopSettings: Sendable, Hashable {
  public let settings: SyntheticShopSettings
  let start: CivilDate
  /// The first day after the last one of trade.
  let end: CivilDate
}
