/// How a made-up customer buys. The kind is never written to the order lines: it is what a model has to find out.
public enum CustomerKind: String, CaseIterable, Sendable, Codable, CodingKeyRepresentable {
  /// Buys about every two months, on a rhythm of their own, for as long as they stay.
  case regular
  /// Buys, then stops: gaps grow from order to order, and each order may be the last (buy till you die).
  case lapsing
  /// Buys for the holidays: nearly all orders fall into October to December.
  case seasonal
  /// Buys once and never comes back.
  case oneTime
  /// Few, trade on weekdays, in large quantities at a discount: the heavy tail of revenue.
  case wholesale
  /// Buys like a regular customer, and sends about a third of it back.
  case returner
}
