/// The features of one customer at one snapshot, from the customer's sorted lines; scratch space is reused from
/// customer to customer.
///
/// Lines come in the order (time, order id), so the line that begins an order gives its time, and orders are numbered
/// o₁ … o_m as the definitions want them.
final class WindowKernel {
  private let lines: WindowLines
  private let window: Int64
  private let buckets: Int
  private var end: Int64 = 0

  private var slotOfOrder: [Int32] = []
  private var slotOfProduct: [Int32] = []
  private var orders = OrderSlots()
  private var productRevenue: [Double] = []
  private var gaps: [Double] = []
  private var revenueByBucket: [Double]
  private var ordersByBucket: [Double]

  init(lines: WindowLines, windowDays: Int) {
    self.lines = lines
    window = Int64(windowDays) * Microseconds.day
    buckets = windowDays / 30
    revenueByBucket = [Double](repeating: 0, count: buckets)
    ordersByBucket = revenueByBucket
  }

  /// Orders of the window in order of time.
  private struct OrderSlots {
    var time: [Int64] = []
    var revenue: [Double] = []
    var items: [Double] = []

    mutating func removeAll() {
      time.removeAll(keepingCapacity: true)
      revenue.removeAll(keepingCapacity: true)
      items.removeAll(keepingCapacity: true)
    }
  }

  /// - Parameters:
  ///   - range: all lines of one customer, of which at least one begins an order in the window.
  ///   - snapshot: the end of the window.
  ///   - target: OUT, the row's place in the first column.
  ///   - stride: elements from one column to the next.
  func compute(
    _ range: Range<Int>, at snapshot: Snapshot, into target: UnsafeMutablePointer<Double>, stride: Int
  ) {
    end = snapshot.time
    let window = lowerBound(range, end - window)..<lowerBound(range, end)
    let returnLines = collect(window)
    let set = { (feature: Feature, value: Double) in target[feature.rawValue * stride] = value }
    writeRecencyFrequencyMonetary(set)
    writeRecent(set)
    writeCadence(set)
    writeBaskets(set, returnLines: returnLines, allLines: window.count)
    writeTrends(set)
    reset(window)
  }
}

// MARK: - Lines to orders and products

