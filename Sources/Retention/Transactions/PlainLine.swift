/// One order line of a customer, as the plain twins of fast passes read it.
package struct PlainLine: Sendable {
  /// Any number that is the same for the lines of one order only.
  package var order: Int32
  /// Any number that is the same for the lines of one product only; −1 for a line without one.
  package var product: Int32
  /// Microseconds since 1970-01-01.
  package var time: Int64
  /// Units; negative for a return.
  package var quantity: Double
  /// In units of the currency.
  package var unitPrice: Double
  /// Whether the line is a return or a cancellation.
  package var isReturn: Bool

  package init(order: Int32, product: Int32, time: Int64, quantity: Double, unitPrice: Double, isReturn: Bool) {
    self.order = order
    self.product = product
    self.time = time
    self.quantity = quantity
    self.unitPrice = unitPrice
    self.isReturn = isReturn
  }
}

/// A purchase line, and what counts of it.
package struct PlainPurchase: Sendable {
  package let line: PlainLine
  /// Units.
  package let items: Double
  /// In units of the currency; of a line without units left, what was not refunded.
  package let revenue: Double
  /// Whether units are left.
  package let isLeft: Bool

  package init(line: PlainLine, items: Double, revenue: Double, isLeft: Bool) {
    self.line = line
    self.items = items
    self.revenue = revenue
    self.isLeft = isLeft
  }
}
