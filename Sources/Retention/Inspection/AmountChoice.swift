/// Which columns give the amounts: judged by names, and by what the numbers do.
struct AmountChoice {
  typealias Named = (position: Int, score: Double, reason: MappingSuggestion.Reason)

  /// nil where nothing gives an amount.
  private(set) var columns: AmountColumns?
  private(set) var reasons: [CanonicalColumn: MappingSuggestion.Reason] = [:]
  /// The quantity, also where no amount was found.
  private(set) var quantity: Int?
  private let evidence: AmountEvidence
  /// Columns of numbers that are neither ids nor dates.
  private let numbers: [Int]
  private let names: [CanonicalColumn: [Named]]
  private let isOfOrders: Bool

  /// - Parameters:
  ///   - free: positions that have no other part.
  ///   - names: columns by how well their headers name a canonical one, the best first.
  ///   - isOfOrders: whether rows have order ids and no products: then an amount may be that of the order.
  init(_ evidence: AmountEvidence, free: [Int], names: [CanonicalColumn: [Named]], isOfOrders: Bool) {
    self.evidence = evidence
    numbers = free.filter { [.integer, .number].contains(evidence.profile.columns[$0].content) }
    self.names = names
    self.isOfOrders = isOfOrders
    chooseQuantity(free)
    choose(free)
    if isOfOrders, evidence.orders.areSingle, case .lines(let position, nil) = columns {
      // One row an order: its amount is the order's.
      take(.orders(position), .content("each order has one row"))
    }
  }

  /// The chosen source columns.
  var choices: [CanonicalColumn: (position: Int, reason: MappingSuggestion.Reason)] {
    var found: [CanonicalColumn: Int] = [:]
    switch columns {
    case .product(let quantity, let price): found = [.quantity: quantity, .unitPrice: price]
    case .lines(let position, let quantity):
      found = [.lineTotal: position]
      found[.quantity] = quantity
    case .orders(let position): found = [.orderTotal: position]
    case nil: found[.quantity] = quantity
    }
    return Dictionary(
      uniqueKeysWithValues: found.map { ($0.key, ($0.value, reasons[$0.key] ?? .content("its numbers"))) })
  }

  private mutating func take(_ columns: AmountColumns, _ reason: MappingSuggestion.Reason) {
    self.columns = columns
    switch columns {
    case .product: reasons[.unitPrice] = reason
    case .lines: reasons[.lineTotal] = reason
    case .orders: reasons[.orderTotal] = reason
    }
  }

  // MARK: - Names

  /// The column that is named best; columns of `taken` are passed over.
  private func named(_ column: CanonicalColumn, but taken: Int? = nil) -> Named? {
    names[column, default: []].first { $0.position != taken }
  }

  private func isAdjustment(_ position: Int) -> Bool {
    HeaderMatch.has(evidence.header(position), HeaderWords.adjustments)
  }
}

// MARK: - Quantity

extension AmountChoice {
  private mutating func chooseQuantity(_ free: [Int]) {
    for name in names[.quantity, default: []] where free.contains(name.position) {
      let isExact = name.score > 0.9
      let counts = evidence.numbersLines(name.position)
      // A name that is only like it has to hold counts; an exact one may hold kilograms.
      guard counts < (isExact ? .sure : .likely), isExact || isCount(name.position) else { continue }
      quantity = name.position
      reasons[.quantity] = name.reason
      return
    }
    // Where another column has the price, an 'amount' of small whole numbers counts units.
    if let amount = named(.lineTotal), HeaderMatch.folded(evidence.header(amount.position)) == "amount",
      isCount(amount.position), evidence.numbers(amount.position).medianSize <= 5,
      [.unitPrice, .lineTotal].contains(where: { named($0, but: amount.position) != nil })
    {
      quantity = amount.position
      reasons[.quantity] = .content("small whole numbers, beside a price")
      return
    }
    let rows = evidence.profile.rows
    let counts = numbers.filter { position in
      let column = evidence.profile.columns[position]
      return column.content == .integer && column.blanks * 2 <= rows && column.distinct > 1
        && (column.distinct * 5 < rows || rows < 100) && isCount(position) && !isNamedAmount(position)
        && !isAdjustment(position) && !HeaderMatch.has(evidence.header(position), HeaderWords.strangers)
    }
    guard counts.count == 1 else { return }
    quantity = counts[0]
    reasons[.quantity] = .content("the only column of small whole numbers")
  }

  /// Whether a column holds small whole numbers that count neither rows nor the lines of an order.
  private func isCount(_ position: Int) -> Bool {
    let numbers = evidence.numbers(position)
    // Zeros and ones alone are a yes or no.
    guard numbers.values.contains(where: { $0 > 1 }) else { return false }
    return numbers.areWhole && !numbers.hasCents && numbers.medianSize <= 100 && !numbers.countRows
      && evidence.numbersLines(position) == .no
  }

  private func isNamedAmount(_ position: Int) -> Bool {
    [.unitPrice, .lineTotal, .orderTotal].contains { column in
      names[column, default: []].contains { $0.position == position }
    }
  }
}

// MARK: - Amounts

