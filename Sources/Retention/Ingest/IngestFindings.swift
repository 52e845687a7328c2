/// What reading an input showed about it as a whole. Lines that are appended later have to match it.
public struct IngestFindings: Sendable, Hashable, Codable {
  /// Which columns give the amounts.
  public var amount: AmountShape
  /// Whether some file names products.
  public var hasProducts: Bool
  /// nil where every date shows its own order.
  public var dateOrder: IngestSettings.DateOrder?
  /// nil where no amount states a currency.
  public var currency: StatedCurrency?
  /// The time zone that times were converted to; nil if they are as written.
  public var timezone: String?
  /// Whether times carry offsets that were not converted because no time zone is set; nil for no.
  public var ignoresOffsets: Bool?
  /// Names of the columns that are carried along, in the order of `SourceLines.extras`.
  public var carriedColumns: [String]

  public init(
    amount: AmountShape, hasProducts: Bool, dateOrder: IngestSettings.DateOrder? = nil,
    currency: StatedCurrency? = nil, timezone: String? = nil, ignoresOffsets: Bool? = nil,
    carriedColumns: [String] = []
  ) {
    self.amount = amount
    self.hasProducts = hasProducts
    self.dateOrder = dateOrder
    self.currency = currency
    self.timezone = timezone
    self.ignoresOffsets = ignoresOffsets
    self.carriedColumns = carriedColumns
  }

  enum CodingKeys: String, CodingKey {
    case amount
    case hasProducts = "has_products"
    case dateOrder = "date_order"
    case currency, timezone
    case ignoresOffsets = "ignores_offsets"
    case carriedColumns = "carried_columns"
  }
}
