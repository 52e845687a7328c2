import Numerics
import Retention
import Tables

/// One customer's purchases and returns as the rules read, one after the other: it looks at every line for every
/// return. Written from the rules alone; amounts are in millionths.
struct MatchOracle {
  struct Take: Equatable, CustomStringConvertible {
    /// Counted from the customer's first line.
    var line: Int
    /// Counted alike; `~` of an order's first line for the order as a whole.
    var target: Int
    var quantity: Int
    var amount: Int

    var description: String { "\(line): \(quantity) units and \(amount) off \(target)" }
  }

  struct Order: Equatable {
    var time: Int64
    var revenue: Int
  }

  private struct Line {
    var order: Int32
    var product: Int32
    var time: Int64
    var price: Double
    var isReturn: Bool
    var quantity: Int
    var amount: Int

    var isLeft: Bool { !isReturn && quantity > 0 && amount > 0 }
  }

  private(set) var takes: [Take] = []
  /// By return line.
  private(set) var unmatched: [Int: Int] = [:]
  private(set) var returned = 0
  private var lines: [Line]
  private let blank: Int32
  /// By local order: money that came off the order as a whole.
  private var refunds: [Int32: Int] = [:]
  /// Lines that are known.
  private var known: [Int] = []

  /// - Parameter end: later lines are not read.
  init(_ histories: CustomerHistories, _ customer: Int, before end: Int64 = .max) {
    let all = histories.lines
    blank = histories.blankProducts[customer]
    lines = histories.lineRange(of: customer).filter { all.time[$0] < end }.map {
      Line(
        order: all.localOrder[$0], product: all.localProduct[$0], time: all.time[$0], price: all.unitPrice[$0],
        isReturn: all.isReturn[$0], quantity: Self.millionths(all.quantity[$0]),
        amount: Self.millionths(all.quantity[$0] * all.unitPrice[$0]))
    }
    for time in Set(lines.map(\.time)).sorted() {
      let now = lines.indices.filter { lines[$0].time == time }
      known += now.filter { !lines[$0].isReturn }
      for line in now where lines[line].isReturn { giveBack(line) }
    }
  }

  private static func millionths(_ value: Double) -> Int { Int((abs(value) * 1e6).rounded(.toNearestOrEven)) }

  private mutating func giveBack(_ line: Int) {
    let own = lines[line]
    returned += own.amount
    var (units, value, excess) = (own.quantity, own.amount, 0)
    if own.product == blank {
      if isLeft(own.order) { value -= refund(line, own.order, value) }
    } else {
      for isSamePrice in [true, false] {
        for target in known.reversed() {
          let purchase = lines[target]
          guard units > 0, purchase.isLeft, purchase.product == own.product else { continue }
          guard !isSamePrice || purchase.price == own.price else { continue }
          let taken = min(units, purchase.quantity)
          let worth =
            taken == units ? value : min(value, Int((Double(taken) * own.price).rounded(.toNearestOrEven)))
          let amount = min(worth, purchase.amount, left(purchase.order))
          (units, value, excess) = (units - taken, value - worth, excess + worth - amount)
          lines[target].quantity -= taken
          lines[target].amount -= amount
          takes.append(Take(line: line, target: target, quantity: taken, amount: amount))
          closeIfEmpty(purchase.order)
        }
      }
    }
    unmatched[line] = refundLatest(line, value + excess)
  }

  private mutating func refundLatest(_ line: Int, _ amount: Int) -> Int {
    guard amount > 0 else { return 0 }
    if let order = orders.last(where: { isLeft($0) && left($0) == amount }) {
      return amount - refund(line, order, amount)
    }
    var rest = amount
    while rest > 0, let order = orders.last(where: isLeft) { rest -= refund(line, order, rest) }
    return rest
  }

  private mutating func refund(_ line: Int, _ order: Int32, _ amount: Int) -> Int {
    let taken = min(amount, left(order))
    refunds[order, default: 0] += taken
    let first = known.first { lines[$0].order == order }!
    takes.append(Take(line: line, target: ~first, quantity: 0, amount: taken))
    closeIfEmpty(order)
    return taken
  }

  private mutating func closeIfEmpty(_ order: Int32) {
    guard left(order) == 0 else { return }
    for line in known where lines[line].order == order { (lines[line].quantity, lines[line].amount) = (0, 0) }
    refunds[order] = 0
  }

  /// In order of their first lines.
  private var orders: [Int32] {
    var orders: [Int32] = []
    for line in known where !orders.contains(lines[line].order) { orders.append(lines[line].order) }
    return orders
  }

  private func left(_ order: Int32) -> Int {
    known.reduce(-(refunds[order] ?? 0)) { lines[$1].order == order ? $0 + lines[$1].amount : $0 }
  }

  private func isLeft(_ order: Int32) -> Bool { left(order) > 0 }

  // MARK: - In the end

  /// Orders with something left, in order of time.
  var netOrders: [Order] {
    orders.filter(isLeft).map { order in
      Order(time: lines[known.first { lines[$0].order == order }!].time, revenue: left(order))
    }
  }

  /// Units left of each line with something left, in millionths, by its number from the customer's first line.
  var quantities: [Int: Int] {
    Dictionary(uniqueKeysWithValues: known.filter { lines[$0].isLeft }.map { ($0, lines[$0].quantity) })
  }
}
