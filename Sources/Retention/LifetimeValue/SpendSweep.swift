import CivilTime
package import Learning
package import Numerics

/// Computes the spend columns of customers at several snapshots in one pass over their orders, net of the returns that
/// were known at each.
package struct SpendSweep: Sendable {
  let histories: CustomerHistories
  let matches: ReturnMatches
  let windowDays: Int
  let horizonDays: Int
  let settings: LifetimeValueSettings.BuyTillYouDie
  let sample: BuyTillYouDieFit.FittingSample

  package init(
    histories: CustomerHistories, matches: ReturnMatches, windowDays: Int, horizonDays: Int,
    settings: LifetimeValueSettings.BuyTillYouDie, sample: BuyTillYouDieFit.FittingSample
  ) {
    self.histories = histories
    self.matches = matches
    self.windowDays = windowDays
    self.horizonDays = horizonDays
    self.settings = settings
    self.sample = sample
  }

  /// Customers with a row at a snapshot, ascending.
  package typealias Rows = (snapshot: Snapshot, customers: [Int32])

  /// BG/NBD and Gamma–Gamma at each snapshot, beside each other; or why they could not be fitted.
  ///
  /// - Parameter rows: the customers to describe are all who have a row.
  /// - Throws: `Cancelled`.
  package func fits(
    _ rows: [Rows], context: ExecutionContext
  ) throws -> [Snapshot: Result<BuyTillYouDieFit, BuyTillYouDieError>] {
    let fits = try context.quiet.mapParts(
      rows.count, threadsEach: max(1, context.parallelism.threads / max(rows.count, 1))
    ) { index, inner in
      var isIncluded = [Bool](repeating: false, count: histories.customerCount)
      for customer in rows[index].customers { isIncluded[Int(customer)] = true }
      do {
        return Result<BuyTillYouDieFit, BuyTillYouDieError>.success(
          try BuyTillYouDieFit(
            histories: histories, at: rows[index].snapshot, horizonDays: horizonDays, settings: settings,
            isIncluded: isIncluded, sample: sample, context: inner))
      } catch let error as BuyTillYouDieError {
        return .failure(error)
      }
    }
    return Dictionary(zip(rows.map(\.snapshot), fits)) { first, _ in first }
  }

  /// The columns of all rows, one snapshot after the other.
  ///
  /// - Parameters:
  ///   - rows: ascending by snapshot.
  ///   - fits: of each of these snapshots; nil leaves the column `buyTillYouDie` NaN.
  /// - Throws: `Cancelled`.
  package func inputs(
    _ rows: [Rows], fits: [Snapshot: BuyTillYouDieFit]?, context: ExecutionContext
  ) throws(Cancelled) -> SpendInputs {
    precondition(zip(rows, rows.dropFirst()).allSatisfy { $0.snapshot < $1.snapshot }, "snapshots ascend")
    let parts = try histories.mapCustomers(context.quiet) { customers in
      part(rows, customers)
    }
    let starts = rows.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.customers.count) }
    var values = Matrix<Double>(rows: starts[rows.count], columns: SpendColumn.count, repeating: .nan)
    var next = Array(starts.dropLast())
    for part in parts {
      for (index, block) in part.enumerated() {
        let count = block.count / Self.sums
        for row in 0..<count {
          for column in 0..<Self.sums { values[next[index] + row, column] = block[row * Self.sums + column] }
        }
        next[index] += count
      }
    }
    if let fits {
      for (index, row) in rows.enumerated() {
        guard let fit = fits[row.snapshot] else { preconditionFailure("a fit at every snapshot") }
        for (place, value) in fit.values(fit.expectedValue, of: row.customers).enumerated() {
          values[starts[index] + place, SpendColumn.buyTillYouDie.rawValue] = value
        }
      }
    }
    return SpendInputs(values: values, buyTillYouDie: fits == nil ? nil : settings)
  }

  /// Columns that are sums over orders.
  private static let sums = 5

  /// By snapshot, the sums of the rows of some neighboring customers, row after row.
  private func part(_ rows: [Rows], _ customers: Range<Int>) -> [[Double]] {
    var walk = NetWalk(histories, matches)
    let lines = WindowLines(histories.lines)
    // The thread's own: threads that counted the references to one array for every row would wait for each other.
    let own = rows.map { row in
      let first = row.customers.partitioningIndex { Int($0) >= customers.lowerBound }
      return Array(row.customers[first...].prefix { Int($0) < customers.upperBound })
    }
    let times = rows.map(\.snapshot)
    var places = rows.map { _ in 0 }
    var sums = own.map { ids -> [Double] in
      var sums = [Double]()
      sums.reserveCapacity(ids.count * Self.sums)
      return sums
    }
    for customer in customers {
      var hasBegun = false
      for index in own.indices where places[index] < own[index].count && Int(own[index][places[index]]) == customer {
        if !hasBegun { walk.begin(customer) }
        hasBegun = true
        walk.advance(to: times[index].time)
        let gross = grossRevenue(lines, histories.lineRange(of: customer), times[index])
        add(walk, gross: gross, times[index], to: &sums[index])
        places[index] += 1
      }
    }
    return sums
  }

  private func grossRevenue(_ lines: WindowLines, _ range: Range<Int>, _ snapshot: Snapshot) -> Double {
    let (start, end) = (snapshot.adding(days: -windowDays).time, snapshot.time)
    var sum = 0.0
    for line in range where !lines.isReturn[line] && lines.time[line] >= start && lines.time[line] < end {
      sum += lines.quantity[line] * lines.unitPrice[line]
    }
    return sum
  }

  private func add(_ walk: borrowing NetWalk, gross: Double, _ snapshot: Snapshot, to sums: inout [Double]) {
    let end = snapshot.time
    let start = snapshot.adding(days: -windowDays).time
    var (window, whole, in60, in120) = (0.0, 0.0, 0.0, 0.0)
    var first: Int64?
    for place in 0..<walk.orderCount {
      guard walk.isOrder(place) else { continue }
      let (time, amount) = (walk.time(ofOrder: place), Double(walk.amount(ofOrder: place)) / 1e6)
      if first == nil { first = time }
      if time >= start { window += amount }
      whole += amount
      let decay = powerOfTwo(-Double(end - time) / Double(120 * Microseconds.day))
      in120 += decay * amount
      in60 += decay * decay * amount
    }
    let perWindow = Double(horizonDays) / Double(windowDays)
    let tenure = max(Self.leastTenureDays, Double(end - (first ?? end)) / Double(Microseconds.day))
    sums.append(gross * perWindow)
    sums.append(window * perWindow)
    sums.append(whole * Double(horizonDays) / tenure)
    sums.append(in60)
    sums.append(in120)
  }

  /// Spend of a few days says little of the spend of as many months.
  private static let leastTenureDays = 30.0
}
