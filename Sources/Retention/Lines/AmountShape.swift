/// Which columns give the amount of a line.
package enum AmountShape: String, Sendable, Codable {
  case quantityAndPrice = "quantity_and_price"
  case lineTotalWithQuantity = "line_total_with_quantity"
  /// The value of the line; quantity is 1, or −1 for a negative value.
  case lineTotal = "line_total"
  /// The value of the order, repeated on its lines; shared evenly among them, so that it counts once.
  case orderTotal = "order_total"

  /// The column of totals; nil where there is none.
  var totalColumn: CanonicalColumn? {
    switch self {
    case .quantityAndPrice: nil
    case .lineTotalWithQuantity, .lineTotal: .lineTotal
    case .orderTotal: .orderTotal
    }
  }

  /// The column that a line's price comes from: an unreadable cell there leaves the line without a price.
  var priceColumn: CanonicalColumn {
    switch self {
    case .quantityAndPrice: .unitPrice
    case .lineTotalWithQuantity, .lineTotal: .lineTotal
    case .orderTotal: .orderTotal
    }
  }
}
