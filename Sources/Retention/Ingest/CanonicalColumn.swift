/// A column of the canonical transaction line, or one that stands in for quantity × price.
public enum CanonicalColumn: String, CaseIterable, Sendable, Codable {
  case customerID = "customer_id"
  case orderID = "order_id"
  case productID = "product_id"
  case orderDatetime = "order_datetime"
  case quantity
  case unitPrice = "unit_price"
  /// Value of the line; with a quantity if there is one, else quantity is 1.
  case lineTotal = "line_total"
  /// Value of the whole order, repeated on each of its lines and counted once.
  case orderTotal = "order_total"
}

/// Where the amount of a line comes from.
public enum AmountShape: Sendable, Equatable {
  case quantityAndPrice
  case lineTotalWithQuantity
  case lineTotal
  case orderTotal
}
