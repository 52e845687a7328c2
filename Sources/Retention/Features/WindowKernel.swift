import CivilTime
import Numerics

/// Computes the features of one customer at one snapshot from the customer's sorted lines; scratch space is reused from
/// customer to customer.
///
/// Lines are sorted by time and order id, so the line that begins an order gives its time, and orders come as o₁ … o_m,
/// as in the definitions.
struct WindowKernel {
  private let lines: WindowLines
  private let scratch: WindowScratch
  private let windowLength: Int64
  private let buckets: Int

  /// - Parameter scratch: used by this thread only.
  init(lines: WindowLines, windowDays: Int, scratch: WindowScratch) {
    self.lines = lines
    self.scratch = scratch
    windowLength = Int64(windowDays) * Microseconds.day
    buckets = windowDays / 30
  }

  /// - Parameters:
  ///   - range: all lines of one customer, of which at least one begins an order in the window.
  ///   - snapshot: the end of the window.
  ///   - target: OUT, the row's element in the first column.
  ///   - stride: elements from one column to the next.
  func compute(
    _ range: Range<Int>, at snapshot: Snapshot, into target: UnsafeMutablePointer<Double>, stride: Int
  ) {
    let end = snapshot.time
    let window = lowerBound(range, end - windowLength)..<lowerBound(range, end)
    scratch.begin(lines: range.count, buckets: buckets)
    write(Row(window: collect(window), end: end, target: target, stride: stride))
  }

  /// The same less what was returned before the snapshot.
  ///
  /// - Parameter walk: of the customer, at the time of the snapshot.
  func compute(
    _ range: Range<Int>, net walk: borrowing NetWalk, at snapshot: Snapshot, into target: UnsafeMutablePointer<Double>,
    stride: Int
  ) {
    let end = snapshot.time
    let window = lowerBound(range, end - windowLength)..<lowerBound(range, end)
    scratch.begin(lines: range.count, buckets: buckets)
    let contents = collect(window, net: walk, from: end - windowLength)
    write(Row(window: contents, end: end, target: target, stride: stride))
  }

  private func write(_ row: Row) {
    writeRecencyFrequencyMonetary(row)
    writeRecent(row)
    writeCadence(row)
    writeBaskets(row)
    writeTrends(row)
  }

  /// A window, and where its features go.
  private struct Row {
    let window: Contents
    let end: Int64
    let target: UnsafeMutablePointer<Double>
    let stride: Int

    @inline(__always)
    func set(_ feature: Feature, _ value: Double) { target[feature.rawValue * stride] = value }
  }

  private struct Contents {
    var lines = 0
    var returnLines = 0
    var orders = 0
    var products = 0
  }
}

// MARK: - Lines to orders and products

extension WindowKernel {
  /// First line of `range` that is not before `time`.
  private func lowerBound(_ range: Range<Int>, _ time: Int64) -> Int {
    range.partitioningIndex { lines.time[$0] >= time }
  }

  /// Sums the purchase lines of the window by order and by product.
  private func collect(_ window: Range<Int>) -> Contents {
    let mark = scratch.mark
    let (orderMarks, orderPlaces) = (scratch.orderMarks, scratch.orderPlaces)
    let (productMarks, productRevenue, products) = (scratch.productMarks, scratch.productRevenue, scratch.products)
    let (time, orderRevenue, items) = (scratch.time, scratch.revenue, scratch.items)
    var contents = Contents(lines: window.count)
    for line in window {
      if lines.isReturn[line] {
        contents.returnLines += 1
        continue
      }
      let quantity = lines.quantity[line]
      let revenue = quantity * lines.unitPrice[line]
      let order = Int(lines.localOrder[line])
      if lines.beginsOrder[line] {
        orderMarks[order] = mark
        orderPlaces[order] = Int32(truncatingIfNeeded: contents.orders)
        time[contents.orders] = lines.time[line]
        orderRevenue[contents.orders] = 0
        items[contents.orders] = 0
        contents.orders += 1
      }
      // The window contains lines of an order that began before it, but not the order itself.
      if orderMarks[order] == mark {
        let place = Int(orderPlaces[order])
        orderRevenue[place] += revenue
        items[place] += quantity
      }
      let product = Int(lines.localProduct[line])
      if productMarks[product] != mark {
        productMarks[product] = mark
        productRevenue[product] = 0
        products[contents.products] = Int32(truncatingIfNeeded: product)
        contents.products += 1
      }
      productRevenue[product] += revenue
    }
    return contents
  }
}

