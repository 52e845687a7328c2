import Numerics

/// A made-up shop: a pure function from settings to order lines.
///
/// Each customer draws from a random stream of their own, so the lines of a customer depend on the settings alone, not
/// on which customers are asked for together, on how many threads, or in which order.
public struct ShopGenerator: Sendable {
  public let settings: SyntheticShopSettings
  public let catalogue: Catalogue
  let calendar: TradingCalendar
  let kinds: AliasTable
  let countries = AliasTable(weights: Countries.shares)
  let packs = AliasTable(weights: [24, 17, 8, 9, 13, 6, 5, 12, 5, 1])
  /// In the order of `CustomerKind.allCases`.
  let habits = CustomerKind.allCases.map(PurchaseHabit.init(of:))
  let dirt: DefectTable

  public init(_ validated: ValidatedSyntheticShopSettings) {
    settings = validated.settings
    catalogue = Catalogue(count: settings.products, seed: settings.seed)
    calendar = TradingCalendar(from: validated.start, to: validated.end)
    let shares = settings.kindShares
    kinds = AliasTable(weights: CustomerKind.allCases.map { shares[$0] ?? 0 })
    dirt = DefectTable(settings.dirt)
  }

  /// Pieces that cheap products are sold in.
  static let packs = [1, 2, 3, 4, 6, 8, 10, 12, 24, 36]
  /// Documents a customer may have on one day; what comes after is left out. Keeps order numbers unique.
  static let documentsPerDay = 8
}

extension ShopGenerator {
  /// How a customer buys; never written to the lines.
  ///
  /// - Parameter customer: 0..<`settings.customers`.
  public func kind(ofCustomer customer: Int) -> CustomerKind {
    var random = generator(ofCustomer: customer)
    return CustomerKind.allCases[kinds.draw(&random)]
  }

  /// The id in the lines of a customer.
  public func customerID(_ customer: Int) -> String {
    String(LineBlock.firstCustomerID + customer)
  }

  func generator(ofCustomer customer: Int) -> PhiloxGenerator {
    precondition((0..<settings.customers).contains(customer), "the shop has no such customer")
    return PhiloxGenerator(seed: settings.seed, stream: UInt64(customer))
  }

  /// Grows from day to day as invoice numbers do, and is unique without knowing any other customer.
  func orderNumber(customer: Int, day: Int, ordinal: Int) -> Int64 {
    500_000 + Int64((day * settings.customers + customer) * Self.documentsPerDay + ordinal)
  }
}