extension WindowKernel {
  /// First line of `range` that is not before `time`.
  private func lowerBound(_ range: Range<Int>, _ time: Int64) -> Int {
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if lines.time[middle] < time { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Sums the purchase lines of the window by order and by product; returns the count of return lines.
  private func collect(_ window: Range<Int>) -> Int {
    orders.removeAll()
    productRevenue.removeAll(keepingCapacity: true)
    var returnLines = 0
    for line in window {
      if lines.isReturn[line] {
        returnLines += 1
        continue
      }
      let revenue = lines.quantity[line] * lines.unitPrice[line]
      addToOrder(line, revenue)
      let product = Self.slot(Int(lines.localProduct[line]), &slotOfProduct, next: productRevenue.count)
      if product == productRevenue.count { productRevenue.append(0) }
      productRevenue[product] += revenue
    }
    return returnLines
  }

  /// Lines of an order that began before the window are of the window; the order itself is not.
  private func addToOrder(_ line: Int, _ revenue: Double) {
    let code = Int(lines.localOrder[line])
    while slotOfOrder.count <= code { slotOfOrder.append(-1) }
    if lines.beginsOrder[line] {
      slotOfOrder[code] = Int32(orders.time.count)
      orders.time.append(lines.time[line])
      orders.revenue.append(0)
      orders.items.append(0)
    }
    let order = Int(slotOfOrder[code])
    guard order >= 0 else { return }
    orders.revenue[order] += revenue
    orders.items[order] += lines.quantity[line]
  }

  /// The slot of a local code in this window; a code not seen before gets `next`.
  private static func slot(_ code: Int, _ slots: inout [Int32], next: Int) -> Int {
    while slots.count <= code { slots.append(-1) }
    if slots[code] < 0 { slots[code] = Int32(next) }
    return Int(slots[code])
  }

  private func reset(_ window: Range<Int>) {
    for line in window where !lines.isReturn[line] {
      slotOfOrder[Int(lines.localOrder[line])] = -1
      slotOfProduct[Int(lines.localProduct[line])] = -1
    }
  }
}

// MARK: - Orders to features

extension WindowKernel {
  private typealias Setter = (Feature, Double) -> Void

  private var orderCount: Int { orders.time.count }
  private var firstTime: Int64 { orders.time[0] }
  private var lastTime: Int64 { orders.time[orderCount - 1] }
  private var recency: Double { Double((end - lastTime) / Microseconds.day) }
  private var daysSinceFirst: Double { Double((end - firstTime) / Microseconds.day) }
  private var totalRevenue: Double { orders.revenue.reduce(0, +) }

  private func writeRecencyFrequencyMonetary(_ set: Setter) {
    let total = totalRevenue
    let mean = total / Double(orderCount)
    let engagement = Double(orderCount) * mean / (recency + 1)
    set(.recencyDays, recency)
    set(.frequencyCount, Double(orderCount))
    set(.monetaryAverage, mean)
    set(.monetaryTotal, total)
    set(.monetaryStd, sampleStandardDeviation(orders.revenue, mean: mean))
    set(.daysSinceFirstPurchase, daysSinceFirst)
    set(.customerLifetimeDays, Double((lastTime - firstTime) / Microseconds.day))
    set(.engagement, engagement)
  }

  private func writeRecent(_ set: Setter) {
    let spans: [(days: Int64, count: Feature, revenue: Feature)] = [
      (30, .orders30d, .revenue30d), (60, .orders60d, .revenue60d), (90, .orders90d, .revenue90d),
    ]
    for span in spans {
      let since = end - span.days * Microseconds.day
      var (count, revenue) = (0.0, 0.0)
      for order in 0..<orderCount where orders.time[order] >= since {
        count += 1
        revenue += orders.revenue[order]
      }
      set(span.count, count)
      set(span.revenue, revenue)
      if span.days == 90 { set(.activity, count / Double(orderCount)) }
    }
  }

  private func writeCadence(_ set: Setter) {
    gaps.removeAll(keepingCapacity: true)
    for order in 1..<max(orderCount, 1) {
      gaps.append(Double(orders.time[order] - orders.time[order - 1]) / Double(Microseconds.day))
    }
    set(.purchasesPerMonth, 30 * Double(orderCount) / max(daysSinceFirst, 30))
    guard !gaps.isEmpty else {
      for feature in [Feature.gapMean, .gapStd, .gapMedian, .gapCV, .recencyCadenceRatio] { set(feature, .nan) }
      return set(.consistency, 0)
    }
    let mean = gaps.reduce(0, +) / Double(gaps.count)
    let std = sampleStandardDeviation(gaps, mean: mean)
    let cv = mean == 0 ? Double.nan : std / mean
    set(.gapMean, mean)
    set(.gapStd, std)
    set(.gapCV, cv)
    set(.recencyCadenceRatio, mean == 0 ? .nan : recency / mean)
    set(.consistency, cv.isNaN ? 0 : 1 / (1 + cv))
    gaps.sort()
    set(.gapMedian, (gaps[(gaps.count - 1) / 2] + gaps[gaps.count / 2]) / 2)
  }

  private func writeBaskets(_ set: Setter, returnLines: Int, allLines: Int) {
    let items = orders.items.reduce(0, +) / Double(orderCount)
    let productTotal = productRevenue.reduce(0, +)
    set(.uniqueProducts, Double(productRevenue.count))
    set(.basketSizeMean, items)
    set(.basketSizeStd, sampleStandardDeviation(orders.items, mean: items))
    set(.returnRate, Double(returnLines) / Double(allLines))
    set(
      .productHHI,
      productRevenue.reduce(0) { sum, revenue in
        let share = revenue / productTotal
        return sum + share * share
      })
  }

  private func writeTrends(_ set: Setter) {
    for bucket in 0..<buckets {
      revenueByBucket[bucket] = 0
      ordersByBucket[bucket] = 0
    }
    for order in 0..<orderCount {
      // Age in 30-day buckets, rounded up: an order exactly 30 days old still belongs to the newest bucket.
      let age = Int((end - orders.time[order] - 1) / (30 * Microseconds.day))
      let fromOldest = buckets - 1 - min(age, buckets - 1)
      revenueByBucket[fromOldest] += orders.revenue[order]
      ordersByBucket[fromOldest] += 1
    }
    set(.activeMonths, Double(ordersByBucket.reduce(0) { $0 + ($1 > 0 ? 1 : 0) }))
    let revenue = Trend(revenueByBucket)
    let count = Trend(ordersByBucket)
    set(.revenueSlope, revenue.slope)
    set(.revenueDirection, revenue.direction)
    set(.orderSlope, count.slope)
    set(.orderDirection, count.direction)
  }
}

/// Least-squares line over buckets, with the bucket's index as x.
struct Trend {
  let slope: Double
  /// 0 if the slope is within 5 % of the mean bucket, else its sign.
  let direction: Double

  init(_ buckets: [Double]) {
    let middle = Double(buckets.count - 1) / 2
    let mean = buckets.reduce(0, +) / Double(buckets.count)
    var (covariance, variance) = (0.0, 0.0)
    for (index, value) in buckets.enumerated() {
      let x = Double(index) - middle
      covariance += x * (value - mean)
      variance += x * x
    }
    slope = variance == 0 ? 0 : covariance / variance
    direction = abs(slope) <= 0.05 * mean ? 0 : (slope > 0 ? 1 : -1)
  }
}

/// Sample standard deviation (n − 1) in two passes; 0 for fewer than two values.
func sampleStandardDeviation(_ values: [Double], mean: Double) -> Double {
  guard values.count > 1 else { return 0 }
  let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  return (squares / Double(values.count - 1)).squareRoot()
}
