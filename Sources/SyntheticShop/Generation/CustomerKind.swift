/// How a synthetic customer buys. The kind is never written to the order lines: a model has to infer it.
package enum CustomerKind: String, CaseIterable, Sendable, Codable, CodingKeyRepresentable {
  /// Buys about every two months, at a personal rhythm, for as long as they stay.
  case regular
  /// Buys, then stops: gaps grow from order to order, and each order may be the last (buy till you die).
  case lapsing
  /// Buys for the holidays: most orders fall in October to December.
  case seasonal
  /// Buys once and never comes back.
  case oneTime
  /// Orders on weekdays, in large quantities and at a discount: few customers, but the heavy tail of revenue.
  case wholesale
  /// Buys like a regular customer and returns about a third of the lines.
  case returner
}
