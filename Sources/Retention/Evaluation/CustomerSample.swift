package import Numerics

/// Customers drawn at random by hash of the id, the same in every run, at every snapshot with all rows: whom models learn
/// from and are tested on, where a shop has more rows than these gain from.
package struct CustomerSample: Sendable {
  /// What customers are drawn for; each draws others.
  package enum Purpose: UInt64, Sendable {
    case learning = 0x5A3
    case testing = 0x7E5
  }

  /// Share of the customers who are in the sample; 1 for all.
  package let share: Double
  private let purpose: Purpose
  private let philox: Philox

  /// - Parameters:
  ///   - rows: rows of all customers.
  ///   - limit: rows to draw, roughly; nil for all.
  package init(_ purpose: Purpose = .learning, rows: Int, limit: Int?, seed: UInt64) {
    share = limit.map { min(1, Double($0) / Double(max(rows, 1))) } ?? 1
    self.purpose = purpose
    philox = Philox(seed: seed)
  }

  /// Whether a customer is in the sample.
  ///
  /// - Parameter idHash: hash of the customer's id.
  package func contains(idHash: UInt64) -> Bool {
    share >= 1 || philox.uniform(stream: purpose.rawValue, counter: idHash) < share
  }
}

extension ModelInput {
  /// Rows of `snapshots` to learn from: of all customers, or of a sample if these have more than `maxTrainingRows`.
  ///
  /// - Parameter label: labels of the customers with a row at a snapshot.
  /// - Throws: `Cancelled`.
  func trainingRows(
    at snapshots: [Snapshot], seed: UInt64, context: ExecutionContext,
    label: (_ customers: [Int32], _ snapshot: Snapshot) throws(Cancelled) -> [Double]
  ) throws(Cancelled) -> (rows: LabelledRows, share: Double) {
    let (blocks, share) = try trainingBlocks(at: snapshots, seed: seed, context: context)
    return (try self.rows(blocks, context: context, label: label), share)
  }

  /// The features of the same rows.
  ///
  /// - Throws: `Cancelled`.
  func trainingBlocks(
    at snapshots: [Snapshot], seed: UInt64, context: ExecutionContext
  ) throws(Cancelled) -> (blocks: [SnapshotFeatures], share: Double) {
    let sample = CustomerSample(rows: table.allRows(at: snapshots), limit: maxTrainingRows, seed: seed)
    let blocks = snapshots.compactMap { table.at($0) }
    guard sample.share < 1 else { return (blocks, 1) }
    let isSampled = try sample.contains(idHashes, context: context)
    return (
      try blocks.map { (block) throws(Cancelled) in try block.thinned(to: isSampled, context: context) }, sample.share
    )
  }

  /// As `FeatureTable.testBlock`.
  func testBlock(
    at snapshot: Snapshot, seed: UInt64, context: ExecutionContext
  ) throws(Cancelled) -> (block: SnapshotFeatures, share: Double)? {
    try table.testBlock(at: snapshot, limit: maxTestRows, idHashes: idHashes, seed: seed, context: context)
  }
}

extension CustomerSample {
  /// Whether each customer is in the sample, by number.
  func contains(_ idHashes: [UInt64], context: ExecutionContext) throws(Cancelled) -> [Bool] {
    try context.array(of: idHashes.count) { customers, output in
      for customer in customers { output[customer] = contains(idHash: idHashes[customer]) }
    }
  }
}

extension SnapshotFeatures {
  /// Only the rows of some customers.
  fileprivate func thinned(
    to isIncluded: [Bool], hasTestRows: Bool = false, context: ExecutionContext
  ) throws(Cancelled) -> SnapshotFeatures {
    let rows = customers.indices.filter { isIncluded[Int(customers[$0])] }
    return SnapshotFeatures(
      snapshot: snapshot, customers: rows.map { customers[$0] },
      values: try values.selectingRows(rows, context: context), allRows: allRows,
      hasTestRows: hasTestRows)
  }
}

