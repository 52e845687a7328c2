import Foundation
import Retention
import Tables

/// The 33 features as their definitions read, one after the other, from the lines before S: slow and plain, written from
/// the specification alone. A null is nil.
struct FeatureOracle {
  var windowDays = 180
  var minOrders = 1

  struct Line {
    let order: Int32
    let product: Int32
    let time: Int64
    let quantity: Double
    let unitPrice: Double
    let isReturn: Bool

    var revenue: Double { quantity * unitPrice }
  }

  struct Order {
    let id: Int32
    let time: Int64
    let revenue: Double
    let items: Double
  }

  /// Customers with a row at a snapshot, ascending, and their 33 values.
  struct Row {
    let customer: Int32
    private var values = [Double?](repeating: nil, count: Feature.count)

    init(customer: Int32) { self.customer = customer }

    subscript(feature: Feature) -> Double? {
      get { values[feature.rawValue] }
      set { values[feature.rawValue] = newValue }
    }
  }

  static let day: Int64 = 86_400_000_000

  func rows(_ lines: [Int32: [Line]], at snapshot: Snapshot) -> [Row] {
    var rows = lines.keys.sorted().compactMap { customer in
      row(customer, lines[customer] ?? [], at: snapshot.time)
    }
    let logs = rows.map { log1p($0[.engagement] ?? .nan) }
    let (low, high) = (logs.min() ?? 0, logs.max() ?? 0)
    for index in rows.indices {
      rows[index][.engagementNormalized] = high == low ? 0 : (logs[index] - low) / (high - low)
    }
    return rows
  }

  static func byCustomer(_ lines: TransactionLines) -> [Int32: [Line]] {
    var customers: [Int32: [Line]] = [:]
    for index in 0..<lines.count {
      customers[lines.customer[index], default: []].append(
        Line(
          order: lines.order[index], product: lines.product[index], time: lines.time[index],
          quantity: lines.quantity[index], unitPrice: lines.unitPrice[index], isReturn: lines.isReturn[index]))
    }
    return customers
  }

  /// Orders of the lines, by (time, id).
  static func orders(_ lines: [Line]) -> [Order] {
    Dictionary(grouping: lines.filter { !$0.isReturn }, by: \.order).map { id, lines in
      Order(
        id: id, time: lines.map(\.time).min() ?? 0, revenue: sum(lines.map(\.revenue)),
        items: sum(lines.map(\.quantity)))
    }.sorted { ($0.time, $0.id) < ($1.time, $1.id) }
  }
}

// MARK: - One customer

extension FeatureOracle {
  /// nil without a row at S; the normalised score, which depends on the others, is left nil.
  func row(_ customer: Int32, _ lines: [Line], at end: Int64) -> Row? {
    let start = end - Int64(windowDays) * Self.day
    let past = lines.filter { $0.time < end }
    let allOrders = Self.orders(past)
    let orders = allOrders.filter { $0.time >= start }
    guard !orders.isEmpty, allOrders.count >= minOrders else { return nil }
    var row = Row(customer: customer)
    setMoney(&row, orders, end)
    setRecent(&row, orders, end)
    setGaps(&row, orders)
    setBaskets(&row, orders, past.filter { $0.time >= start })
    setTrends(&row, orders, end)
    return row
  }

  private func setMoney(_ row: inout Row, _ orders: [Order], _ end: Int64) {
    let (first, last) = (orders[0].time, orders[orders.count - 1].time)
    let m = Double(orders.count)
    let revenue = orders.map(\.revenue)
    let recency = Double((end - last) / Self.day)
    let sinceFirst = Double((end - first) / Self.day)
    row[.recencyDays] = recency
    row[.frequencyCount] = m
    row[.monetaryAverage] = Self.mean(revenue)
    row[.monetaryTotal] = Self.sum(revenue)
    row[.monetaryStd] = Self.sampleDeviation(revenue)
    row[.daysSinceFirstPurchase] = sinceFirst
    row[.customerLifetimeDays] = Double((last - first) / Self.day)
    row[.purchasesPerMonth] = 30 * m / max(sinceFirst, 30)
    row[.engagement] = m * Self.mean(revenue) / (recency + 1)
  }

