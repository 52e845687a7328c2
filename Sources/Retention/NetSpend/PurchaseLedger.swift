import Tables

/// What is left of one customer's purchases while lines are bought and returned in order of time.
///
/// Units come off a line, and with them their money. Money alone comes off an order as a whole; its lines share it in
/// proportion to what is left of them:
///
///     line    quantity − units returned,  amount − their money
///     order   Σ amounts of its lines − money refunded without units
///     share   of a line in its order: amount · order / Σ amounts
///
/// A line is left while both its quantity and its amount are; an order is one while any of its money is, with units or
/// without: what came back at a lower price left the rest with the shop.
struct PurchaseLedger {
  struct Line {
    /// Millionths of a unit.
    var quantity: Int64 = 0
    /// Millionths of the currency's unit, before refunds of the order as a whole.
    var amount: Int64 = 0
    /// Place of its order.
    var place: Int32 = 0
    /// The line of the same order before it, counted from the customer's first line; −1 for none.
    var previousOfOrder: Int32 = -1

    var isLeft: Bool { quantity > 0 && amount > 0 }
  }

  struct Order {
    /// Of its first purchase line.
    let time: Int64
    /// Its first purchase line, counted from the customer's first line.
    let firstLine: Int32
    var lastLine: Int32
    /// Millionths of the currency's unit.
    var amount: Int64 = 0
    /// Σ amounts of its lines.
    var amountOfLines: Int64 = 0

    /// Whether any money is left of it: units that went back at a lower price leave the rest.
    var isLeft: Bool { amount > 0 }
  }

  private let columns: WindowLines
  private(set) var start = 0
  /// By line, counted from the customer's first line; unspecified for returns and for lines that are not bought yet.
  private(set) var lines: [Line] = []
  /// In order of time; its index is an order's place.
  private(set) var orders: [Order] = []
  /// By local order; −1 for an order that has not begun.
  private var places: [Int32] = []

  init(_ columns: WindowLines) { self.columns = columns }

  /// Starts anew with another customer.
  mutating func begin(_ range: Range<Int>) {
    start = range.lowerBound
    orders.removeAll(keepingCapacity: true)
    if lines.count < range.count {
      lines = [Line](repeating: Line(), count: range.count * 3 / 2)
      places = [Int32](repeating: -1, count: lines.count)
    }
    for order in 0..<range.count { places[order] = -1 }
  }

  /// Place of a line's order among those that have begun; −1 for none.
  func place(ofOrderOf line: Int) -> Int32 { places[Int(columns.localOrder[line])] }

  /// Share of a purchase line in what is left of its order, in millionths.
  func share(_ line: Int) -> Double {
    let own = lines[line - start]
    let order = orders[Int(own.place)]
    guard order.isLeft, own.amount > 0 else { return 0 }
    if order.amount == order.amountOfLines { return Double(own.amount) }
    return Double(own.amount) * (Double(order.amount) / Double(order.amountOfLines))
  }
}

// MARK: - Buying and returning

extension PurchaseLedger {
  /// - Parameter line: a purchase line.
  /// - Returns: the place of its order.
  mutating func buy(_ line: Int) -> Int32 {
    let own = Int32(truncatingIfNeeded: line - start)
    var place = place(ofOrderOf: line)
    var bought = Line(
      quantity: Millionths.purchase(columns.quantity[line]),
      amount: Millionths.purchase(columns.quantity[line] * columns.unitPrice[line]))
    if place < 0 {
      place = Int32(truncatingIfNeeded: orders.count)
      places[Int(columns.localOrder[line])] = place
      orders.append(Order(time: columns.time[line], firstLine: own, lastLine: own))
    } else {
      bought.previousOfOrder = orders[Int(place)].lastLine
      orders[Int(place)].lastLine = own
    }
    bought.place = place
    lines[Int(own)] = bought
    orders[Int(place)].amount = Millionths.sum(orders[Int(place)].amount, bought.amount)
    orders[Int(place)].amountOfLines = Millionths.sum(orders[Int(place)].amountOfLines, bought.amount)
    return place
  }

  /// Takes units, and their money, off a line that is left.
  mutating func take(_ quantity: Int64, worth amount: Int64, fromLine own: Int32) {
    let place = Int(lines[Int(own)].place)
    lines[Int(own)].quantity -= quantity
    lines[Int(own)].amount -= amount
    orders[place].amountOfLines -= amount
    take(amount, fromOrder: place)
  }

  /// Takes money off an order as a whole.
  mutating func take(_ amount: Int64, fromOrder place: Int) {
    orders[place].amount -= amount
    if orders[place].amount == 0 { close(place) }
  }

  /// No line of an order without money is left, even if lines are added to it later. Each line is closed once.
  private mutating func close(_ place: Int) {
    var line = orders[place].lastLine
    while line >= 0 {
      let previous = lines[Int(line)].previousOfOrder
      lines[Int(line)].quantity = 0
      lines[Int(line)].amount = 0
      lines[Int(line)].previousOfOrder = -1
      line = previous
    }
    orders[place].lastLine = -1
    orders[place].amountOfLines = 0
  }
}
