/// A column of the canonical transaction line, or one that stands in for quantity × price.
public typealias CanonicalColumn = IngestSettings.Column

/// Where the amount of a line comes from.
public enum AmountShape: Sendable, Equatable {
  case quantityAndPrice
  case lineTotalWithQuantity
  /// The value of the line; quantity is 1, or −1 for a negative value.
  case lineTotal
  /// The value of the order, repeated on its lines; shared evenly among them, so that it counts once.
  case orderTotal

  /// The column of totals; nil where there is none.
  var totalColumn: CanonicalColumn? {
    switch self {
    case .quantityAndPrice: nil
    case .lineTotalWithQuantity, .lineTotal: .lineTotal
    case .orderTotal: .orderTotal
    }
  }

  /// The column that a line's price comes from: a cell that cannot be read there leaves the line without a price.
  var priceColumn: CanonicalColumn {
    switch self {
    case .quantityAndPrice: .unitPrice
    case .lineTotalWithQuantity, .lineTotal: .lineTotal
    case .orderTotal: .orderTotal
    }
  }
}
