import CivilTime
import Numerics
import Tables

/// Facts of lines that the checks need, from two passes over them.
struct LineFacts: Sendable {
  /// What the rows themselves show.
  let rows: RowCounts
  /// Purchase orders by customer code.
  let ordersOfCustomer: [Int]
  let revenueOfCustomer: [Double]

  /// - Parameters:
  ///   - times: plausible ones.
  ///   - exampleRows: to keep for each check.
  init(
    _ source: SourceLines, cancellationPrefixes: [String], times: Range<Int64>, exampleRows: Int,
    parallelism: Parallelism
  ) {
    let cancelled = source.cancelledOrders(prefixes: cancellationPrefixes)
    let purchases = PurchaseOrders(source, cancelled: cancelled)
    ordersOfCustomer = purchases.orders
    revenueOfCustomer = purchases.revenue
    rows = RowCounts(
      source, cancelled: cancelled, shared: purchases.isShared, times: times, exampleRows: exampleRows,
      parallelism: parallelism)
  }
}

/// Orders and revenue of each customer, and the orders that several customers share.
private struct PurchaseOrders {
  var orders: [Int]
  var revenue: [Double]
  /// By order code.
  var isShared: [Bool]

  init(_ source: SourceLines, cancelled: [Bool]) {
    var owner = [Int32](repeating: -1, count: source.orders.count)
    var buyer = owner
    var isShared = [Bool](repeating: false, count: source.orders.count)
    var shared: Set<UInt64> = []
    var orders = [Int](repeating: 0, count: source.customers.count)
    var revenue = [Double](repeating: 0, count: source.customers.count)
    source.forEachBlock { range, rows in
      for row in range where rows.customer[row] >= 0 && rows.order[row] >= 0 {
        let (customer, order) = (Int(rows.customer[row]), Int(rows.order[row]))
        if owner[order] < 0 { owner[order] = Int32(customer) }
        if owner[order] != Int32(customer) { isShared[order] = true }
        guard !cancelled[order], rows.quantity[row] > 0, rows.unitPrice[row] > 0 else { continue }
        revenue[customer] += rows.amount(row)
        if buyer[order] < 0 {
          buyer[order] = Int32(customer)
          orders[customer] += 1
        } else if buyer[order] != Int32(customer), shared.insert(UInt64(customer) << 32 | UInt64(order)).inserted {
          // An id that several customers share is an order of each.
          orders[customer] += 1
        }
      }
    }
    (self.orders, self.revenue, self.isShared) = (orders, revenue, isShared)
  }
}

/// How many rows each check of single rows found, and the first of them, from one pass over all rows.
struct RowCounts: Sendable {
  struct Count: Sendable {
    var affected = 0
    var examples: [Int] = []
  }

  private var counts = [Count](repeating: Count(), count: ValidationCheck.allCases.count)
  /// Days with a line, and how many of those have a plausible time.
  private(set) var linesOfDay: [Int32: Int] = [:]
  var days: Dictionary<Int32, Int>.Keys { linesOfDay.keys }

  subscript(check: ValidationCheck) -> Count { counts[Self.place[check]!] }

  private static let place = Dictionary(
    uniqueKeysWithValues: ValidationCheck.allCases.enumerated().map { ($1, $0) })
}

extension RowCounts {
  init(
    _ source: SourceLines, cancelled: [Bool], shared: [Bool], times: Range<Int64>, exampleRows: Int,
    parallelism: Parallelism
  ) {
    let duplicates = source.duplicates ?? ExactDuplicates.marks(in: source, parallelism: parallelism)
    let unreadable = Dictionary(grouping: source.unreadable, by: \.column).mapValues { Set($0.map(\.row)) }
    let priceColumn = source.amount.priceColumn
    func place(_ check: ValidationCheck) -> Int { Self.place[check]! }
    let (noCustomer, noOrder, noProduct) = (place(.blankCustomerID), place(.blankOrderID), place(.blankProductID))
    let (noTime, noQuantity, noPrice) = (place(.blankDatetime), place(.blankQuantity), place(.blankPrice))
    let (badPrice, zero, returns) = (place(.nonPositivePrice), place(.zeroQuantity), place(.returnLines))
    let (positive, several) = (place(.positiveCancellation), place(.orderOfSeveralCustomers))
    let (conflict, conflicting) = (place(.conflictingOrderTotals), source.conflictingOrders)
    let (duplicate, outOfRange) = (place(.exactDuplicates), place(.datesOutOfRange))
    let blocks = source.mapBlocks(parallelism) { range, rows in
      var found = RowCounts()
      // Lines come in the order of time, more or less: a day is counted when it ends.
      var (lastDay, lines) = (Int32.min, 0)
      func note(_ check: Int, _ row: Int) {
        found.counts[check].affected += 1
        if found.counts[check].examples.count < exampleRows { found.counts[check].examples.append(row) }
      }
      func noteBlank(_ check: Int, _ column: CanonicalColumn, _ row: Int) {
        if unreadable[column]?.contains(row) != true { note(check, row) }
      }
      for row in range {
        let (order, time) = (Int(rows.order[row]), rows.time[row])
        let (quantity, price) = (rows.quantity[row], rows.unitPrice[row])
        if rows.customer[row] < 0 { note(noCustomer, row) }
        if order < 0 { note(noOrder, row) }
        if rows.product[row] < 0 { note(noProduct, row) }
        if time == SourceLines.unknownTime {
          noteBlank(noTime, .orderDatetime, row)
        } else {
          let isPlausible = times.contains(time)
          if !isPlausible { note(outOfRange, row) }
          let day = Microseconds.day(of: time)
          if day != lastDay {
            if lastDay > .min { found.linesOfDay[lastDay, default: 0] += lines }
            (lastDay, lines) = (day, 0)
          }
          if isPlausible { lines += 1 }
        }
        if quantity.isNaN { noteBlank(noQuantity, .quantity, row) }
        if price.isNaN { noteBlank(noPrice, priceColumn, row) }
        if price <= 0 { note(badPrice, row) }
        if quantity == 0 { note(zero, row) }
        let isCancelled = order >= 0 && cancelled[order]
        if quantity < 0 || isCancelled { note(returns, row) }
        if quantity > 0 && isCancelled { note(positive, row) }
        if order >= 0 && shared[order] { note(several, row) }
        if order >= 0 && !conflicting.isEmpty && conflicting[order] { note(conflict, row) }
        if duplicates[row] != .none { note(duplicate, row) }
      }
      if lastDay > .min { found.linesOfDay[lastDay, default: 0] += lines }
      return found
    }
    self.init()
    for block in blocks {
      linesOfDay.merge(block.linesOfDay, uniquingKeysWith: +)
      for check in counts.indices {
        counts[check].affected += block.counts[check].affected
        counts[check].examples += block.counts[check].examples.prefix(exampleRows - counts[check].examples.count)
      }
    }
  }
}
