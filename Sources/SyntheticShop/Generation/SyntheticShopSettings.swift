import CivilTime

/// Settings of a synthetic shop, not yet checked. `validated()` returns what a `ShopGenerator` takes.
package struct SyntheticShopSettings: Sendable, Hashable {
  /// Number of customers, 1...100,000,000; each has at least one order.
  package var customers: Int
  package var seed: UInt64
  /// First day of trade, `yyyy-mm-dd`.
  package var startDate: String
  /// Months of trade, 1...120.
  package var months: Int
  /// Products in the catalog, 100...50,000.
  package var products = 2000
  /// Mean lines per order of a retail customer, 1...60. Real retailers have 15 to 20; the default keeps samples small.
  package var linesPerOrder = 4.0
  /// Share of customers of each kind, 0 for kinds left out; they must sum to 1.
  package var kindShares = Self.defaultKindShares
  /// Rates of injected defects.
  package var dirt = DefectRates()

  package init(customers: Int = 1000, seed: UInt64 = 42, startDate: String = "2024-12-01", months: Int = 13) {
    self.customers = customers
    self.seed = seed
    self.startDate = startDate
    self.months = months
  }

  /// The shares that `kindShares` starts with.
  package static let defaultKindShares: [CustomerKind: Double] = [
    .regular: 0.36, .lapsing: 0.26, .seasonal: 0.12, .oneTime: 0.18, .wholesale: 0.03, .returner: 0.05,
  ]
}

/// Checked settings: every value is in its range, and the start date is parsed.
package struct ValidatedSyntheticShopSettings: Sendable, Hashable {
  package let settings: SyntheticShopSettings
  let start: CivilDate
  /// The day after the last day of trade.
  let end: CivilDate
}
