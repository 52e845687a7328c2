package import Numerics

/// The customers that models learn from, where a shop has more rows than a fit gains from: a random sample by hash of the
/// id, the same in every run, at every snapshot with all rows.
package struct TrainingSample: Sendable {
  /// Share of the customers who are in the sample; 1 for all.
  package let share: Double
  private let philox: Philox

  /// - Parameters:
  ///   - rows: rows of all customers.
  ///   - limit: rows to learn from, roughly; nil for all.
  package init(rows: Int, limit: Int?, seed: UInt64) {
    share = limit.map { min(1, Double($0) / Double(max(rows, 1))) } ?? 1
    philox = Philox(seed: seed)
  }

  /// Whether a customer is in the sample.
  ///
  /// - Parameter idHash: hash of the customer's id.
  package func contains(idHash: UInt64) -> Bool {
    share >= 1 || philox.uniform(stream: 0x5A3, counter: idHash) < share
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
    let sample = TrainingSample(rows: table.allRows(at: snapshots), limit: maxTrainingRows, seed: seed)
    let blocks = snapshots.compactMap { table.at($0) }
    guard sample.share < 1 else { return (blocks, 1) }
    let isSampled = try sample.contains(idHashes, context: context)
    return (
      try blocks.map { (block) throws(Cancelled) in try block.thinned(to: isSampled, context: context) }, sample.share
    )
  }
}

extension TrainingSample {
  /// Whether each customer is in the sample, by number.
  func contains(_ idHashes: [UInt64], context: ExecutionContext) throws(Cancelled) -> [Bool] {
    try context.array(of: idHashes.count) { customers, output in
      for customer in customers { output[customer] = contains(idHash: idHashes[customer]) }
    }
  }
}

extension SnapshotFeatures {
  /// Only the rows of some customers.
  fileprivate func thinned(to isIncluded: [Bool], context: ExecutionContext) throws(Cancelled) -> SnapshotFeatures {
    let rows = customers.indices.filter { isIncluded[Int(customers[$0])] }
    return SnapshotFeatures(
      snapshot: snapshot, customers: rows.map { customers[$0] },
      values: try values.selectingRows(rows, context: context), allRows: allRows)
  }
}

extension FeatureTable {
  /// Rows at some snapshots, those that were left out too.
  func allRows(at snapshots: [Snapshot]) -> Int { snapshots.reduce(0) { $0 + (at($1)?.allRows ?? 0) } }
}

/// Chooses the rows that models read: all at some snapshots, and of the others those of the customers who are learned
/// from. A large shop's table would take more memory than everything else.
package struct RowsToKeep: Sendable {
  private let complete: Set<Snapshot>
  /// By customer; nil to keep every row.
  private let isSampled: [Bool]?

  /// - Parameters:
  ///   - complete: snapshots at which models are tested or customers scored.
  ///   - training: the sets of snapshots that models learn from; what any of them samples is kept.
  ///   - limit: rows to learn from, roughly; nil keeps everything.
  ///   - idHashes: hash of each customer's id.
  ///   - seed: of the samples.
  /// - Throws: `Cancelled`.
  package init(
    of rows: FeatureRows, complete: Set<Snapshot>, training: [[Snapshot]], limit: Int?, idHashes: [UInt64],
    seed: UInt64, context: ExecutionContext
  ) throws(Cancelled) {
    self.complete = complete
    let samples = training.filter { !$0.isEmpty }.map {
      TrainingSample(rows: rows.count(at: $0), limit: limit, seed: seed)
    }
    // A customer who is in a sample is in every larger one.
    let largest = samples.max { $0.share < $1.share }
    isSampled = try largest.flatMap { (sample) throws(Cancelled) in
      sample.share < 1 ? try sample.contains(idHashes, context: context) : nil
    }
  }

  /// The rows of a block that are kept.
  ///
  /// - Parameter block: with all its rows.
  package func kept(of block: SnapshotFeatures, context: ExecutionContext) throws(Cancelled) -> SnapshotFeatures {
    guard let isSampled, !complete.contains(block.snapshot) else { return block }
    return try block.thinned(to: isSampled, context: context)
  }
}

extension [Snapshot] {
  /// Those of the last `months` months of 30 days, counted back from the latest; all for nil.
  package func within(months: Int?) -> [Snapshot] {
    guard let months, let latest = last else { return self }
    return filter { $0 > latest.adding(days: -months * 30) }
  }
}