// MARK: - What is left of orders and products

extension WindowKernel {
  /// Sums what is left of the purchase lines of the window by order and by product.
  ///
  /// - Parameters:
  ///   - walk: at the end of the window.
  ///   - start: of the window.
  private func collect(_ window: Range<Int>, net walk: borrowing NetWalk, from start: Int64) -> Contents {
    let mark = scratch.mark
    // Here, by place of an order instead of its local number.
    let (orderMarks, orderPlaces) = (scratch.orderMarks, scratch.orderPlaces)
    let (productMarks, productRevenue, products) = (scratch.productMarks, scratch.productRevenue, scratch.products)
    var contents = Contents(lines: window.count)
    for place in 0..<walk.orderCount where walk.isOrder(place) && walk.time(ofOrder: place) >= start {
      orderMarks[place] = mark
      orderPlaces[place] = Int32(truncatingIfNeeded: contents.orders)
      scratch.time[contents.orders] = walk.time(ofOrder: place)
      scratch.revenue[contents.orders] = 0
      scratch.items[contents.orders] = 0
      contents.orders += 1
    }
    for line in window {
      if lines.isReturn[line] {
        contents.returnLines += 1
        continue
      }
      // Money of units that went back at a lower price stays with the order.
      let revenue = walk.revenue(ofLine: line)
      let place = walk.place(ofOrderOf: line)
      // The window contains lines of an order that began before it, but not the order itself.
      if orderMarks[place] == mark {
        let index = Int(orderPlaces[place])
        scratch.revenue[index] += revenue
        scratch.items[index] += walk.quantity(ofLine: line)
      }
      guard walk.isLeft(line: line) else { continue }
      let product = Int(lines.localProduct[line])
      if productMarks[product] != mark {
        productMarks[product] = mark
        productRevenue[product] = 0
        products[contents.products] = Int32(truncatingIfNeeded: product)
        contents.products += 1
      }
      productRevenue[product] += revenue
    }
    return contents
  }
}

// MARK: - Orders to features

extension WindowKernel {
  private func writeRecencyFrequencyMonetary(_ row: Row) {
    let (first, last) = (scratch.time[0], scratch.time[row.window.orders - 1])
    let count = Double(row.window.orders)
    let revenue = orderValues(scratch.revenue, row)
    let total = sum(revenue)
    let mean = total / count
    let recency = Double((row.end - last) / Microseconds.day)
    row.set(.recencyDays, recency)
    row.set(.frequencyCount, count)
    row.set(.monetaryAverage, mean)
    row.set(.monetaryTotal, total)
    row.set(.monetaryStd, sampleStandardDeviation(revenue, mean: mean))
    row.set(.daysSinceFirstPurchase, Double((row.end - first) / Microseconds.day))
    row.set(.customerLifetimeDays, Double((last - first) / Microseconds.day))
    row.set(.engagement, count * mean / (recency + 1))
  }

  private func writeRecent(_ row: Row) {
    let spans: (Span, Span, Span) = (
      Span(days: 30, .orders30d, .revenue30d), Span(days: 60, .orders60d, .revenue60d),
      Span(days: 90, .orders90d, .revenue90d)
    )
    _ = write(spans.0, row)
    _ = write(spans.1, row)
    row.set(.activity, write(spans.2, row) / Double(row.window.orders))
  }

  private struct Span {
    let length: Int64
    let count: Feature
    let revenue: Feature

    init(days: Int64, _ count: Feature, _ revenue: Feature) {
      length = days * Microseconds.day
      self.count = count
      self.revenue = revenue
    }
  }

  /// - Returns: number of orders in the span.
  private func write(_ span: Span, _ row: Row) -> Double {
    var (count, revenue) = (0.0, 0.0)
    for order in 0..<row.window.orders where scratch.time[order] >= row.end - span.length {
      count += 1
      revenue += scratch.revenue[order]
    }
    row.set(span.count, count)
    row.set(span.revenue, revenue)
    return count
  }

