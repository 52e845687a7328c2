import CivilTime
import Numerics
import Tables

/// Takes one customer after the other through the snapshots, and writes the history features at each.
///
/// Sums are kept from snapshot to snapshot. Only where a return became known, lines that were counted may have nothing
/// left, and the customer's lines are counted again.
struct HistoryKernel {
  private let histories: CustomerHistories
  private let columns: WindowLines
  private let matches: ReturnMatches
  private var walk: NetWalk
  /// Whether the current customer has a return that `walk` has to know.
  private var isNet = false
  private var range = 0..<0
  /// The first line that is not known yet.
  private var next = 0

  /// Of the orders that count, ascending.
  private var times: [Int64] = []
  private var basket = HistoryBasket()
  private var prices = SortedPrices()
  /// Sums in millionths of the currency's unit.
  private var money = (gross: Int64(0), net: Int64(0), returned: Int64(0))

  /// - Parameter matches: of the returns to be taken off; others only count as returned.
  init(_ histories: CustomerHistories, _ matches: ReturnMatches) {
    self.histories = histories
    self.matches = matches
    columns = WindowLines(histories.lines)
    walk = NetWalk(histories, matches)
  }

  /// Goes to the time before a customer's first line.
  mutating func begin(_ customer: Int) {
    range = histories.lineRange(of: customer)
    next = range.lowerBound
    isNet = !matches.returns(of: customer).isEmpty
    if isNet { walk.begin(customer) }
    times.removeAll(keepingCapacity: true)
    basket.begin(atMost: range.count)
    prices.begin()
    money = (0, 0, 0)
  }

  /// All lines before `time` become known; times ascend.
  mutating func advance(to time: Int64) {
    let hasReturns = isNet && walk.advance(to: time)
    let first = next
    while next < range.upperBound, columns.time[next] < time {
      add(next)
      next += 1
    }
    if isNet && (hasReturns || next > first) { countWhatIsLeft() }
  }

  private mutating func add(_ line: Int) {
    let revenue = columns.quantity[line] * columns.unitPrice[line]
    if columns.isReturn[line] {
      money.returned = Millionths.sum(money.returned, Millionths.size(of: revenue))
      return
    }
    let value = Millionths.purchase(revenue)
    money.gross = Millionths.sum(money.gross, value)
    prices.add(columns.unitPrice[line], line: line)
    if isNet { return }
    money.net = Millionths.sum(money.net, value)
    if columns.beginsOrder[line] { times.append(columns.time[line]) }
    basket.add(
      order: columns.localOrder[line], product: columns.localProduct[line],
      quantity: Millionths.purchase(columns.quantity[line]))
  }

  private mutating func countWhatIsLeft() {
    times.removeAll(keepingCapacity: true)
    basket.removeAll()
    money.net = 0
    for place in 0..<walk.orderCount where walk.isOrder(place) {
      times.append(walk.time(ofOrder: place))
      money.net = Millionths.sum(money.net, walk.amount(ofOrder: place))
    }
    for line in range.lowerBound..<next where !columns.isReturn[line] && walk.isLeft(line: line) {
      basket.add(
        order: columns.localOrder[line], product: columns.localProduct[line],
        quantity: walk.millionths(ofLine: line))
    }
  }
}

// MARK: - Features

extension HistoryKernel {
  /// Writes the row of the current customer at the time to which the kernel has advanced, every element of it.
  mutating func write(_ target: HistoryTarget, row: Int) {
    let end = target.snapshot.time
    let series = OrderSeries(times, before: end)
    for back in 0..<5 {
      let age = back < times.count ? Self.days(end - times[times.count - 1 - back]) : .nan
      target.set(HistoryFeature.orderAge1.rawValue + back, age, row: row)
    }
    target.set(.decayedOrders15d, series.decayed.0, row: row)
    target.set(.decayedOrders30d, series.decayed.1, row: row)
    target.set(.decayedOrders60d, series.decayed.2, row: row)
    target.set(.decayedOrders120d, series.decayed.3, row: row)
    target.set(.orders, Double(times.count), row: row)
    target.set(.tenure, times.first.map { Self.days(end - $0) } ?? .nan, row: row)
    target.set(.activeMonths, Double(series.months), row: row)
    target.set(.activeDays, Double(series.days), row: row)
    writeGaps(series, end, target, row)
    writeBaskets(target, row)
  }

  private func writeGaps(_ series: OrderSeries, _ end: Int64, _ target: HistoryTarget, _ row: Int) {
    let gaps = series.gaps
    let hasGap = gaps.count > 0
    let mean = hasGap ? Self.days(gaps.total) / Double(gaps.count) : .nan
    let longest = hasGap ? Self.days(gaps.longest) : .nan
    let recency = times.last.map { Self.days(end - $0) } ?? .nan
    target.set(.shortestGap, hasGap ? Self.days(gaps.shortest) : .nan, row: row)
    target.set(.longestGap, longest, row: row)
    target.set(.meanGap, mean, row: row)
    target.set(.lastGap, hasGap ? Self.days(gaps.last) : .nan, row: row)
    target.set(.recencyOverLongestGap, recency / longest, row: row)
    target.set(.recencyOverMeanGap, recency / mean, row: row)
  }

  private mutating func writeBaskets(_ target: HistoryTarget, _ row: Int) {
    let lines = basket.lines > 0 ? Double(basket.lines) : .nan
    target.set(.linesPerOrder, lines / Double(times.count), row: row)
    target.set(.itemsPerLine, Double(basket.quantity) / 1e6 / lines, row: row)
    target.set(.repeatLineShare, Double(basket.repeats) / lines, row: row)
    target.set(.products, Double(basket.products), row: row)
    target.set(.medianPrice, medianPrice(), row: row)
    target.set(.netRevenue, Double(money.net) / 1e6, row: row)
    target.set(.returnedValue, Double(money.returned) / 1e6, row: row)
    target.set(.returnedShare, money.gross > 0 ? Double(money.returned) / Double(money.gross) : .nan, row: row)
  }

  private mutating func medianPrice() -> Double {
    isNet ? prices.median(of: basket.lines) { walk.isLeft(line: $0) } : prices.median()
  }

  private static func days(_ time: Int64) -> Double { Double(time) / Double(Microseconds.day) }
}
