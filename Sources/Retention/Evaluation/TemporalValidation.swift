import CivilTime
public import Numerics
import Tables

/// Proof, on the run's own data, that no feature or label reads what it must not.
public struct TemporalValidation: Sendable {
  /// Customers whose features are computed again.
  public let sampleSize: Int
  /// Random lines put after the snapshot of each.
  public let injectedLines: Int
  public let seed: UInt64

  public init(sampleSize: Int, injectedLines: Int, seed: UInt64) {
    self.sampleSize = sampleSize
    self.injectedLines = injectedLines
    self.seed = seed
  }

  /// One check and what it found.
  public struct Check: Sendable, Equatable, Encodable {
    public let name: String
    public let passed: Bool
    /// Comparisons made.
    public let compared: Int
    public let violations: Int
    public let detail: String

    public init(name: String, compared: Int, violations: Int, detail: String) {
      self.name = name
      passed = violations == 0
      self.compared = compared
      self.violations = violations
      self.detail = detail
    }
  }

  /// Relative agreement demanded of the two implementations, whose sums run in different orders.
  static let recomputationTolerance = 1e-9

  public func checks(
    of table: FeatureTable, calendar: SnapshotCalendar, histories: CustomerHistories, minOrders: Int,
    holdouts: [(name: String, horizonDays: Int, holdout: Holdout)], parallelism: Parallelism
  ) -> [Check] {
    let sample = sampledRows(of: table)
    return [
      snapshotDates(table, calendar), windows(table),
      injection(sample, table: table, histories: histories, minOrders: minOrders, parallelism: parallelism),
      recomputation(sample, table: table, histories: histories, parallelism: parallelism),
    ]
      + holdouts.flatMap { [labelWindows($0, table.windowDays), trainBeforeTest($0)] }
  }
}

// MARK: - Dates

extension TemporalValidation {
  private func snapshotDates(_ table: FeatureTable, _ calendar: SnapshotCalendar) -> Check {
    let dates = table.snapshots.map(\.snapshot)
    let disordered = zip(dates, dates.dropFirst()).filter { $0 >= $1 }.count
    let late = dates.filter { $0 > calendar.scoring }.count
    let early = dates.filter { $0.time <= calendar.dataStart }.count
    let unfinished = dates.last == calendar.scoring ? 0 : 1
    return Check(
      name: "snapshot_dates_valid", compared: dates.count, violations: disordered + late + early + unfinished,
      detail: "snapshots ascend, begin after the first line, and end with the scoring snapshot")
  }

  /// A row's own numbers must fit its window: 0 ≤ recency ≤ days since first ≤ window.
  private func windows(_ table: FeatureTable) -> Check {
    var (compared, violations) = (0, 0)
    for block in table.snapshots {
      for row in 0..<block.rows {
        let (recency, first) = (block[row, .recencyDays], block[row, .daysSinceFirstPurchase])
        compared += 1
        if !(0 <= recency && recency <= first && first <= Double(table.windowDays)) { violations += 1 }
      }
    }
    return Check(
      name: "observation_windows_valid", compared: compared, violations: violations,
      detail: "0 <= recency <= days since first purchase <= \(table.windowDays) in every row")
  }

  private func labelWindows(_ entry: (name: String, horizonDays: Int, holdout: Holdout), _ windowDays: Int) -> Check {
    let snapshots: [Snapshot]
    switch entry.holdout {
    case .time(let train, let validation, let test): snapshots = train + [validation, test].compactMap { $0 }
    case .customers(let train, let test): snapshots = train + [test]
    case .none: snapshots = []
    }
    // Features read [S − window, S), labels [S, S + horizon): they overlap only if a window is not positive.
    let violations = snapshots.filter {
      $0.adding(days: -windowDays) >= $0 || $0 >= $0.adding(days: entry.horizonDays)
    }.count
    return Check(
      name: "\(entry.name)_label_window_disjoint", compared: snapshots.count, violations: violations,
      detail: "features end where the \(entry.horizonDays)-day label window begins")
  }

  private func trainBeforeTest(_ entry: (name: String, horizonDays: Int, holdout: Holdout)) -> Check {
    let name = "\(entry.name)_train_labels_before_test"
    switch entry.holdout {
    case .time(let train, let validation, let test):
      let all = train + [validation].compactMap { $0 }
      return Check(
        name: name, compared: all.count,
        violations: all.filter { $0.adding(days: entry.horizonDays) > test }.count,
        detail: "every train label window ends at or before the test snapshot")
    case .customers:
      return Check(
        name: name, compared: 0, violations: 0, detail: "holdout by customer: no customer is in train and test")
    case .none:
      return Check(name: name, compared: 0, violations: 0, detail: "no labelled snapshot")
    }
  }
}

// MARK: - Computing again

extension TemporalValidation {
  struct SampledRow {
    let block: Int
    let row: Int
  }

  /// Rows drawn without regard to order, `sampleSize` in all snapshots together.
  private func sampledRows(of table: FeatureTable) -> [SampledRow] {
    var random = PhiloxGenerator(seed: seed, stream: 0x7E3)
    let filled = table.snapshots.indices.filter { table.snapshots[$0].rows > 0 }
    guard !filled.isEmpty else { return [] }
    return (0..<min(sampleSize, table.rows)).map { index in
      let block = filled[index % filled.count]
      return SampledRow(block: block, row: random.index(below: table.snapshots[block].rows))
    }
  }

