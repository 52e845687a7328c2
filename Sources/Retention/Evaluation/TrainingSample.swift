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
    let all = snapshots.reduce(0) { $0 + (table.at($1)?.rows ?? 0) }
    let sample = TrainingSample(rows: all, limit: maxTrainingRows, seed: seed)
    var blocks = snapshots.compactMap { table.at($0) }
    guard sample.share < 1 else { return (blocks, 1) }
    let sampled = try context.array(of: idHashes.count) { customers, output in
      for customer in customers { output[customer] = sample.contains(idHash: idHashes[customer]) }
    }
    for (index, block) in blocks.enumerated() {
      let rows = block.customers.indices.filter { sampled[Int(block.customers[$0])] }
      blocks[index] = SnapshotFeatures(
        snapshot: block.snapshot, customers: rows.map { block.customers[$0] },
        values: try block.values.selectingRows(rows, context: context))
    }
    return (blocks, sample.share)
  }
}
