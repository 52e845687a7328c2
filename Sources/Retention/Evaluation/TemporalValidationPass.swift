import CivilTime
package import Numerics
import Tables

/// The checks of `TemporalValidation` on features that come one snapshot after the other.
package struct TemporalValidationPass {
  private let validation: TemporalValidation
  private let rows: FeatureRows
  private let windowDays: Int
  private let histories: CustomerHistories
  private let minOrders: Int
  private let isNet: Bool
  private let sample: [SampledRow]
  /// Blocks seen so far.
  private var seen = 0
  private var outsideWindow = 0
  private var changedByFuture = 0
  private var computedOtherwise = 0

  /// A row whose features are computed again.
  private struct SampledRow {
    /// In the sample.
    let number: Int
    /// Position of the snapshot.
    let block: Int
    let row: Int
  }

  /// - Parameters:
  ///   - rows: of the blocks that will come, in their order.
  ///   - histories: that the features were computed from.
  ///   - minOrders: that a customer needed for a row.
  ///   - isNet: whether the features are net of returns.
  package init(
    _ validation: TemporalValidation, of rows: FeatureRows, windowDays: Int, histories: CustomerHistories,
    minOrders: Int, isNet: Bool
  ) {
    self.validation = validation
    self.rows = rows
    self.windowDays = windowDays
    self.histories = histories
    self.minOrders = minOrders
    self.isNet = isNet
    sample = Self.sample(of: rows, validation)
  }

  /// Rows drawn at random, `sampleSize` over all snapshots.
  private static func sample(of rows: FeatureRows, _ validation: TemporalValidation) -> [SampledRow] {
    var random = PhiloxGenerator(seed: validation.seed, stream: 0x7E3)
    let filled = rows.snapshots.indices.filter { !rows.customers[$0].isEmpty }
    guard !filled.isEmpty else { return [] }
    return (0..<min(validation.sampleSize, rows.count)).map { number in
      let block = filled[number % filled.count]
      return SampledRow(number: number, block: block, row: random.index(below: rows.customers[block].count))
    }
  }

  /// Checks the rows of the next snapshot.
  ///
  /// - Parameter block: with all its rows.
  /// - Throws: `Cancelled`.
  package mutating func look(at block: SnapshotFeatures, context: ExecutionContext) throws(Cancelled) {
    precondition(block.rows == rows.customers[seen].count, "the blocks are those of the rows")
    let drawn = sample.filter { $0.block == seen }
    seen += 1
    outsideWindow += try rowsOutsideWindow(block, context)
    changedByFuture += try injection(drawn, block, context)
    computedOtherwise += try recomputation(drawn, block, context)
  }

  /// The checks of all blocks, once these were seen.
  ///
  /// - Parameter holdouts: of the stages that learn from labels.
  package func checks(
    calendar: SnapshotCalendar, holdouts: [TemporalValidation.StageHoldout]
  ) -> [TemporalValidation.Check] {
    precondition(seen == rows.snapshots.count, "every block was seen")
    return [
      validation.snapshotDates(rows.snapshots, calendar),
      TemporalValidation.Check(
        name: "observation_windows_valid", compared: rows.count, violations: outsideWindow,
        detail: "0 <= recency <= days since first purchase <= \(windowDays) in every row"),
      TemporalValidation.Check(
        name: "future_row_injection", compared: sample.count, violations: changedByFuture,
        detail:
          "\(validation.injectedLines) random lines, returns among them, at and after the snapshot added to each of "
          + "\(sample.count) sampled rows; every feature must stay the same to the bit, those of the whole history too"),
      TemporalValidation.Check(
        name: "recomputation", compared: sample.count, violations: computedOtherwise,
        detail: "a second, plain implementation agrees to 1e-9 relative on \(sample.count) sampled rows"),
    ]
      + holdouts.flatMap { [validation.labelWindows($0, windowDays), validation.trainBeforeTest($0)] }
  }
}

extension TemporalValidationPass {
  /// The values of a row must fit its window: 0 ≤ recency ≤ days since first purchase ≤ window.
  private func rowsOutsideWindow(_ block: SnapshotFeatures, _ context: ExecutionContext) throws(Cancelled) -> Int {
    context.progress.expect(block.rows, unit: "rows")
    let window = Double(windowDays)
    let outside = try context.mapChunks(of: block.rows) { rows in
      context.progress.advance(by: rows.count)
      return rows.count { row in
        let (recency, age) = (block[row, .recencyDays], block[row, .daysSinceFirstPurchase])
        return !(0 <= recency && recency <= age && age <= window)
      }
    }
    return outside.reduce(0, +)
  }

