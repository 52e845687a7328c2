package import Numerics

/// What each return line came off: the purchases that it gave back, as known when it was made.
///
/// A return is matched to purchases that are not later than itself, one return after the other in order of time. So no
/// later line can change a match, and what was known at any time follows from the returns before it alone.
///
/// 1. Units come off the latest lines of the same customer and product at the same unit price of which any are left,
/// 2. then off the latest lines of the product at any price. The money that comes off with them is that of the return,
///    but never more than is left of the line and its order.
/// 3. Where a refund has no product, its money comes off the order whose id it has, if that was bought before.
/// 4. What is left of the money comes off the latest order of which exactly that much is left,
/// 5. else off the latest orders, none below zero. The rest is unmatched, and counted.
///
/// Money that comes off an order as a whole spreads over its lines in proportion to what is left of them.
///
///     return    r₀                r₁          r₂             offsets  0, 2, 3, 3: r₂ is unmatched
///     takes     [line 4, line 1]  [~line 7]                  ~line: the order that begins with this line
package struct ReturnMatches: Sendable, Equatable {
  /// Returns of customer `c`: `customers[c]..<customers[c + 1]`.
  package let customers: [Int32]
  /// Place in `CustomerHistories.lines` of each return, ascending.
  package let lines: [Int32]
  /// Time of each return, in microseconds since 1970-01-01.
  package let times: [Int64]
  /// By return: the value that came off nothing, in millionths of the currency's unit.
  package let unmatched: [Int64]
  /// Takes of return `r`: `offsets[r]..<offsets[r + 1]`, in the order in which they were made.
  package let offsets: [Int32]
  /// By take: a purchase line, or `~line` for the whole order that begins with this purchase line.
  package let targets: [Int32]
  /// By take: millionths of a unit; 0 for an order.
  package let quantities: [Int64]
  /// By take: millionths of the currency's unit.
  package let amounts: [Int64]
  /// By take: the rule.
  package let steps: [ReturnStep]
  /// All of it in a few figures.
  package let summary: ReturnSummary

  /// Matches all returns, in time that grows with the number of lines, also that of a single customer.
  package init(_ histories: CustomerHistories, context: ExecutionContext) throws(Cancelled) {
    let blocks = try histories.mapCustomers(context) { customers in
      var matcher = ReturnMatcher(histories)
      for customer in customers { matcher.match(customer) }
      return matcher.block
    }
    customers = Self.offsets(blocks.map(\.returnsOfCustomer))
    lines = blocks.flatMap(\.lines)
    times = blocks.flatMap(\.times)
    unmatched = blocks.flatMap(\.unmatched)
    offsets = Self.offsets(blocks.map(\.takesOfReturn))
    targets = blocks.flatMap(\.targets)
    quantities = blocks.flatMap(\.quantities)
    amounts = blocks.flatMap(\.amounts)
    steps = blocks.flatMap(\.steps)
    summary = blocks.reduce(into: ReturnSummary()) { $0.merge($1.summary) }
  }

  /// No return of any customer.
  package init(noneOf customerCount: Int) {
    customers = [Int32](repeating: 0, count: customerCount + 1)
    (lines, times, unmatched, offsets) = ([], [], [], [0])
    (targets, quantities, amounts, steps) = ([], [], [], [])
    summary = ReturnSummary()
  }

  private static func offsets(_ counts: [[Int32]]) -> [Int32] {
    var offsets: [Int32] = [0]
    offsets.reserveCapacity(counts.reduce(1) { $0 + $1.count })
    var total: Int32 = 0
    for count in counts.joined() {
      total += count
      offsets.append(total)
    }
    return offsets
  }

  /// Returns of one customer.
  package func returns(of customer: Int) -> Range<Int> { Int(customers[customer])..<Int(customers[customer + 1]) }

  /// Takes of one return.
  package func takes(of index: Int) -> Range<Int> { Int(offsets[index])..<Int(offsets[index + 1]) }
}

/// The matches of some neighboring customers.
struct MatchBlock: Sendable {
  var returnsOfCustomer: [Int32] = []
  var lines: [Int32] = []
  var times: [Int64] = []
  var unmatched: [Int64] = []
  var takesOfReturn: [Int32] = []
  var targets: [Int32] = []
  var quantities: [Int64] = []
  var amounts: [Int64] = []
  var steps: [ReturnStep] = []
  var summary = ReturnSummary()

  mutating func addTake(_ target: Int, _ quantity: Int64, _ amount: Int64, _ step: ReturnStep) {
    targets.append(Int32(truncatingIfNeeded: target))
    quantities.append(quantity)
    amounts.append(amount)
    steps.append(step)
    summary.add(amount, step)
  }
}
