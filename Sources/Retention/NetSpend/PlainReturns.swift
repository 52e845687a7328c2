/// The plain twin of `ReturnMatcher` and `NetWalk`: the rules of `ReturnMatches`, one after the other, for one customer.
///
/// Slow on purpose, and written from the rules alone; temporal validation compares the two. Amounts are in millionths.
package struct PlainReturns {
  private struct Purchase {
    var quantity: Int
    var amount: Int
    var isLeft: Bool { quantity > 0 && amount > 0 }
  }

  private struct Order {
    /// Its purchase lines so far.
    var lines: [Int] = []
    /// Σ amounts of its lines.
    var amountOfLines = 0
    /// The same less money that came off the order as a whole.
    var amount = 0
  }

  private let lines: [PlainLine]
  /// By line; empty ones for returns.
  private var left: [Purchase]
  private var orders: [Int32: Order] = [:]
  /// Orders by their first purchase line.
  private var begun: [Int32] = []
  /// Purchase lines so far of each product.
  private var linesOfProduct: [Int32: [Int]] = [:]

  /// - Parameter lines: all that is known of one customer, in order of time and, at one time, as sorted histories have
  ///   them.
  package init(_ lines: [PlainLine]) {
    self.lines = lines
    left = lines.map { _ in Purchase(quantity: 0, amount: 0) }
    for now in lines.indices.chunked(by: { lines[$0].time == lines[$1].time }) {
      for line in now where !lines[line].isReturn { buy(line) }
      for line in now where lines[line].isReturn { giveBack(line) }
    }
  }

  /// The purchase lines with what is left of them, in the order of the lines.
  package var purchases: [PlainPurchase] {
    lines.indices.filter { !lines[$0].isReturn }.map { line in
      let (own, order) = (left[line], orders[lines[line].order] ?? Order())
      let share = order.amountOfLines > 0 ? Double(order.amount) / Double(order.amountOfLines) : 0
      return PlainPurchase(
        line: lines[line], items: own.isLeft ? Double(own.quantity) / 1e6 : 0,
        revenue: Double(own.amount) * share / 1e6, isLeft: own.isLeft)
    }
  }

  private static func millionths(_ value: Double) -> Int { Int(Millionths.size(of: value)) }
}

extension PlainReturns {
  private mutating func buy(_ line: Int) {
    let own = lines[line]
    if orders[own.order] == nil { begun.append(own.order) }
    left[line] = Purchase(
      quantity: Self.millionths(own.quantity), amount: Self.millionths(own.quantity * own.unitPrice))
    orders[own.order, default: Order()].lines.append(line)
    let order = orders[own.order] ?? Order()
    orders[own.order]?.amountOfLines = Int(Millionths.sum(Int64(order.amountOfLines), Int64(left[line].amount)))
    orders[own.order]?.amount = Int(Millionths.sum(Int64(order.amount), Int64(left[line].amount)))
    linesOfProduct[own.product, default: []].append(line)
  }

  private mutating func giveBack(_ line: Int) {
    let own = lines[line]
    var units = Self.millionths(own.quantity)
    var (value, excess) = (Self.millionths(own.quantity * own.unitPrice), 0)
    if own.product < 0 {
      if isLeft(own.order) { value -= refund(own.order, value) }
    } else {
      let bought = linesOfProduct[own.product] ?? []
      for isSamePrice in [true, false] {
        for purchase in bought.reversed() where units > 0 && left[purchase].isLeft {
          if isSamePrice && lines[purchase].unitPrice != own.unitPrice { continue }
          let taken = min(units, left[purchase].quantity)
          let price = Double(taken) * abs(own.unitPrice)
          let worth = taken == units ? value : min(value, Int(Millionths.rounded(price)))
          let order = lines[purchase].order
          let amount = min(worth, left[purchase].amount, orders[order]?.amount ?? 0)
          (units, value, excess) = (units - taken, value - worth, excess + worth - amount)
          left[purchase].quantity -= taken
          left[purchase].amount -= amount
          orders[order]?.amountOfLines -= amount
          takeMoney(amount, order)
        }
      }
    }
    refundLatest(value + excess)
  }

  private mutating func refundLatest(_ amount: Int) {
    guard amount > 0 else { return }
    if let order = begun.last(where: { orders[$0]?.amount == amount && isLeft($0) }) {
      _ = refund(order, amount)
      return
    }
    var rest = amount
    for order in begun.reversed() where rest > 0 && isLeft(order) { rest -= refund(order, rest) }
  }

  /// - Returns: what comes off the order.
  private mutating func refund(_ order: Int32, _ amount: Int) -> Int {
    let taken = min(amount, orders[order]?.amount ?? 0)
    takeMoney(taken, order)
    return taken
  }

  /// No line of an order without money is left.
  private mutating func takeMoney(_ amount: Int, _ order: Int32) {
    orders[order]?.amount -= amount
    guard let own = orders[order], own.amount == 0 else { return }
    for line in own.lines { left[line] = Purchase(quantity: 0, amount: 0) }
    orders[order]?.lines = []
    orders[order]?.amountOfLines = 0
  }

  private func isLeft(_ order: Int32) -> Bool { (orders[order]?.amount ?? 0) > 0 }
}

extension Collection {
  /// Neighboring elements that belong together.
  fileprivate func chunked(by belong: (Element, Element) -> Bool) -> [[Element]] {
    reduce(into: [[Element]]()) { chunks, element in
      if let last = chunks.last?.last, belong(last, element) {
        chunks[chunks.count - 1].append(element)
      } else {
        chunks.append([element])
      }
    }
  }
}