  private func writeCadence(_ row: Row) {
    let recency = Double((row.end - scratch.time[row.window.orders - 1]) / Microseconds.day)
    let daysSinceFirst = Double((row.end - scratch.time[0]) / Microseconds.day)
    row.set(.purchasesPerMonth, 30 * Double(row.window.orders) / max(daysSinceFirst, 30))
    var gaps = UnsafeMutableBufferPointer(start: scratch.gaps, count: row.window.orders - 1)
    guard !gaps.isEmpty else {
      row.set(.gapMean, .nan)
      row.set(.gapStd, .nan)
      row.set(.gapMedian, .nan)
      row.set(.gapCV, .nan)
      row.set(.recencyCadenceRatio, .nan)
      return row.set(.consistency, 0)
    }
    for gap in gaps.indices {
      gaps[gap] = Double(scratch.time[gap + 1] - scratch.time[gap]) / Double(Microseconds.day)
    }
    let mean = sum(UnsafeBufferPointer(gaps)) / Double(gaps.count)
    let std = sampleStandardDeviation(UnsafeBufferPointer(gaps), mean: mean)
    let cv = mean == 0 ? Double.nan : std / mean
    row.set(.gapMean, mean)
    row.set(.gapStd, std)
    row.set(.gapCV, cv)
    row.set(.recencyCadenceRatio, mean == 0 ? .nan : recency / mean)
    row.set(.consistency, cv.isNaN ? 0 : 1 / (1 + cv))
    gaps.sort()
    row.set(.gapMedian, (gaps[(gaps.count - 1) / 2] + gaps[gaps.count / 2]) / 2)
  }

  private func writeBaskets(_ row: Row) {
    let items = orderValues(scratch.items, row)
    let itemsMean = sum(items) / Double(row.window.orders)
    row.set(.uniqueProducts, Double(row.window.products))
    row.set(.basketSizeMean, itemsMean)
    row.set(.basketSizeStd, sampleStandardDeviation(items, mean: itemsMean))
    row.set(.returnRate, Double(row.window.returnLines) / Double(row.window.lines))
    let (products, revenue) = (scratch.products, scratch.productRevenue)
    var (total, concentration) = (0.0, 0.0)
    for product in 0..<row.window.products { total += revenue[Int(products[product])] }
    for product in 0..<row.window.products {
      let share = revenue[Int(products[product])] / total
      concentration += share * share
    }
    row.set(.productHHI, concentration)
  }

  private func writeTrends(_ row: Row) {
    scratch.withBuckets { revenueByBucket, ordersByBucket in
      for bucket in 0..<buckets {
        revenueByBucket[bucket] = 0
        ordersByBucket[bucket] = 0
      }
      for order in 0..<row.window.orders {
        // Age in 30-day buckets, rounded up: an order exactly 30 days old still belongs to the newest bucket.
        let age = Int((row.end - scratch.time[order] - 1) / (30 * Microseconds.day))
        let fromOldest = buckets - 1 - min(age, buckets - 1)
        revenueByBucket[fromOldest] += scratch.revenue[order]
        ordersByBucket[fromOldest] += 1
      }
      row.set(.activeMonths, Double(ordersByBucket.reduce(0) { $0 + ($1 > 0 ? 1 : 0) }))
      let revenue = Trend(revenueByBucket)
      let count = Trend(ordersByBucket)
      row.set(.revenueSlope, revenue.slope)
      row.set(.revenueDirection, revenue.direction)
      row.set(.orderSlope, count.slope)
      row.set(.orderDirection, count.direction)
    }
  }

  private func orderValues(_ values: UnsafeMutablePointer<Double>, _ row: Row) -> UnsafeBufferPointer<Double> {
    UnsafeBufferPointer(start: values, count: row.window.orders)
  }
}

/// Added in the order of the values.
private func sum(_ values: UnsafeBufferPointer<Double>) -> Double {
  var sum = 0.0
  for value in values { sum += value }
  return sum
}

/// Sample standard deviation (n − 1) in two passes; 0 for fewer than two values.
func sampleStandardDeviation(_ values: UnsafeBufferPointer<Double>, mean: Double) -> Double {
  guard values.count > 1 else { return 0 }
  var squares = 0.0
  for value in values { squares += (value - mean) * (value - mean) }
  return (squares / Double(values.count - 1)).squareRoot()
}
