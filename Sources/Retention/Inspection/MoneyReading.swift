import Text

/// The money that one way to read the amounts makes of the rows that were looked at.
package struct MoneyReading: Sendable, Hashable {
  /// Which columns give the amounts; a quantity beside a line total changes no money.
  package let shape: AmountShape
  /// Source headers: of quantity and price, or of the total.
  package let headers: [String]
  /// In units of the currency.
  package let total: Double

  init(_ columns: AmountColumns, total: Double, names: (Int) -> String) {
    self.total = total
    switch columns {
    case .product(let quantity, let price): (shape, headers) = (.quantityAndPrice, [names(quantity), names(price)])
    case .lines(let position, _): (shape, headers) = (.lineTotal, [names(position)])
    case .orders(let position): (shape, headers) = (.orderTotal, [names(position)])
    }
  }
}

extension MoneyReading {
  /// `line_total from 'Total Amount'`.
  package var words: String {
    switch shape {
    case .quantityAndPrice: "quantity × unit_price from '\(headers[0])' × '\(headers[1])'"
    case .lineTotal, .lineTotalWithQuantity: "line_total from '\(headers[0])'"
    case .orderTotal: "order_total from '\(headers[0])'"
    }
  }

  /// `1,234.50`.
  package var amount: String { Self.amount(total) }

  static func amount(_ value: Double) -> String {
    guard abs(value) < 1e15 else { return "\(value)" }
    let cents = Int((abs(value) * 100).rounded())
    let rest = cents % 100
    return (value < 0 && cents > 0 ? "-" : "") + grouped(cents / 100) + "." + (rest < 10 ? "0" : "") + "\(rest)"
  }

  /// How many times the larger of two amounts is the smaller one; infinite where one is 0, or their signs differ.
  package static func factor(_ first: Double, _ second: Double) -> Double {
    if first == second { return 1 }
    let (small, large) = (min(abs(first), abs(second)), max(abs(first), abs(second)))
    return small > 0 && (first < 0) == (second < 0) ? large / small : .infinity
  }
}
