import Numerics

/// A synthetic shop: a pure function from settings to order lines.
///
/// Each customer has a separate random stream, so a customer's lines depend only on the settings, not on the number of
/// threads, or on which customers are generated together or in which order.
package struct ShopGenerator: Sendable {
  package let settings: SyntheticShopSettings
  package let catalogue: Catalogue
  let calendar: TradingCalendar
  let kinds: AliasTable
  let countries = AliasTable(weights: Countries.shares)
  let packs = AliasTable(weights: [24, 17, 8, 9, 13, 6, 5, 12, 5, 1])
  /// In the order of `CustomerKind.allCases`.
  let habits = CustomerKind.allCases.map(PurchaseHabit.init(of:))
  let dirt: DefectTable

  package init(_ validated: ValidatedSyntheticShopSettings) {
    settings = validated.settings
    catalogue = Catalogue(count: settings.products, seed: settings.seed)
    calendar = TradingCalendar(from: validated.start, to: validated.end)
    let shares = settings.kindShares
    kinds = AliasTable(weights: CustomerKind.allCases.map { shares[$0] ?? 0 })
    dirt = DefectTable(settings.dirt)
  }

  /// Pack sizes of cheap products.
  static let packs = [1, 2, 3, 4, 6, 8, 10, 12, 24, 36]
  /// Maximum number of documents per customer and day; others are left out. Keeps order numbers unique.
  static let documentsPerDay = 8
}

extension ShopGenerator {
  /// The kind of a customer, which is never written to the lines.
  ///
  /// - Parameter customer: within 0..<`settings.customers`.
  package func kind(ofCustomer customer: Int) -> CustomerKind {
    var random = generator(ofCustomer: customer)
    return CustomerKind.allCases[kinds.draw(&random)]
  }

  /// The id that a customer has in the lines.
  package func customerID(_ customer: Int) -> String {
    String(LineBlock.firstCustomerID + customer)
  }

  func generator(ofCustomer customer: Int) -> PhiloxGenerator {
    precondition((0..<settings.customers).contains(customer), "the shop has no such customer")
    return PhiloxGenerator(seed: settings.seed, stream: UInt64(customer))
  }

  /// Grows from day to day, as invoice numbers do, and is unique without looking at other customers.
  func orderNumber(customer: Int, day: Int, ordinal: Int) -> Int64 {
    500_000 + Int64((day * settings.customers + customer) * Self.documentsPerDay + ordinal)
  }
}