extension FeatureTable {
  /// Rows at some snapshots, those that were left out too.
  func allRows(at snapshots: [Snapshot]) -> Int { snapshots.reduce(0) { $0 + (at($1)?.allRows ?? 0) } }

  /// The features of the customers who are tested at a snapshot: of all, or of a sample if these are more than `limit`.
  ///
  /// - Parameter idHashes: hash of each customer's id.
  /// - Returns: nil where nobody has a row; the share of the customers who are tested.
  /// - Throws: `Cancelled`.
  package func testBlock(
    at snapshot: Snapshot, limit: Int?, idHashes: [UInt64], seed: UInt64, context: ExecutionContext
  ) throws(Cancelled) -> (block: SnapshotFeatures, share: Double)? {
    guard let block = at(snapshot) else { return nil }
    precondition(block.hasTestRows, "a block has the rows that are tested")
    let sample = CustomerSample(.testing, rows: block.allRows, limit: limit, seed: seed)
    guard sample.share < 1 else { return (block, 1) }
    let isSampled = try sample.contains(idHashes, context: context)
    return (try block.thinned(to: isSampled, hasTestRows: true, context: context), sample.share)
  }
}

/// Chooses the rows that models read: all at the scoring snapshot, and of the others those of the customers who are
/// learned from or tested. A large shop's table would take more memory than everything else.
package struct RowsToKeep: Sendable {
  private let scoring: Snapshot
  private let tests: Set<Snapshot>
  /// By customer, whom models learn from; nil to keep every row.
  private let isLearnedFrom: [Bool]?
  private let maxTestRows: Int?
  private let idHashes: [UInt64]
  private let seed: UInt64

  /// - Parameters:
  ///   - scoring: the snapshot at which customers are scored.
  ///   - tests: the snapshots at which models are tested.
  ///   - training: the sets of snapshots that models learn from; what any of them samples is kept.
  ///   - limits: rows to learn from and to test, roughly; nil for all of them.
  ///   - idHashes: hash of each customer's id.
  ///   - seed: of the samples.
  /// - Throws: `Cancelled`.
  package init(
    of rows: FeatureRows, scoring: Snapshot, tests: Set<Snapshot>, training: [[Snapshot]],
    limits: (training: Int?, test: Int?), idHashes: [UInt64], seed: UInt64, context: ExecutionContext
  ) throws(Cancelled) {
    self.scoring = scoring
    self.tests = tests
    self.idHashes = idHashes
    self.seed = seed
    maxTestRows = limits.test
    let samples = training.filter { !$0.isEmpty }.map {
      CustomerSample(rows: rows.count(at: $0), limit: limits.training, seed: seed)
    }
    // A customer who is in a sample is in every larger one.
    let largest = samples.max { $0.share < $1.share }
    isLearnedFrom = try largest.flatMap { (sample) throws(Cancelled) in
      sample.share < 1 ? try sample.contains(idHashes, context: context) : nil
    }
  }

  /// The rows of a block that are kept.
  ///
  /// - Parameter block: with all its rows.
  package func kept(of block: SnapshotFeatures, context: ExecutionContext) throws(Cancelled) -> SnapshotFeatures {
    guard var isKept = isLearnedFrom, block.snapshot != scoring else { return block }
    let isTest = tests.contains(block.snapshot)
    if isTest {
      let sample = CustomerSample(.testing, rows: block.rows, limit: maxTestRows, seed: seed)
      guard sample.share < 1 else { return block }
      let isTested = try sample.contains(idHashes, context: context)
      for customer in isKept.indices where isTested[customer] { isKept[customer] = true }
    }
    return try block.thinned(to: isKept, hasTestRows: isTest, context: context)
  }
}

extension [Snapshot] {
  /// Those of the last `months` months of 30 days, counted back from the latest; all for nil.
  package func within(months: Int?) -> [Snapshot] {
    guard let months, let latest = last else { return self }
    return filter { $0 > latest.adding(days: -months * 30) }
  }
}
