import Foundation
import Retention
import Tables

/// The history features of one customer as their definitions read, from the lines before S in any order: plain, and
/// written from the definitions alone. A null is nil.
struct HistoryOracle {
  struct Line {
    var order: Int32
    var product: Int32
    var time: Int64
    var quantity: Double
    var price: Double
  }

  private static let day = 86_400_000_000.0

  /// Purchase lines that count.
  var lines: [Line]
  /// Revenue of the orders that count.
  var revenue: Double
  /// Time of each order that counts.
  var times: [Int64]
  /// Value of the returns, and of all purchases.
  var returned = 0.0
  var bought = 0.0

  /// As invoiced.
  init(gross histories: CustomerHistories, _ customer: Int, before end: Int64) {
    let all = histories.lines
    let known = histories.lineRange(of: customer).filter { all.time[$0] < end }
    let value = { (line: Int) in abs(all.quantity[line] * all.unitPrice[line]) }
    lines = known.filter { !all.isReturn[$0] }.map {
      Line(
        order: all.localOrder[$0], product: all.localProduct[$0], time: all.time[$0], quantity: all.quantity[$0],
        price: all.unitPrice[$0])
    }
    returned = known.filter { all.isReturn[$0] }.map(value).reduce(0, +)
    bought = known.filter { !all.isReturn[$0] }.map(value).reduce(0, +)
    revenue = bought
    times = Dictionary(grouping: lines, by: \.order).values.map { $0.map(\.time).min()! }.sorted()
  }

  /// Net of the returns before `end`.
  init(net histories: CustomerHistories, _ customer: Int, before end: Int64) {
    self.init(gross: histories, customer, before: end)
    let matched = MatchOracle(histories, customer, before: end)
    let all = histories.lines
    let start = histories.offsets[customer]
    lines = matched.quantities.keys.sorted().map {
      Line(
        order: all.localOrder[start + $0], product: all.localProduct[start + $0], time: all.time[start + $0],
        quantity: Double(matched.quantities[$0]!) / 1e6, price: all.unitPrice[start + $0])
    }
    revenue = matched.netOrders.map { Double($0.revenue) / 1e6 }.reduce(0, +)
    times = matched.netOrders.map(\.time)
  }

  func row(at snapshot: Snapshot) -> [HistoryFeature: Double?] {
    let ages = times.map { Double(snapshot.time - $0) / Self.day }
    var row: [HistoryFeature: Double?] = [:]
    let byPlace: [HistoryFeature] = [.orderAge1, .orderAge2, .orderAge3, .orderAge4, .orderAge5]
    for (back, feature) in byPlace.enumerated() { row[feature] = .some(ages.reversed().dropFirst(back).first) }
    let decays: [(HistoryFeature, Double)] = [
      (.decayedOrders15d, 15), (.decayedOrders30d, 30), (.decayedOrders60d, 60), (.decayedOrders120d, 120),
    ]
    for (feature, half) in decays { row[feature] = ages.map { pow(2, -$0 / half) }.reduce(0, +) }
    let gaps = zip(ages, ages.dropFirst()).map { $0 - $1 }.filter { $0 > 0.5 }
    let mean = gaps.isEmpty ? nil : gaps.reduce(0, +) / Double(gaps.count)
    row[.shortestGap] = .some(gaps.min())
    row[.longestGap] = .some(gaps.max())
    row[.meanGap] = .some(mean)
    row[.lastGap] = .some(gaps.last)
    row[.recencyOverLongestGap] = .some(gaps.max().map { ages.last! / $0 })
    row[.recencyOverMeanGap] = .some(mean.map { ages.last! / $0 })
    row[.orders] = Double(times.count)
    row[.netRevenue] = revenue
    row[.tenure] = .some(ages.first)
    row[.activeMonths] = Double(Set(ages.map { max(1, ($0 / 30).rounded(.up)) }).count)
    row[.activeDays] = Double(Set(times.map { (Double($0) / Self.day).rounded(.down) }).count)
    row.merge(baskets) { $1 }
    return row
  }

  private var baskets: [HistoryFeature: Double?] {
    var first: [Int32: Int32] = [:]
    let repeats = lines.filter { line in
      if first[line.product] == nil { first[line.product] = line.order }
      return first[line.product] != line.order
    }.count
    let prices = lines.map(\.price).sorted()
    let count = lines.isEmpty ? nil : Double(lines.count)
    return [
      .linesPerOrder: count.map { $0 / Double(times.count) },
      .itemsPerLine: count.map { lines.map(\.quantity).reduce(0, +) / $0 },
      .repeatLineShare: count.map { Double(repeats) / $0 }, .products: Double(first.count),
      .medianPrice: count.map { _ in (prices[(prices.count - 1) / 2] + prices[prices.count / 2]) / 2 },
      .returnedValue: returned, .returnedShare: bought > 0 ? returned / bought : nil,
    ]
  }
}