  /// Appends random lines at and after S to each sampled customer and computes again: all must be equal to the bit.
  private func injection(
    _ sample: [SampledRow], table: FeatureTable, histories: CustomerHistories, minOrders: Int, parallelism: Parallelism
  ) -> Check {
    var random = PhiloxGenerator(seed: seed, stream: 0xF47)
    let normalized = table.snapshots.map { FeatureSweep.normalized(engagement: $0.column(.engagement)) }
    var violations = 0
    for entry in sample {
      let block = table.snapshots[entry.block]
      let lines = histories.lines(ofCustomer: Int(block.customers[entry.row]))
      let poisoned = lines.appendingFuture(of: block.snapshot, count: injectedLines, random: &random)
      let sorted = CustomerHistories(sorting: poisoned, parallelism: .serial)
      let again = FeatureSweep(windowDays: table.windowDays, minOrders: minOrders).features(
        of: sorted, orders: OrderTimes(sorted, parallelism: .serial), at: [block.snapshot], parallelism: .serial)
      let isSame =
        hasSameBits(block, entry.row, again.snapshots[0])
        && block[entry.row, .engagementNormalized].bitPattern == normalized[entry.block][entry.row].bitPattern
      violations += isSame ? 0 : 1
    }
    return Check(
      name: "future_row_injection", compared: sample.count, violations: violations,
      detail: "\(injectedLines) random lines at and after the snapshot added to each of \(sample.count) sampled rows; "
        + "every feature must stay the same to the bit")
  }

  /// Whether the row equals the only row of `again` in every bit of the features that depend on this customer alone.
  private func hasSameBits(_ block: SnapshotFeatures, _ row: Int, _ again: SnapshotFeatures) -> Bool {
    again.rows == 1
      && Feature.allCases.allSatisfy { feature in
        feature == .engagementNormalized || block[row, feature].bitPattern == again[0, feature].bitPattern
      }
  }

  private func recomputation(
    _ sample: [SampledRow], table: FeatureTable, histories: CustomerHistories, parallelism: Parallelism
  ) -> Check {
    let plain = PlainFeatures(windowDays: table.windowDays)
    let normalized = table.snapshots.map { PlainFeatures.normalized(engagement: $0.column(.engagement)) }
    let wrong = parallelism.map(sample.count) { index in
      let entry = sample[index]
      let block = table.snapshots[entry.block]
      let lines = histories.lines(ofCustomer: Int(block.customers[entry.row]))
      guard var expected = plain.features(of: lines.plainLines, at: block.snapshot) else { return 1 }
      expected[Feature.engagementNormalized.rawValue] = normalized[entry.block][entry.row]
      let agree = Feature.allCases.allSatisfy { Self.agree(expected[$0.rawValue], block[entry.row, $0]) }
      return agree ? 0 : 1
    }
    return Check(
      name: "recomputation", compared: sample.count, violations: wrong.reduce(0, +),
      detail: "a second, plain implementation agrees to 1e-9 relative on \(sample.count) sampled rows")
  }

  private static func agree(_ first: Double, _ second: Double) -> Bool {
    if first.isNaN || second.isNaN { return first.isNaN && second.isNaN }
    return abs(first - second) <= recomputationTolerance * max(1, abs(first), abs(second))
  }
}

extension CustomerHistories {
  /// The lines of one customer, as customer 0 of a log of its own.
  func lines(ofCustomer customer: Int) -> TransactionLines {
    let range = lineRange(of: customer)
    return TransactionLines(
      customer: [Int32](repeating: 0, count: range.count), order: Array(lines.order[range]),
      product: Array(lines.localProduct[range]), time: Array(lines.time[range]),
      quantity: Array(lines.quantity[range]), unitPrice: Array(lines.unitPrice[range]),
      isReturn: Array(lines.isReturn[range]), customerCount: 1)
  }
}

extension TransactionLines {
  var plainLines: [PlainFeatures.Line] {
    (0..<count).map {
      PlainFeatures.Line(
        order: order[$0], product: product[$0], time: time[$0], quantity: quantity[$0], unitPrice: unitPrice[$0],
        isReturn: isReturn[$0])
    }
  }

  /// Random lines from S on: old and new orders, old and new products, purchases and returns.
  func appendingFuture(of snapshot: Snapshot, count added: Int, random: inout PhiloxGenerator) -> TransactionLines {
    var lines = self
    for index in 0..<added {
      let old = random.index(below: count)
      let isNew = random.index(below: 2) == 0
      lines.customer.append(0)
      lines.order.append(isNew ? Int32.max - Int32(index) : order[old])
      lines.product.append(isNew ? Int32.max - Int32(index) : product[old])
      lines.time.append(
        index == 0 ? snapshot.time : snapshot.time + Int64(random.uniform() * 90 * Double(Microseconds.day)))
      lines.quantity.append(Double(1 + random.index(below: 1000)))
      lines.unitPrice.append(random.uniform() * 1000)
      lines.isReturn.append(random.index(below: 4) == 0)
    }
    return lines
  }
}
