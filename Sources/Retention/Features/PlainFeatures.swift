import CivilTime

/// The plain twin of `WindowKernel`: the definitions, one after the other, for one customer, from lines in any order.
///
/// Slow on purpose and written apart from the kernel; temporal validation and the tests compare the two.
public struct PlainFeatures: Sendable {
  public let windowDays: Int

  public init(windowDays: Int) { self.windowDays = windowDays }

  /// One order line of the customer.
  public struct Line: Sendable {
    public var order: Int32
    public var product: Int32
    public var time: Int64
    public var quantity: Double
    public var unitPrice: Double
    public var isReturn: Bool

    public init(order: Int32, product: Int32, time: Int64, quantity: Double, unitPrice: Double, isReturn: Bool) {
      self.order = order
      self.product = product
      self.time = time
      self.quantity = quantity
      self.unitPrice = unitPrice
      self.isReturn = isReturn
    }
  }

  private struct Order {
    var id: Int32
    var time: Int64
    var revenue: Double
    var items: Double
  }

  /// All features of one customer at `snapshot` but `engagementNormalized`, which needs the other customers and is NaN.
  ///
  /// - Returns: nil if the window holds no order.
  public func features(of lines: [Line], at snapshot: Snapshot) -> [Double]? {
    let day = Double(Microseconds.day)
    let end = snapshot.time
    let start = snapshot.adding(days: -windowDays).time
    let window = lines.filter { $0.time < end && $0.time >= start }
    let purchases = window.filter { !$0.isReturn }
    let orders = Self.orders(lines.filter { $0.time < end && !$0.isReturn }).filter { $0.time >= start }
    guard let first = orders.first, let last = orders.last else { return nil }

    var row = [Double](repeating: .nan, count: Feature.count)
    func set(_ feature: Feature, _ value: Double) { row[feature.rawValue] = value }
    let count = Double(orders.count)
    let revenues = orders.map(\.revenue)
    let recency = Double((end - last.time) / Microseconds.day)
    let sinceFirst = Double((end - first.time) / Microseconds.day)
    set(.recencyDays, recency)
    set(.frequencyCount, count)
    set(.monetaryTotal, revenues.reduce(0, +))
    set(.monetaryAverage, revenues.reduce(0, +) / count)
    set(.monetaryStd, Self.std(revenues))
    set(.daysSinceFirstPurchase, sinceFirst)
    set(.customerLifetimeDays, Double((last.time - first.time) / Microseconds.day))

    for (days, orderFeature, revenueFeature) in [
      (30, Feature.orders30d, Feature.revenue30d), (60, .orders60d, .revenue60d), (90, .orders90d, .revenue90d),
    ] {
      let recent = orders.filter { $0.time >= snapshot.adding(days: -days).time }
      set(orderFeature, Double(recent.count))
      set(revenueFeature, recent.map(\.revenue).reduce(0, +))
    }
    set(.activity, row[Feature.orders90d.rawValue] / count)

    let gaps = zip(orders, orders.dropFirst()).map { Double($1.time - $0.time) / day }
    set(.consistency, 0)
    if !gaps.isEmpty {
      let mean = gaps.reduce(0, +) / Double(gaps.count)
      let sorted = gaps.sorted()
      set(.gapMean, mean)
      set(.gapStd, Self.std(gaps))
      set(.gapMedian, (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2)
      if mean > 0 {
        set(.gapCV, Self.std(gaps) / mean)
        set(.recencyCadenceRatio, recency / mean)
        set(.consistency, 1 / (1 + Self.std(gaps) / mean))
      }
    }
    set(.purchasesPerMonth, 30 * count / max(sinceFirst, 30))

    let revenueOfProduct = Dictionary(grouping: purchases, by: \.product)
      .mapValues { $0.map { $0.quantity * $0.unitPrice }.reduce(0, +) }
    let productTotal = revenueOfProduct.values.reduce(0, +)
    set(.uniqueProducts, Double(revenueOfProduct.count))
    set(.productHHI, revenueOfProduct.values.map { ($0 / productTotal) * ($0 / productTotal) }.reduce(0, +))
    set(.basketSizeMean, orders.map(\.items).reduce(0, +) / count)
    set(.basketSizeStd, Self.std(orders.map(\.items)))
    set(.returnRate, Double(window.count - purchases.count) / Double(window.count))
    set(.engagement, count * row[Feature.monetaryAverage.rawValue] / (recency + 1))

    let bucketCount = windowDays / 30
    let buckets = Dictionary(grouping: orders) { order in
      let age = Double(end - order.time) / day
      return max(0, min(bucketCount - 1, Int((age / 30).rounded(.up)) - 1))
    }
    set(.activeMonths, Double(buckets.count))
    let oldestFirst = (0..<bucketCount).reversed().map { buckets[$0] ?? [] }
    let revenueTrend = Self.slope(oldestFirst.map { $0.map(\.revenue).reduce(0, +) })
    let orderTrend = Self.slope(oldestFirst.map { Double($0.count) })
    set(.revenueSlope, revenueTrend.slope)
    set(.revenueDirection, revenueTrend.direction)
    set(.orderSlope, orderTrend.slope)
    set(.orderDirection, orderTrend.direction)
    return row
  }

  /// `engagementNormalized` of all customers of a snapshot, from their `engagement`.
  static func normalized(engagement: [Double]) -> [Double] {
    let logs = engagement.map { logOnePlus($0) }
    guard let low = logs.min(), let high = logs.max(), low < high else { return logs.map { _ in 0 } }
    return logs.map { ($0 - low) / (high - low) }
  }

  private static func orders(_ purchases: [Line]) -> [Order] {
    Dictionary(grouping: purchases, by: \.order)
      .map { id, lines in
        Order(
          id: id, time: lines.map(\.time).min() ?? 0,
          revenue: lines.map { $0.quantity * $0.unitPrice }.reduce(0, +),
          items: lines.map(\.quantity).reduce(0, +))
      }
      .sorted { ($0.time, $0.id) < ($1.time, $1.id) }
  }

  private static func std(_ values: [Double]) -> Double {
    guard values.count > 1 else { return 0 }
    let mean = values.reduce(0, +) / Double(values.count)
    return (values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(values.count - 1)).squareRoot()
  }

  /// Slope by the normal equations, Σxy and Σx written out.
  private static func slope(_ values: [Double]) -> (slope: Double, direction: Double) {
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
