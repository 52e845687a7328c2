package import Numerics

/// Everything that the model stages read.
package struct ModelInput: Sendable {
  /// Features at all snapshots.
  package let table: FeatureTable
  /// What customers did after a snapshot.
  package let labels: Labels
  /// The data's snapshots.
  package let calendar: SnapshotCalendar
  /// Hash of each customer's id, so that other customers do not shift folds.
  package let idHashes: [UInt64]
  /// Days over which lifetime value is measured; it prices a churner.
  package let valueHorizonDays: Int
  /// What the features of the whole history are about; nil where models do not read these.
  package let history: RevenueBasis?
  /// Rows beyond which models learn from a sample of the customers; nil for no limit.
  package let maxTrainingRows: Int?

  package init(
    table: FeatureTable, labels: Labels, calendar: SnapshotCalendar, idHashes: [UInt64], valueHorizonDays: Int,
    maxTrainingRows: Int? = nil, history: RevenueBasis? = nil
  ) {
    self.history = history
    self.maxTrainingRows = maxTrainingRows
    self.valueHorizonDays = valueHorizonDays
    self.table = table
    self.labels = labels
    self.calendar = calendar
    self.idHashes = idHashes
  }
}

extension ModelInput {
  /// What models read of some customers at some snapshots, in the order of `ModelColumn.names`.
  ///
  /// - Parameter blocks: ascending by snapshot.
  /// - Throws: `Cancelled`.
  package func features(
    of blocks: [SnapshotFeatures], context: ExecutionContext
  ) throws(Cancelled) -> Matrix<Double> {
    guard let width = blocks.first?.values.columns else {
      return Matrix(rows: 0, columns: Feature.count + (history == nil ? 0 : HistoryFeature.count))
    }
    let window = try Matrix(stacking: blocks.map(\.values), context: context)
    guard let history else { return window }
    let sweep = try HistorySweep(history).features(
      of: labels.histories, at: blocks.map { ($0.snapshot, $0.customers) }, context: context)
    let starts = blocks.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.rows) }
    return try Matrix(rows: window.rows, columns: width + HistoryFeature.count, context: context) {
      column, rows, output in
      guard column >= width else {
        return window.withColumn(column) { values in for row in rows { output[row] = values[row] } }
      }
      for (block, start) in zip(sweep, starts) {
        block.values.withColumn(column - width) { values in
          for row in rows.clamped(to: start..<start + values.count) { output[row] = Double(values[row - start]) }
        }
      }
    }
  }

  /// Rows of some customers at some snapshots, with labels.
  ///
  /// - Parameter label: labels of the customers with a row at a snapshot.
  /// - Throws: `Cancelled`.
  package func rows(
    _ blocks: [SnapshotFeatures], context: ExecutionContext,
    label: (_ customers: [Int32], _ snapshot: Snapshot) throws(Cancelled) -> [Double]
  ) throws(Cancelled) -> LabelledRows {
    var labels: [Double] = []
    for block in blocks {
      try context.checkCancellation()
      labels += try label(block.customers, block.snapshot)
    }
    return LabelledRows(
      features: try features(of: blocks, context: context), labels: labels, customers: blocks.flatMap(\.customers),
      snapshots: blocks.flatMap { [Snapshot](repeating: $0.snapshot, count: $0.rows) })
  }
}
