import Tables

/// What the numbers of a file do: which of them belong to an order, and which are products of others.
final class AmountEvidence {
  let profile: FileProfile
  let orders: OrderRows
  /// By row: the code of its product; nil where no column is known as that.
  let product: [Int32]?
  private var numbers: [Int: SampledNumbers] = [:]
  private var certainties: [Int: OrderRows.Certainty] = [:]

  /// Rows that products of columns are looked for in.
  private static let comparedRows = 5_000

  init(_ profile: FileProfile, order: Int?, product: Int?) {
    self.profile = profile
    orders = OrderRows(profile, column: order)
    self.product = product.map { profile.samples[$0].codes }
  }

  func header(_ position: Int) -> String { profile.columns[position].name }

  func numbers(_ position: Int) -> SampledNumbers {
    if let known = numbers[position] { return known }
    let made = SampledNumbers(profile.samples[position], format: profile.numberFormat)
    numbers[position] = made
    return made
  }

  /// Whether the order decides the number.
  func isOfOrder(_ position: Int) -> OrderRows.Certainty {
    if let known = certainties[position] { return known }
    let made = orders.areSingle ? .no : orders.decide(numbers(position), product: product)
    certainties[position] = made
    return made
  }

  /// Whether a column numbers the lines of each order.
  func numbersLines(_ position: Int) -> OrderRows.Certainty {
    orders.areSingle ? .no : orders.areCounted(by: numbers(position))
  }

  // MARK: - Sums

  /// The money that the columns of a mapping make of the rows that were looked at.
  func money(_ columns: AmountColumns) -> MoneyReading {
    let total =
      switch columns {
      case .product(let quantity, let price): sum(quantity, price)
      case .lines(let position, _): numbers(position).sum
      case .orders(let position): orders.sumOnce(numbers(position))
      }
    return MoneyReading(columns, total: total, names: header)
  }

  private func sum(_ quantity: Int, _ price: Int) -> Double {
    zip(numbers(quantity).values, numbers(price).values).reduce(0) { total, pair in
      let amount = pair.0 * pair.1
      return amount.isNaN ? total : total + amount
    }
  }

  // MARK: - Products

  /// Rows that tell quantity × price from the price alone, and how many of them `fits` accepts.
  private func compare(
    _ quantity: Int, _ columns: [Int], _ fits: (Double, [Double]) -> Bool
  ) -> (rows: Int, fitting: Int) {
    let units = numbers(quantity).values
    let values = columns.map { numbers($0).values }
    var (rows, fitting) = (0, 0)
    for row in units.indices where !units[row].isNaN && abs(units[row]) != 1 && units[row] != 0 {
      let cells = values.map { $0[row] }
      guard cells.allSatisfy({ !$0.isNaN }) else { continue }
      rows += 1
      if fits(units[row], cells) { fitting += 1 }
      if rows == Self.comparedRows { break }
    }
    return (rows, fitting)
  }

  /// Whether `total` is quantity × price in nearly all rows where that can be told.
  func isProduct(_ total: Int, of quantity: Int, _ price: Int) -> Bool {
    let found = compare(quantity, [price, total]) { units, cells in
      cells[0] != 0 && Self.areClose(units * cells[0], cells[1], units: units)
    }
    return found.rows >= 3 && found.fitting * 10 >= found.rows * 9
  }

  /// Whether most rows differ by a factor of at least `factor` between quantity × price and `total`.
  func differ(_ total: Int, from quantity: Int, _ price: Int, by factor: Double) -> Bool {
    let found = compare(quantity, [price, total]) { units, cells in
      MoneyReading.factor(abs(units * cells[0]), abs(cells[1])) >= factor
    }
    return found.rows >= 2 && found.fitting * 2 >= found.rows
  }

  /// How a column of discounts takes them off.
  enum Discount { case share, money, moneyPerUnit }

  /// How `total` is quantity × price less `discount`; nil where it is not.
  func discount(_ discount: Int, from quantity: Int, _ price: Int, to total: Int) -> Discount? {
    let (units, prices) = (numbers(quantity).values, numbers(price).values)
    let (totals, discounts) = (numbers(total).values, numbers(discount).values)
    var rows = 0
    var (share, percent, money, each) = (0, 0, 0, 0)
    for row in units.indices where discounts[row] > 0 && units[row] != 0 {
      let (gross, off, net) = (units[row] * prices[row], discounts[row], totals[row])
      guard !gross.isNaN, !net.isNaN else { continue }
      rows += 1
      if Self.areClose(gross * (1 - off), net, units: units[row]) { share += 1 }
      if Self.areClose(gross * (1 - off / 100), net, units: units[row]) { percent += 1 }
      if Self.areClose(gross - off, net, units: units[row]) { money += 1 }
      if Self.areClose(gross - units[row] * off, net, units: units[row]) { each += 1 }
      if rows == Self.comparedRows { break }
    }
    guard rows >= 2 else { return nil }
    if max(share, percent) * 10 >= rows * 9 { return .share }
    if money * 10 >= rows * 9 { return .money }
    return each * 10 >= rows * 9 ? .moneyPerUnit : nil
  }

  /// Equal but for the rounding of a price to cents.
  private static func areClose(_ first: Double, _ second: Double, units: Double) -> Bool {
    abs(first - second) <= max(0.0051 * max(1, abs(units)) + 1e-9, 1e-6 * max(abs(first), abs(second)))
      && abs(first - second) <= 0.02 * max(abs(first), abs(second))
  }

  // MARK: - Prices and quantities of one product

  /// Whether a price grows with the quantity, as the value of a line does, and the price of a unit does not: judged by
  /// neighboring lines of one product with different quantities.
  ///
  /// - Parameter groups: by row: the code of what has one price; −1 for none.
  func growsWithQuantity(_ price: Int, _ quantity: Int, groups: [Int32]) -> OrderRows.Certainty {
    let (units, prices) = (numbers(quantity).values, numbers(price).values)
    var last: [Int32: (units: Double, price: Double)] = [:]
    var (pairs, steady, growing) = (0, 0, 0)
    for row in units.indices where groups[row] >= 0 && units[row] > 0 && prices[row] > 0 {
      let (own, cost) = (units[row], prices[row])
      if let before = last[groups[row]], before.units != own {
        pairs += 1
        if abs(before.price - cost) <= 0.005 * cost { steady += 1 }
        let (first, second) = (before.price / before.units, cost / own)
        if abs(first - second) <= 0.005 * second + 0.006 / own { growing += 1 }
      }
      last[groups[row]] = (own, cost)
    }
    guard growing >= 3, growing * 2 >= pairs, growing >= 9 * steady else { return .no }
    return growing >= 5 ? .sure : .likely
  }

  /// The same by the product, or, where none is known, by the column that shows it best.
  func isLineValue(_ price: Int, _ quantity: Int) -> OrderRows.Certainty {
    if let product { return growsWithQuantity(price, quantity, groups: product) }
    var best = OrderRows.Certainty.no
    for position in profile.columns.indices where position != price && position != quantity {
      let column = profile.columns[position]
      guard [.code, .text, .integer].contains(column.content), (2...1_000).contains(column.distinct) else { continue }
      best = max(best, growsWithQuantity(price, quantity, groups: profile.samples[position].codes))
    }
    return best
  }
}

/// The columns that amounts come from, by position.
enum AmountColumns: Hashable {
  case product(quantity: Int, price: Int)
  case lines(Int, quantity: Int?)
  case orders(Int)
}