  private func setRecent(_ row: inout Row, _ orders: [Order], _ end: Int64) {
    let spans: [(days: Int64, count: Feature, revenue: Feature)] = [
      (30, .orders30d, .revenue30d), (60, .orders60d, .revenue60d), (90, .orders90d, .revenue90d),
    ]
    for span in spans {
      let recent = orders.filter { $0.time >= end - span.days * Self.day }
      row[span.count] = Double(recent.count)
      row[span.revenue] = Self.sum(recent.map(\.revenue))
    }
    row[.activity] = (row[.orders90d] ?? .nan) / Double(orders.count)
  }

  private func setGaps(_ row: inout Row, _ orders: [Order]) {
    row[.consistency] = 0
    let gaps = zip(orders.dropFirst(), orders).map { Double($0.time - $1.time) / Double(Self.day) }
    if gaps.isEmpty { return }
    let (mean, deviation) = (Self.mean(gaps), Self.sampleDeviation(gaps))
    row[.gapMean] = mean
    row[.gapStd] = deviation
    row[.gapMedian] = Self.median(gaps)
    if mean == 0 { return }
    row[.gapCV] = deviation / mean
    row[.recencyCadenceRatio] = (row[.recencyDays] ?? .nan) / mean
    row[.consistency] = 1 / (1 + deviation / mean)
  }

  /// All but the baskets are about lines, and lines are in the window by their own time.
  private func setBaskets(_ row: inout Row, _ orders: [Order], _ window: [Line]) {
    let bought = window.filter { !$0.isReturn }
    let returned = window.filter(\.isReturn)
    let items = orders.map(\.items)
    let total = Self.sum(bought.map(\.revenue))
    let shares = Dictionary(grouping: bought, by: \.product).values.map { Self.sum($0.map(\.revenue)) / total }
    row[.uniqueProducts] = Double(Set(bought.map(\.product)).count)
    row[.basketSizeMean] = Self.mean(items)
    row[.basketSizeStd] = Self.sampleDeviation(items)
    row[.returnRate] = Double(returned.count) / Double(returned.count + bought.count)
    row[.productHHI] = Self.sum(shares.map { $0 * $0 })
  }

  private func setTrends(_ row: inout Row, _ orders: [Order], _ end: Int64) {
    let buckets = windowDays / 30
    let month = 30 * Self.day
    var revenue = [Double](repeating: 0, count: buckets)
    var count = [Double](repeating: 0, count: buckets)
    for order in orders {
      let roundedUp = Int((end - order.time + month - 1) / month)
      let bucket = min(max(roundedUp - 1, 0), buckets - 1)
      revenue[buckets - 1 - bucket] += order.revenue
      count[buckets - 1 - bucket] += 1
    }
    row[.activeMonths] = Double(count.count { $0 > 0 })
    row[.revenueSlope] = Self.slope(revenue)
    row[.orderSlope] = Self.slope(count)
    row[.revenueDirection] = Self.direction(Self.slope(revenue), revenue)
    row[.orderDirection] = Self.direction(Self.slope(count), count)
  }
}

// MARK: - Statistics

extension FeatureOracle {
  static func sum(_ values: [Double]) -> Double { values.reduce(0, +) }
  static func mean(_ values: [Double]) -> Double { sum(values) / Double(values.count) }

  static func sampleDeviation(_ values: [Double]) -> Double {
    if values.count < 2 { return 0 }
    let mean = mean(values)
    return (sum(values.map { ($0 - mean) * ($0 - mean) }) / Double(values.count - 1)).squareRoot()
  }

  static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  static func slope(_ y: [Double]) -> Double {
    let x = y.indices.map(Double.init)
    let (meanX, meanY) = (mean(x), mean(y))
    let covariance = sum(zip(x, y).map { ($0 - meanX) * ($1 - meanY) })
    return covariance / sum(x.map { ($0 - meanX) * ($0 - meanX) })
  }

  static func direction(_ slope: Double, _ buckets: [Double]) -> Double {
    if abs(slope) <= 0.05 * mean(buckets) { return 0 }
    return slope > 0 ? 1 : -1
  }
}