extension AmountChoice {
  private mutating func choose(_ free: [Int]) {
    let amounts = free.filter { numbers.contains($0) && $0 != quantity }
    if let quantity, let pair = confirmedPair(amounts, quantity) {
      takePair(pair, quantity)
      return
    }
    let taken = quantity
    let isFree = { (name: Named) in free.contains(name.position) && name.position != taken }
    let price = names[.unitPrice, default: []].first(where: isFree)
    let line = names[.lineTotal, default: []].first { isFree($0) && $0.position != price?.position }
    let order = names[.orderTotal, default: []].first {
      isFree($0) && ![price?.position, line?.position].contains($0.position)
    }
    if chooseByName(price, line, order) { return }
    chooseByContent(amounts.filter { !isAdjustment($0) })
  }

  /// A price and a total with quantity × price = total, the best named.
  private func confirmedPair(_ amounts: [Int], _ quantity: Int) -> (price: Int, total: Int)? {
    let candidates = amounts.filter { !isAdjustment($0) || isNamedAmount($0) }.prefix(12)
    // A name that means another amount is better than none.
    func score(_ position: Int, _ column: CanonicalColumn) -> Double {
      names[column, default: []].first { $0.position == position }?.score ?? (isNamedAmount(position) ? 0.1 : 0)
    }
    var best: (price: Int, total: Int, score: Double)?
    for price in candidates {
      for total in candidates where total != price && evidence.isProduct(total, of: quantity, price) {
        let names = score(price, .unitPrice) + max(score(total, .lineTotal), score(total, .orderTotal))
        if names > best?.score ?? -1 { best = (price, total, names) }
      }
    }
    return best.map { ($0.price, $0.total) }
  }

  private mutating func takePair(_ pair: (price: Int, total: Int), _ quantity: Int) {
    let name = names[.unitPrice, default: []].first { $0.position == pair.price }
    let confirmed = "times '\(evidence.header(quantity))' it is '\(evidence.header(pair.total))'"
    take(.product(quantity: quantity, price: pair.price), name.map(\.reason) ?? .content(confirmed))
  }

  /// - Returns: whether some column is named as an amount.
  private mutating func chooseByName(_ price: Named?, _ line: Named?, _ order: Named?) -> Bool {
    if let price, let quantity {
      return chooseWithPrice(price, line, quantity)
    }
    // An exact name beats likeness, and a value of the line what is only like one.
    let lines = [line, price].compactMap(\.self).sorted { ($0.score > 0.9 ? 1 : 0) > ($1.score > 0.9 ? 1 : 0) }
    if let best = lines.first {
      let isPlain = isOfOrders && evidence.orders.areSingle
      if let order, order.score > 0.9, isPlain || best.score <= 0.9 || evidence.isOfOrder(best.position) > .no {
        return takeOrder(order)
      }
      guard evidence.isOfOrder(best.position) == .no else {
        take(.orders(best.position), .content("the same on all lines of an order"))
        return true
      }
      let isPrice = best.position == price?.position
      take(
        .lines(best.position, quantity: quantity),
        isPrice ? .content("a price, and no column counts units: a unit on each line") : best.reason)
      return true
    }
    return order.map { takeOrder($0) } ?? false
  }

  private mutating func takeOrder(_ order: Named) -> Bool {
    take(.orders(order.position), order.reason)
    return true
  }

  private mutating func chooseWithPrice(_ price: Named, _ line: Named?, _ quantity: Int) -> Bool {
    let factor = MappingCheck.factor
    if price.score <= 0.9, evidence.isOfOrder(price.position) == .sure {
      take(.orders(price.position), .content("the same on all lines of an order"))
    } else if evidence.isLineValue(price.position, quantity) > .no {
      take(.lines(price.position, quantity: quantity), .content("it grows with the quantity, as values of lines do"))
    } else if let line, evidence.isOfOrder(line.position) == .no, isDiscounted(price, line, quantity) {
      take(.lines(line.position, quantity: quantity), .content("quantity × price less the discount"))
    } else if let line, line.score > 0.9, evidence.isOfOrder(line.position) == .no,
      evidence.differ(line.position, from: quantity, price.position, by: factor)
    {
      take(.lines(line.position, quantity: quantity), line.reason)
    } else {
      take(.product(quantity: quantity, price: price.position), price.reason)
    }
    return true
  }

  private func isDiscounted(_ price: Named, _ line: Named, _ quantity: Int) -> Bool {
    discountColumns.contains {
      evidence.discount($0, from: quantity, price.position, to: line.position) != nil
    }
  }

  /// Columns of numbers whose name speaks of discounts.
  var discountColumns: [Int] {
    numbers.filter {
      HeaderMatch.has(evidence.header($0), ["discount", "rabatt", "remise", "descuento", "sconto", "korting"])
    }
  }

  /// A single column of numbers with decimals.
  private mutating func chooseByContent(_ amounts: [Int]) {
    let prices = amounts.filter { position in
      let column = evidence.profile.columns[position]
      return column.content == .number && column.blanks * 2 <= evidence.profile.rows && column.distinct > 1
    }
    guard prices.count == 1 else { return }
    let reason = "the only column of numbers with decimals"
    if evidence.isOfOrder(prices[0]) > .no {
      take(.orders(prices[0]), .content(reason + ", the same on all lines of an order"))
    } else if let quantity, evidence.isLineValue(prices[0], quantity) == .no {
      take(.product(quantity: quantity, price: prices[0]), .content(reason))
    } else {
      take(.lines(prices[0], quantity: quantity), .content(reason))
    }
  }
}
