package import Tables

/// What reading an input showed about it as a whole. Lines that are added to it later have to fit that.
package struct IngestFindings: Sendable, Hashable, Codable {
  package var amount: AmountShape
  /// nil where a column gives the orders.
  package var orderIs: OrderDefinition?
  /// Whether some file names products.
  package var hasProducts: Bool
  /// nil where every date shows it.
  package var dateOrder: DateOrder?
  /// nil where no amount has a currency beside it.
  package var currency: StatedCurrency?
  /// The zone that times were converted to; nil where they are as they were written.
  package var timezone: String?
  /// Whether times carry offsets, and no zone is set to convert them to; nil for no.
  package var ignoresOffsets: Bool?
  /// Names of the columns that are carried along, in the order of `SourceLines.extras`.
  package var carriedColumns: [String]
  /// The column whose amounts became returns; nil for none.
  package var refundColumn: String?

  package init(
    amount: AmountShape, orderIs: OrderDefinition? = nil, hasProducts: Bool, dateOrder: DateOrder? = nil,
    currency: StatedCurrency? = nil, timezone: String? = nil, ignoresOffsets: Bool? = nil,
    carriedColumns: [String] = [], refundColumn: String? = nil
  ) {
    self.refundColumn = refundColumn
    self.amount = amount
    self.orderIs = orderIs
    self.hasProducts = hasProducts
    self.dateOrder = dateOrder
    self.currency = currency
    self.timezone = timezone
    self.ignoresOffsets = ignoresOffsets
    self.carriedColumns = carriedColumns
  }

  enum CodingKeys: String, CodingKey {
    case amount
    case orderIs = "order_is"
    case hasProducts = "has_products"
    case dateOrder = "date_order"
    case currency, timezone
    case ignoresOffsets = "ignores_offsets"
    case carriedColumns = "carried_columns"
    case refundColumn = "refund_column"
  }
}
