import Text

/// The money that the suggested columns make, beside that of other columns that could be meant.
package struct MoneyComparison {
  /// The suggested one first.
  private(set) var readings: [MoneyReading]
  private(set) var notes: [String] = []
  private let evidence: AmountEvidence
  private let chosen: AmountColumns

  private static let readingLimit = 6
  /// Sums that differ by less are the same: cents that were rounded.
  private static let sameFactor = 1.005

  init(
    _ evidence: AmountEvidence, chosen: AmountColumns, quantity: Int?,
    names: [CanonicalColumn: [AmountChoice.Named]], free: [Int]
  ) {
    self.evidence = evidence
    self.chosen = chosen
    var all: [AmountColumns] = [chosen]
    /// A quantity that no name says.
    func isGuessed(_ position: Int) -> Bool {
      !names[.quantity, default: []].contains { $0.position == position && $0.score > 0.9 }
    }
    func add(_ columns: AmountColumns) {
      let isKnown = all.contains { Self.source($0) == Self.source(columns) }
      if !isKnown, all.count < Self.readingLimit { all.append(columns) }
    }
    if case .product(_, let price) = chosen, evidence.isOfOrder(price) == .sure { add(.orders(price)) }
    if case .product(let units, let price) = chosen, isGuessed(units) { add(.lines(price, quantity: nil)) }
    if !evidence.orders.areSingle {
      switch chosen {
      case .lines(let total, _): add(.orders(total))
      case .orders(let total): add(.lines(total, quantity: nil))
      case .product: break
      }
    }
    let named = { (column: CanonicalColumn) in
      names[column, default: []].map(\.position).filter { free.contains($0) && $0 != quantity }
    }
    if let quantity { for price in named(.unitPrice) { add(.product(quantity: quantity, price: price)) } }
    for total in named(.lineTotal) + named(.orderTotal) where total != Self.total(chosen) {
      add(evidence.isOfOrder(total) > .no ? .orders(total) : .lines(total, quantity: nil))
    }
    readings = all.map { evidence.money($0) }
    if case .orders(let total) = chosen { tellOrderTotal(total) }
    tellDifferences()
  }

  /// Two readings of one source are the same whatever stands beside it.
  private static func source(_ columns: AmountColumns) -> AmountColumns {
    if case .lines(let total, _) = columns { .lines(total, quantity: nil) } else { columns }
  }

  private static func total(_ columns: AmountColumns) -> Int? {
    switch columns {
    case .product: nil
    case .lines(let total, _), .orders(let total): total
    }
  }

  /// How another reading differs from the suggested one, in words.
  package static func difference(_ other: MoneyReading, from suggested: MoneyReading) -> String {
    let factor = MoneyReading.factor(other.total, suggested.total)
    if factor <= sameFactor { return "the same" }
    guard factor < .infinity else { return "nothing like it" }
    if factor >= MappingCheck.factor {
      return "\(decimal(factor, places: 1)) times as \(abs(other.total) > abs(suggested.total) ? "much" : "little")"
    }
    let percent = decimal(100 * abs(other.total / suggested.total - 1), places: 1)
    return "\(percent) % \(abs(other.total) > abs(suggested.total) ? "more" : "less")"
  }

  /// Why a total is that of the order.
  private mutating func tellOrderTotal(_ position: Int) {
    let certainty = evidence.isOfOrder(position)
    guard certainty > .no, let other = readings.dropFirst().first(where: { $0.headers == readings[0].headers }) else {
      return
    }
    notes.append(
      "\(other.words) would make \(other.amount), order_total \(readings[0].amount): it is the same on all lines of an "
        + "order" + (certainty == .sure ? "" : ", but few orders of several lines show it: look which one is right"))
  }

  private mutating func tellDifferences() {
    let suggested = readings[0]
    for other in readings.dropFirst()
    where MoneyReading.factor(other.total, suggested.total) >= MappingCheck.factor && other.headers != suggested.headers
    {
      notes.append(
        "\(suggested.words) makes \(suggested.amount), \(other.words) would make \(other.amount): look which one is what "
          + "customers paid")
    }
  }

  /// What becomes of columns of discounts.
  mutating func tellDiscounts(_ columns: [Int]) {
    for column in columns {
      let discounts = evidence.numbers(column)
      guard discounts.sum != 0 else { continue }
      let name = "'\(evidence.header(column))'"
      switch chosen {
      case .product(let quantity, let price):
        notes.append(
          "\(name) is not taken off: quantity × unit_price is the money before discounts"
            + off(column, quantity, price))
      case .lines, .orders: break
      }
    }
  }

  /// The money that a column of discounts would take off quantity × price, in words; blank where that cannot be told.
  private func off(_ column: Int, _ quantity: Int, _ price: Int) -> String {
    let (units, prices) = (evidence.numbers(quantity).values, evidence.numbers(price).values)
    let discounts = evidence.numbers(column).values
    let known = discounts.filter { !$0.isNaN }
    guard known.allSatisfy({ $0 >= 0 }), let largest = known.max() else { return "" }
    let isPercent = HeaderMatch.has(evidence.header(column), ["pct", "percent", "rate"])
    let scale = largest <= 1 ? 1.0 : isPercent && largest <= 100 ? 0.01 : 0
    let total = units.indices.reduce(0.0) { total, row in
      let amount = scale > 0 ? units[row] * prices[row] * discounts[row] * scale : discounts[row]
      return amount.isNaN ? total : total + amount
    }
    return ", and as \(scale > 0 ? "a share" : "money") it would take off \(MoneyReading.amount(total))"
  }
}
