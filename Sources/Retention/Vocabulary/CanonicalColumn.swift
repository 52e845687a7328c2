/// A column of the canonical order line, or one that stands in for quantity × price; the raw value is its name in files
/// and settings.
package enum CanonicalColumn: String, Sendable, Hashable, CaseIterable {
  case customerID = "customer_id"
  case orderID = "order_id"
  case productID = "product_id"
  case orderDatetime = "order_datetime"
  case quantity
  case unitPrice = "unit_price"
  /// The value of the line.
  case lineTotal = "line_total"
  /// The value of the line's order, repeated on each of its lines.
  case orderTotal = "order_total"
}