  /// Adds random lines at and after S, returns among them, to each sampled customer and computes again: all features must
  /// be equal to the bit, those of the whole history too.
  ///
  /// - Returns: rows that changed.
  private func injection(
    _ drawn: [SampledRow], _ block: SnapshotFeatures, _ context: ExecutionContext
  ) throws(Cancelled) -> Int {
    guard !drawn.isEmpty else { return 0 }
    let normalized = FeatureSweep.normalized(engagement: block.column(.engagement))
    let own = context.with(.serial).quiet
    context.progress.expect(drawn.count, unit: CustomerHistories.progressUnit)
    let isSame = try context.map(drawn.count) { index in
      Result { () throws(Cancelled) -> Bool in
        defer { context.progress.advance() }
        let row = drawn[index].row
        var random = PhiloxGenerator(
          seed: validation.seed, stream: 0xF47 << 32 + UInt64(truncatingIfNeeded: drawn[index].number))
        let lines = histories.lines(ofCustomer: Int(block.customers[row]))
        let poisoned = lines.appendingFuture(
          of: block.snapshot, count: validation.injectedLines, random: &random)
        let sorted = try CustomerHistories(sorting: poisoned, context: own)
        let basis: RevenueBasis = isNet ? .net(try ReturnMatches(sorted, context: own)) : .gross
        let again = try FeatureSweep(windowDays: windowDays, minOrders: minOrders, basis: basis).features(
          of: sorted, orders: OrderTimes(sorted, context: own), at: [block.snapshot], context: own)
        return try hasSameHistory(lines, sorted, basis, at: block.snapshot, own)
          && hasSameBits(block, row, again.snapshots[0])
          && block[row, .engagementNormalized].bitPattern == normalized[row].bitPattern
      }
    }.map { (result) throws(Cancelled) in try result.get() }
    return isSame.count { !$0 }
  }

  /// Whether the features of the whole history are the same without the lines that were added.
  private func hasSameHistory(
    _ lines: TransactionLines, _ poisoned: CustomerHistories, _ basis: RevenueBasis, at snapshot: Snapshot,
    _ own: ExecutionContext
  ) throws(Cancelled) -> Bool {
    let clean = try CustomerHistories(sorting: lines, context: own)
    let cleanBasis: RevenueBasis = basis.isNet ? .net(try ReturnMatches(clean, context: own)) : .gross
    let before = try HistorySweep(cleanBasis).features(of: clean, at: [(snapshot, [0])], context: own)
    let after = try HistorySweep(basis).features(of: poisoned, at: [(snapshot, [0])], context: own)
    return HistoryFeature.allCases.allSatisfy {
      before[0][0, $0].bitPattern == after[0][0, $0].bitPattern
    }
  }

  /// Whether the row has the same bits as the only row of `again` in all features that depend on this customer alone.
  private func hasSameBits(_ block: SnapshotFeatures, _ row: Int, _ again: SnapshotFeatures) -> Bool {
    again.rows == 1
      && Feature.allCases.allSatisfy { feature in
        feature == .engagementNormalized || block[row, feature].bitPattern == again[0, feature].bitPattern
      }
  }

  /// Computes sampled rows with the plain implementation.
  ///
  /// - Returns: rows that differ.
  private func recomputation(
    _ drawn: [SampledRow], _ block: SnapshotFeatures, _ context: ExecutionContext
  ) throws(Cancelled) -> Int {
    guard !drawn.isEmpty else { return 0 }
    let plain = PlainFeatures(windowDays: windowDays, isNet: isNet)
    let normalized = PlainFeatures.normalized(engagement: block.column(.engagement))
    context.progress.expect(drawn.count, unit: CustomerHistories.progressUnit)
    return try context.map(drawn.count) { index in
      defer { context.progress.advance() }
      let row = drawn[index].row
      let lines = histories.lines(ofCustomer: Int(block.customers[row]))
      guard var expected = plain.features(of: lines.plainLines, at: block.snapshot) else { return 1 }
      expected[Feature.engagementNormalized.rawValue] = normalized[row]
      let agree = Feature.allCases.allSatisfy { Self.agree(expected[$0.rawValue], block[row, $0]) }
      return agree ? 0 : 1
    }.reduce(0, +)
  }

  private static func agree(_ first: Double, _ second: Double) -> Bool {
    if first.isNaN || second.isNaN { return first.isNaN && second.isNaN }
    return abs(first - second) <= TemporalValidation.recomputationTolerance * max(1, abs(first), abs(second))
  }
}

extension CustomerHistories {
  /// The lines of one customer, who is customer 0 of the result.
  func lines(ofCustomer customer: Int) -> TransactionLines {
    let range = lineRange(of: customer)
    let blank = blankProducts[customer]
    return TransactionLines(
      customer: [Int32](repeating: 0, count: range.count), order: Array(lines.order[range]),
      product: lines.localProduct[range].map { $0 == blank ? -1 : $0 }, time: Array(lines.time[range]),
      quantity: Array(lines.quantity[range]), unitPrice: Array(lines.unitPrice[range]),
      isReturn: Array(lines.isReturn[range]), customerCount: 1)
  }
}

extension TransactionLines {
  var plainLines: [PlainLine] {
    (0..<count).map {
      PlainLine(
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
