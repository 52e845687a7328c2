/// What makes lines one order; the raw value is that of settings and mapping files.
package enum OrderDefinition: String, Sendable, Hashable, Codable, CaseIterable {
  /// The lines with one id in the column of order ids.
  case column
  /// Every row is an order of its own.
  case row
  /// All lines of a customer on one day.
  case customerDay = "customer_day"
}
