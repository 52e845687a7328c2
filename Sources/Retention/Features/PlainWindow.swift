import CivilTime

/// One customer's observation window at a snapshot, and the definitions of the features over it.
struct PlainWindow {
  private struct Order {
    var id: Int32
    var time: Int64
    var revenue: Double
    var items: Double
  }

  private let snapshot: Snapshot
  private let days: Int
  /// Lines of the window, and how many of them are returns.
  private let lineCounts: (all: Int, returns: Int)
  /// Purchases of the window of which something is left.
  private let purchases: [PlainPurchase]
  /// Orders that began in the window, ascending by time; not empty.
  private let orders: [Order]

  /// - Parameters:
  ///   - all: lines of the customer, in any order if not `isNet`.
  ///   - isNet: whether purchases count less what was returned of them before the snapshot.
  /// - Returns: nil if the window holds no order.
  init?(_ all: [PlainLine], at snapshot: Snapshot, days: Int, isNet: Bool) {
    self.snapshot = snapshot
    self.days = days
    let (start, end) = (snapshot.adding(days: -days).time, snapshot.time)
    let known = all.filter { $0.time < end }
    let lines = known.filter { $0.time >= start }
    lineCounts = (lines.count, lines.count { $0.isReturn })
    // Without a return, amounts are not rounded to millionths.
    let bought = isNet && known.contains(where: \.isReturn) ? PlainReturns(known).purchases : Self.gross(known)
    purchases = bought.filter { $0.isLeft && $0.line.time >= start }
    orders = Self.orders(bought).filter { $0.time >= start }
    if orders.isEmpty { return nil }
  }

  private static func gross(_ known: [PlainLine]) -> [PlainPurchase] {
    known.filter { !$0.isReturn }.map {
      PlainPurchase(line: $0, items: $0.quantity, revenue: $0.quantity * $0.unitPrice, isLeft: true)
    }
  }

  /// Orders of which something is left.
  private static func orders(_ purchases: [PlainPurchase]) -> [Order] {
    Dictionary(grouping: purchases, by: \.line.order)
      .filter { $0.value.contains { $0.isLeft || $0.revenue > 0 } }
      .map { id, purchases in
        Order(
          id: id, time: purchases.map(\.line.time).min() ?? 0, revenue: purchases.map(\.revenue).reduce(0, +),
          items: purchases.map(\.items).reduce(0, +))
      }
      .sorted { ($0.time, $0.id) < ($1.time, $1.id) }
  }

  private var count: Double { Double(orders.count) }
  private var first: Order { orders[0] }
  private var last: Order { orders[orders.count - 1] }

  private func wholeDays(since time: Int64) -> Double { Double((snapshot.time - time) / Microseconds.day) }
}

// MARK: - Features

extension PlainWindow {
  func setRecencyFrequencyMonetary(_ row: inout PlainRow) {
    let revenues = orders.map(\.revenue)
    row[.recencyDays] = wholeDays(since: last.time)
    row[.frequencyCount] = count
    row[.monetaryTotal] = revenues.reduce(0, +)
    row[.monetaryAverage] = revenues.reduce(0, +) / count
    row[.monetaryStd] = Self.std(revenues)
    row[.daysSinceFirstPurchase] = wholeDays(since: first.time)
    row[.customerLifetimeDays] = Double((last.time - first.time) / Microseconds.day)
    row[.engagement] = count * row[.monetaryAverage] / (row[.recencyDays] + 1)
  }

  func setRecent(_ row: inout PlainRow) {
    for (days, orderFeature, revenueFeature) in [
      (30, Feature.orders30d, Feature.revenue30d), (60, .orders60d, .revenue60d), (90, .orders90d, .revenue90d),
    ] {
      let recent = orders.filter { $0.time >= snapshot.adding(days: -days).time }
      row[orderFeature] = Double(recent.count)
      row[revenueFeature] = recent.map(\.revenue).reduce(0, +)
    }
    row[.activity] = row[.orders90d] / count
  }

  func setCadence(_ row: inout PlainRow) {
    let gaps = zip(orders, orders.dropFirst()).map { Double($1.time - $0.time) / Double(Microseconds.day) }
    row[.consistency] = 0
    if !gaps.isEmpty {
      let mean = gaps.reduce(0, +) / Double(gaps.count)
      let sorted = gaps.sorted()
      row[.gapMean] = mean
      row[.gapStd] = Self.std(gaps)
      row[.gapMedian] = (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
      if mean > 0 {
        row[.gapCV] = Self.std(gaps) / mean
        row[.recencyCadenceRatio] = wholeDays(since: last.time) / mean
        row[.consistency] = 1 / (1 + Self.std(gaps) / mean)
      }
    }
    row[.purchasesPerMonth] = 30 * count / max(wholeDays(since: first.time), 30)
  }

  func setBaskets(_ row: inout PlainRow) {
    let revenueOfProduct = Dictionary(grouping: purchases, by: \.line.product)
      .mapValues { $0.map(\.revenue).reduce(0, +) }
    let total = revenueOfProduct.values.reduce(0, +)
    row[.uniqueProducts] = Double(revenueOfProduct.count)
    row[.productHHI] = revenueOfProduct.values.map { ($0 / total) * ($0 / total) }.reduce(0, +)
    row[.basketSizeMean] = orders.map(\.items).reduce(0, +) / count
    row[.basketSizeStd] = Self.std(orders.map(\.items))
    row[.returnRate] = Double(lineCounts.returns) / Double(lineCounts.all)
  }

  func setTrends(_ row: inout PlainRow) {
    let bucketCount = days / 30
    let buckets = Dictionary(grouping: orders) { order in
      let age = Double(snapshot.time - order.time) / Double(Microseconds.day)
      return max(0, min(bucketCount - 1, Int((age / 30).rounded(.up)) - 1))
    }
    row[.activeMonths] = Double(buckets.count)
    let oldestFirst = (0..<bucketCount).reversed().map { buckets[$0] ?? [] }
    (row[.revenueSlope], row[.revenueDirection]) = Self.trend(oldestFirst.map { $0.map(\.revenue).reduce(0, +) })
    (row[.orderSlope], row[.orderDirection]) = Self.trend(oldestFirst.map { Double($0.count) })
  }
}

// MARK: - Statistics

extension PlainWindow {
  /// Sample standard deviation; 0 for fewer than two values.
  private static func std(_ values: [Double]) -> Double {
    guard values.count > 1 else { return 0 }
    let mean = values.reduce(0, +) / Double(values.count)
    return (values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(values.count - 1)).squareRoot()
  }

  /// Slope by the normal equations, Σxy and Σx written out, and its sign; 0 within 5 % of the mean bucket.
  private static func trend(_ values: [Double]) -> (slope: Double, direction: Double) {
    let n = Double(values.count)
    let x = (0..<values.count).map(Double.init)
    let (sumX, sumY) = (x.reduce(0, +), values.reduce(0, +))
    let sumXY = zip(x, values).map { $0 * $1 }.reduce(0, +)
    let sumXX = x.map { $0 * $0 }.reduce(0, +)
    let denominator = n * sumXX - sumX * sumX
    let slope = denominator == 0 ? 0 : (n * sumXY - sumX * sumY) / denominator
    let direction: Double = abs(slope) <= 0.05 * sumY / n ? 0 : (slope < 0 ? -1 : 1)
    return (slope, direction)
  }
}
