import CivilTime
import Numerics
import Tables

extension TemporalValidation {
  struct SampledRow {
    let block: Int
    let row: Int
  }

  /// Rows drawn at random, `sampleSize` over all snapshots.
  func sampledRows(of table: FeatureTable) -> [SampledRow] {
    var random = PhiloxGenerator(seed: seed, stream: 0x7E3)
    let filled = table.snapshots.indices.filter { table.snapshots[$0].rows > 0 }
    guard !filled.isEmpty else { return [] }
    return (0..<min(sampleSize, table.rows)).map { index in
      let block = filled[index % filled.count]
      return SampledRow(block: block, row: random.index(below: table.snapshots[block].rows))
    }
  }

  /// Adds random lines at and after S, returns among them, to each sampled customer and computes again: all features must
  /// be equal to the bit, those of the whole history too.
  func injection(
    _ sample: [SampledRow], table: FeatureTable, histories: CustomerHistories, minOrders: Int,
    isNet: Bool, _ context: ExecutionContext
  ) throws(Cancelled) -> Check {
    var random = PhiloxGenerator(seed: seed, stream: 0xF47)
    let normalized = try context.map(table.snapshots.count) {
      FeatureSweep.normalized(engagement: table.snapshots[$0].column(.engagement))
    }
    var violations = 0
    let own = context.with(.serial).quiet
    context.progress.expect(sample.count, unit: CustomerHistories.progressUnit)
    for entry in sample {
      let block = table.snapshots[entry.block]
      let lines = histories.lines(ofCustomer: Int(block.customers[entry.row]))
      let poisoned = lines.appendingFuture(of: block.snapshot, count: injectedLines, random: &random)
      let sorted = try CustomerHistories(sorting: poisoned, context: own)
      let basis: RevenueBasis = isNet ? .net(try ReturnMatches(sorted, context: own)) : .gross
      let again = try FeatureSweep(windowDays: table.windowDays, minOrders: minOrders, basis: basis).features(
        of: sorted, orders: OrderTimes(sorted, context: own), at: [block.snapshot], context: own)
      let isSame =
        try hasSameHistory(lines, sorted, basis, at: block.snapshot, own)
        && hasSameBits(block, entry.row, again.snapshots[0])
        && block[entry.row, .engagementNormalized].bitPattern == normalized[entry.block][entry.row].bitPattern
      violations += isSame ? 0 : 1
      context.progress.advance()
    }
    return Check(
      name: "future_row_injection", compared: sample.count, violations: violations,
      detail:
        "\(injectedLines) random lines, returns among them, at and after the snapshot added to each of \(sample.count) sampled rows; "
        + "every feature must stay the same to the bit, those of the whole history too")
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
  func recomputation(
    _ sample: [SampledRow], table: FeatureTable, histories: CustomerHistories, isNet: Bool,
    _ context: ExecutionContext
  ) throws(Cancelled) -> Check {
    let plain = PlainFeatures(windowDays: table.windowDays, isNet: isNet)
    let normalized = try context.map(table.snapshots.count) {
      PlainFeatures.normalized(engagement: table.snapshots[$0].column(.engagement))
    }
    context.progress.expect(sample.count, unit: CustomerHistories.progressUnit)
    let wrong = try context.map(sample.count) { index in
      defer { context.progress.advance() }
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
