package import Failures
import Text

/// A mapping that what the cells do speaks against: it makes another amount of money than they mean.
package struct MappingDoubt: Error, Sendable, Equatable {
  package let file: String
  /// Rows that were looked at.
  package let rows: Int
  /// What the mapping makes of them.
  package let used: MoneyReading
  /// What they mean.
  package let meant: MoneyReading
  /// Why; half a sentence.
  package let reason: String
}

extension MappingDoubt: UserFacingError {
  package var failureKind: FailureKind { .input }

  package var description: String {
    "\(file): \(used.words) would make \(used.amount) of the first \(counted(rows, "row", as: grouped(rows))), but "
      + "\(meant.words) \(meant.amount): \(reason); map \(columns) instead (--mapping FILE), or, if the mapping is meant, "
      + "set ingest.trust_mapping to true (--set ingest.trust_mapping=true)."
  }

  private var columns: String {
    switch meant.shape {
    case .quantityAndPrice: "quantity to '\(meant.headers[0])' and unit_price to '\(meant.headers[1])'"
    case .lineTotal, .lineTotalWithQuantity: "line_total to '\(meant.headers[0])'"
    case .orderTotal: "order_total to '\(meant.headers[0])'"
    }
  }
}

/// Compares a mapping with what the first rows of a file do.
package struct MappingCheck {
  /// Money that differs by less is doubtful at most: discounts, taxes and freight make as much.
  static let factor = 1.5

  private let evidence: AmountEvidence
  private let positions: [CanonicalColumn: Int]
  private let columns: AmountColumns
  private let file: String

  /// - Parameters:
  ///   - profile: of the first rows.
  ///   - bound: the mapping of the file.
  package init(_ profile: FileProfile, _ bound: BoundMapping, file: String) {
    evidence = AmountEvidence(
      profile, order: bound.positions[.orderID], product: bound.positions[.productID])
    positions = bound.positions
    self.file = file
    func position(_ column: CanonicalColumn) -> Int {
      guard let position = bound.positions[column] else { preconditionFailure("a bound mapping has its amounts") }
      return position
    }
    columns =
      switch bound.amount {
      case .quantityAndPrice: .product(quantity: position(.quantity), price: position(.unitPrice))
      case .lineTotalWithQuantity, .lineTotal: .lines(position(.lineTotal), quantity: bound.positions[.quantity])
      case .orderTotal: .orders(position(.orderTotal))
      }
  }

  /// The first reason to refuse the mapping; nil if there is none.
  package var doubt: MappingDoubt? {
    switch columns {
    case .orders: nil
    case .lines(let total, let quantity): orderTotal(total) ?? adjustment(total, quantity)
    case .product(let quantity, let price):
      // Goods of one price in each order are no order totals.
      (isExact(price, .unitPrice) ? nil : orderTotal(price)) ?? money(quantity, price) ?? lineNumber(quantity, price)
        ?? lineValue(
          quantity, price) ?? otherTotal(quantity, price)
    }
  }

  /// What is only doubtful, one sentence each.
  package var warnings: [String] {
    var warnings: [String] = []
    if let customer = positions[.customerID] {
      let header = evidence.header(customer)
      if HeaderMatch.has(header, HeaderWords.impersonal), !HeaderMatch.has(header, HeaderWords.persons),
        !HeaderMatch.isKnown(header, .customerID)
      {
        warnings.append("\(file): customer_id is taken from '\(header)', which does not sound like a person who buys")
      }
    }
    if case .product(_, let price) = columns, evidence.isOfOrder(price) == .sure {
      let (used, meant) = (evidence.money(columns), evidence.money(.orders(price)))
      warnings.append(
        "\(file): \(name(price)) is the same on all lines of an order; as unit_price it makes \(used.amount) of the first "
          + "\(counted(evidence.profile.rows, "row", as: grouped(evidence.profile.rows))), as order_total \(meant.amount)"
      )
    }
    if positions[.productID] == nil {
      if let product = likelyProduct {
        warnings.append(
          "\(file): no column is taken as product_id, so nothing is known about products; \(name(product)) looks like "
            + "it (--set 'ingest.mapping.product_id=\(evidence.header(product))')")
      }
    }
    return warnings
  }

  /// A column that is named as the product, or that holds codes of which an order has several.
  private var likelyProduct: Int? {
    let free = evidence.profile.columns.indices.filter {
      !positions.values.contains($0) && evidence.profile.columns[$0].distinct > 1
    }
    if let named = free.first(where: { isExact($0, .productID) }) { return named }
    guard let order = positions[.orderID], !evidence.orders.areSingle else { return nil }
    return free.first {
      evidence.profile.columns[$0].content == .code && !evidence.profile.determines(order, $0)
        && !HeaderMatch.has(evidence.header($0), HeaderWords.impersonal)
    }
  }

  private func doubt(_ meant: AmountColumns, _ reason: String) -> MappingDoubt? {
    let (used, meant) = (evidence.money(columns), evidence.money(meant))
    guard MoneyReading.factor(used.total, meant.total) >= Self.factor else { return nil }
    return MappingDoubt(file: file, rows: evidence.profile.rows, used: used, meant: meant, reason: reason)
  }

  private func name(_ position: Int) -> String { "'\(evidence.header(position))'" }

  /// An order total that is taken for a value of the line.
  private func orderTotal(_ position: Int) -> MappingDoubt? {
    guard evidence.isOfOrder(position) == .sure else { return nil }
    return doubt(.orders(position), "\(name(position)) is the same on all lines of an order")
  }

  /// Freight, taxes or costs that are taken for the value of the line, beside a column that is named as that.
  private func adjustment(_ position: Int, _ quantity: Int?) -> MappingDoubt? {
    guard HeaderMatch.has(evidence.header(position), HeaderWords.adjustments), !isExact(position, .lineTotal) else {
      return nil
    }
    let others = extras.filter { isExact($0, .unitPrice) || isExact($0, .lineTotal) }
    guard let other = others.first else { return nil }
    let meant: AmountColumns =
      if let quantity, isExact(other, .unitPrice), evidence.numbersLines(quantity) == .no {
        .product(quantity: quantity, price: other)
      } else {
        .lines(other, quantity: nil)
      }
    return doubt(meant, "\(name(position)) sounds like something else than the value of the line")
  }

  /// An amount that is taken for a quantity.
  private func money(_ quantity: Int, _ price: Int) -> MappingDoubt? {
    let amounts: [CanonicalColumn] = [.unitPrice, .lineTotal, .orderTotal]
    guard evidence.numbers(quantity).hasCents, !isExact(quantity, .quantity),
      amounts.contains(where: { isExact(quantity, $0) })
    else { return nil }
    return doubt(
      .lines(price, quantity: nil), "\(name(quantity)) is an amount by its name and its cents, and no quantity")
  }

  /// The number of a line within its order that is taken for a quantity.
  private func lineNumber(_ quantity: Int, _ price: Int) -> MappingDoubt? {
    guard evidence.numbersLines(quantity) == .sure else { return nil }
    return doubt(.lines(price, quantity: nil), "\(name(quantity)) numbers the lines of each order")
  }

  /// A value of the line that is taken for the price of a unit.
  private func lineValue(_ quantity: Int, _ price: Int) -> MappingDoubt? {
    guard evidence.isLineValue(price, quantity) == .sure else { return nil }
    return doubt(
      .lines(price, quantity: quantity), "\(name(price)) grows with \(name(quantity)), as values of lines do")
  }

  /// A column that is named as the value of the line, and disagrees.
  private func otherTotal(_ quantity: Int, _ price: Int) -> MappingDoubt? {
    for total in extras where isExact(total, .lineTotal) && evidence.isOfOrder(total) == .no {
      guard evidence.differ(total, from: quantity, price, by: Self.factor),
        let found = doubt(.lines(total, quantity: quantity), "\(name(total)) is not quantity × price")
      else { continue }
      return found
    }
    return nil
  }

  /// Columns of numbers that have no part in the mapping.
  private var extras: [Int] {
    let used = Set(positions.values)
    return evidence.profile.columns.indices.filter {
      !used.contains($0) && [.integer, .number].contains(evidence.profile.columns[$0].content)
    }
  }

  private func isExact(_ position: Int, _ column: CanonicalColumn) -> Bool {
    HeaderMatch.isExact(evidence.header(position), column)
  }
}
